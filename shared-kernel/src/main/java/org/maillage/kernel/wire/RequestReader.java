package org.maillage.kernel.wire;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.InvalidValue;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON body of a request into a record, and names everything that is wrong with it, not only the first thing. A
 * component is required unless it is {@code @Nullable}; texts, lists, numbers and days have bounds that hold everywhere.
 */
public final class RequestReader {

    /** The most elements in one list. */
    public static final int LONGEST_LIST = 1_000;

    /** Beyond that many violations nobody reads on. */
    static final int MOST_VIOLATIONS = 100;

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String A_NUMBER = "Un nombre est attendu.";
    private static final String A_WHOLE_NUMBER = "Un nombre entier est attendu.";
    private static final String TOO_LARGE = "Ce nombre est hors limites.";
    private static final String REQUIRED = "Ce champ est obligatoire.";
    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(new ReadLimits()).build();
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private final Function<? super Record, List<Violation>> rules;

    /** @param rules what else a record must satisfy, looked at in a second pass: fields that were already refused are not judged twice */
    public RequestReader(Function<? super Record, List<Violation>> rules) {
        this.rules = rules;
    }

    /**
     * @param json nothing at all equals an empty object
     * @throws InvalidRequest {@code malformed-json}, {@code limit-exceeded}, or {@code invalid-request} with every violation
     */
    public <T extends Record> T read(byte[] json, Class<T> type) {
        return parsing(json, parser -> {
            var reading = new Reading(parser);
            var body = reading.object("", SHAPES.get(type));
            end(parser);
            if (body != null) {
                reading.add(rules.apply((Record) body));
            }
            if (body == null || !reading.violations.isEmpty()) {
                throw InvalidRequest.body(reading.violations);
            }
            return type.cast(body);
        });
    }

    /**
     * The one form of all bodies that say the same: white space, the order of fields and the spelling of numbers and of escapes do
     * not count.
     *
     * @throws InvalidRequest {@code malformed-json} or {@code limit-exceeded}
     */
    public static byte[] canonical(byte[] json) {
        return parsing(json, parser -> {
            var text = new StringBuilder();
            canonical(parser, text);
            end(parser);
            return text.toString().getBytes(StandardCharsets.UTF_8);
        });
    }

    private static void canonical(JsonParser parser, StringBuilder text) {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                var fields = new TreeMap<String, String>();
                for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                    var value = new StringBuilder();
                    parser.nextToken();
                    canonical(parser, value);
                    fields.merge(name, value.toString(), String::concat);
                }
                text.append('{');
                fields.forEach((name, value) -> {
                    quote(name, text);
                    text.append(value);
                });
                text.append('}');
            }
            case START_ARRAY -> {
                text.append('[');
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    canonical(parser, text);
                }
                text.append(']');
            }
            case VALUE_STRING -> quote(parser.getString(), text);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                var number = number(parser);
                text.append(number == null ? parser.getString() : number.stripTrailingZeros())
                        .append(' ');
            }
            default -> text.append(parser.getString()).append(' ');
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"').append(string.length()).append(':').append(string);
    }

    private static <R> R parsing(byte[] json, Function<JsonParser, R> use) {
        try (var parser =
                JSON.createParser(ObjectReadContext.empty(), decoded(json.length == 0 ? EMPTY_OBJECT : json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidRequest(ProblemCode.MALFORMED_JSON);
            }
            return use.apply(parser);
        } catch (JacksonException e) {
            var location = e.getLocation();
            throw location == null
                    ? new InvalidRequest(ProblemCode.MALFORMED_JSON)
                    : new InvalidRequest(
                            ProblemCode.MALFORMED_JSON,
                            "Le corps de la requête n’est pas du JSON bien formé (ligne %d, colonne %d)."
                                    .formatted(location.getLineNr(), location.getColumnNr()),
                            List.of());
        }
    }

    private static String decoded(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidRequest(ProblemCode.MALFORMED_JSON);
        }
    }

    private static void end(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw new InvalidRequest(ProblemCode.MALFORMED_JSON);
        }
    }

    /** Null for a number with an exponent that only an attacker writes: arithmetic on it would take all memory. */
    private static @Nullable BigDecimal number(JsonParser parser) {
        try {
            var number = new BigDecimal(parser.getString());
            return Math.abs((long) number.scale()) > 10_000 ? null : number;
        } catch (NumberFormatException beyondArithmetic) {
            return null;
        }
    }

    /** A record's components, as the reader needs them. */
    private record Shape(
            Constructor<?> constructor, List<String> names, List<AnnotatedType> types, Map<String, Integer> places) {

        static Shape of(Class<?> type) {
            var components = type.getRecordComponents();
            var places = new HashMap<String, Integer>();
            for (int place = 0; place < components.length; place++) {
                places.put(components[place].getName(), place);
            }
            try {
                var constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return new Shape(
                        constructor,
                        Arrays.stream(components).map(RecordComponent::getName).toList(),
                        Arrays.stream(components)
                                .map(RecordComponent::getAnnotatedType)
                                .toList(),
                        places);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type + " is no record", e);
            }
        }

        private boolean isRequired(int place) {
            return !RequestReader.isNullable(types.get(place));
        }
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    /** One body being read; the parser stands on the first token of what a method reads, and on its last afterwards. */
    private static final class Reading {

        private final JsonParser parser;
        private final List<Violation> violations = new ArrayList<>();
        private int refusals;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        private void refuse(String field, String message) {
            refusals++;
            if (violations.size() < MOST_VIOLATIONS) {
                violations.add(new Violation(field, message));
            }
        }

        private @Nullable Object refuseWhole(String field, String message) {
            refuse(field, message);
            parser.skipChildren();
            return null;
        }

        /** Adds what the rules found about fields that are not refused already. */
        void add(List<Violation> found) {
            var refused = List.copyOf(violations);
            for (var violation : found) {
                if (refused.stream().noneMatch(known -> covers(known.field(), violation.field()))) {
                    refuse(violation.field(), violation.message());
                }
            }
        }

        private static boolean covers(String refused, String field) {
            return field.equals(refused) || field.startsWith(refused + ".") || field.startsWith(refused + "[");
        }

        private @Nullable Object value(String field, AnnotatedType annotated) {
            var type = annotated.getType();
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return isNullable(annotated) ? null : refuseWhole(field, REQUIRED);
            }
            if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class) {
                return list(field, ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0]);
            }
            return single(field, classOf(type));
        }

        private static Class<?> classOf(Type type) {
            if (type instanceof Class<?> raw) {
                return raw;
            }
            throw new IllegalStateException(type + " cannot be read from a request");
        }

        private @Nullable Object single(String field, Class<?> type) {
            if (TextValues.makes(type)) {
                return text(field, type);
            }
            if (TextValues.isScalar(type)) {
                var component = TextValues.componentOf(type);
                // A value's own bounds say more than ours.
                var value = component == BigDecimal.class ? decimal(field, A_NUMBER) : single(field, component);
                return value == null ? null : made(field, () -> TextValues.scalar(type, value));
            }
            if (type.isRecord()) {
                return parser.currentToken() == JsonToken.START_OBJECT
                        ? object(field, SHAPES.get(type))
                        : refuseWhole(field, "Un objet est attendu.");
            }
            if (type == Boolean.class || type == boolean.class) {
                return switch (parser.currentToken()) {
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    default -> refuseWhole(field, "Vrai (true) ou faux (false) est attendu.");
                };
            }
            if (type == Integer.class || type == int.class) {
                var whole = whole(field, Integer.MIN_VALUE, Integer.MAX_VALUE);
                return whole == null ? null : whole.intValue();
            }
            if (type == Long.class || type == long.class) {
                return whole(field, Long.MIN_VALUE, Long.MAX_VALUE);
            }
            if (type == BigDecimal.class) {
                return bounded(field);
            }
            throw new IllegalStateException(type + " cannot be read from a request");
        }

        private @Nullable Object text(String field, Class<?> type) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                var text = parser.getString();
                return made(field, () -> TextValues.read(text, type));
            }
            if (type.isEnum()) {
                // The list of what is allowed tells more than « a text ».
                parser.skipChildren();
                return made(field, () -> TextValues.read("", type));
            }
            return refuseWhole(field, "Un texte est attendu.");
        }

        private @Nullable Object made(String field, Supplier<Object> value) {
            try {
                return value.get();
            } catch (InvalidValue e) {
                refuse(field, e.detail());
                return null;
            }
        }

        private @Nullable Long whole(String field, long least, long most) {
            var number = decimal(field, A_WHOLE_NUMBER);
            if (number == null) {
                return null;
            }
            if (number.stripTrailingZeros().scale() > 0) {
                refuse(field, A_WHOLE_NUMBER);
                return null;
            }
            var outside =
                    number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0;
            if (outside) {
                refuse(field, TOO_LARGE);
                return null;
            }
            return number.longValueExact();
        }

        /** Fifteen digits before the point, ten after: what a double and a database agree on. */
        private @Nullable BigDecimal bounded(String field) {
            var number = decimal(field, A_NUMBER);
            if (number != null && number.signum() != 0) {
                var plain = number.stripTrailingZeros();
                if (plain.scale() > 10 || plain.precision() - plain.scale() > 15) {
                    refuse(field, TOO_LARGE);
                    return null;
                }
            }
            return number;
        }

        private @Nullable BigDecimal decimal(String field, String otherwise) {
            var token = parser.currentToken();
            if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
                refuseWhole(field, otherwise);
                return null;
            }
            var number = number(parser);
            if (number == null) {
                refuse(field, TOO_LARGE);
            }
            return number;
        }

        private @Nullable Object list(String field, AnnotatedType element) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                return refuseWhole(field, "Une liste est attendue.");
            }
            var elements = new ArrayList<@Nullable Object>();
            int place = 0;
            for (; parser.nextToken() != JsonToken.END_ARRAY; place++) {
                if (place < LONGEST_LIST) {
                    elements.add(value(field + "[" + place + "]", element));
                } else {
                    parser.skipChildren();
                }
            }
            if (place > LONGEST_LIST) {
                refuse(field, "Cette liste dépasse 1 000 éléments.");
            }
            return Collections.unmodifiableList(elements);
        }

        @Nullable
        Object object(String field, Shape shape) {
            var values = new @Nullable Object[shape.names().size()];
            var seen = new HashSet<String>();
            var before = refusals;
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                var path = field.isEmpty() ? TextValues.shown(name) : field + "." + TextValues.shown(name);
                parser.nextToken();
                var place = shape.places().get(name);
                if (place == null) {
                    refuseWhole(path, "Ce champ n’existe pas.");
                } else if (!seen.add(name)) {
                    refuseWhole(path, "Ce champ est donné plusieurs fois.");
                } else {
                    values[place] = value(path, shape.types().get(place));
                }
            }
            for (int place = 0; place < values.length; place++) {
                var name = shape.names().get(place);
                if (shape.isRequired(place) && !seen.contains(name)) {
                    refuse(field.isEmpty() ? name : field + "." + name, REQUIRED);
                }
            }
            return record(field, shape, values, refusals == before);
        }

        /** Also made when parts of it were refused, so that the rules see the rest; null when it cannot stand without them. */
        private @Nullable Object record(String field, Shape shape, @Nullable Object[] values, boolean whole) {
            try {
                return shape.constructor().newInstance(values);
            } catch (InvocationTargetException e) {
                if (!whole) {
                    return null;
                }
                if (e.getCause() instanceof InvalidValue invalid) {
                    refuse(field, invalid.detail());
                    return null;
                }
                throw new IllegalStateException(e);
            } catch (IllegalArgumentException nullForPrimitive) {
                return null;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
