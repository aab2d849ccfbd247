package org.maillage.infra.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Scalar;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Rna;
import org.maillage.kernel.organisation.Siret;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.wire.RequestReader;
import org.maillage.kernel.wire.TextValues;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON schemas of records, as the wire reads and writes them. Records are named once and referred to. */
final class Schemas {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String REFERENCE = "$ref";
    private static final String HOME = "#/components/schemas/";
    private static final Map<Class<?>, String> PATTERNS = Map.of(
            Siret.class, "^[0-9]{14}$",
            Rna.class, "^W[0-9]{9}$",
            CommuneCode.class, "^([013-9][0-9]|2[AB1-9])[0-9]{3}$",
            VersionHash.class, "^[0-9a-f]{64}$");

    private final Map<Shape, ObjectNode> shapes = new LinkedHashMap<>();

    /** In a request unknown fields are refused and a nullable field may be left out; in an answer it is there, and null. */
    enum Way {
        IN,
        OUT
    }

    /** A record, with what stands for its type variables. */
    private record Shape(Class<?> type, List<String> arguments, Way way) {

        String simpleName() {
            return type.getSimpleName()
                    + arguments.stream()
                            .map(argument -> argument.replaceAll(".*[.$]|\\W", ""))
                            .collect(Collectors.joining());
        }

        /** The package of what it says, capitalised; a page says what its items say. */
        String room() {
            var of = arguments.isEmpty() ? type.getName() : arguments.getFirst();
            var packages = of.split("\\.");
            return capital(packages[Math.max(0, packages.length - 2)]);
        }

        private static String capital(String name) {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        boolean saysTheSameAs(Shape other) {
            return type == other.type && arguments.equals(other.arguments);
        }

        String placeholder() {
            return way + " " + type.getName() + arguments;
        }
    }

    ObjectNode of(AnnotatedType annotated, Way way) {
        return of(annotated, way, Map.of());
    }

    ObjectNode of(Class<?> type, Way way) {
        return plain(type, way, Map.of());
    }

    private ObjectNode of(AnnotatedType annotated, Way way, Map<TypeVariable<?>, AnnotatedType> bound) {
        var schema = bare(annotated, way, bound);
        for (var annotation : annotated.getAnnotations()) {
            constrain(schema, annotation);
        }
        return annotated.isAnnotationPresent(Nullable.class) ? nullable(schema) : schema;
    }

    private ObjectNode bare(AnnotatedType annotated, Way way, Map<TypeVariable<?>, AnnotatedType> bound) {
        if (annotated.getType() instanceof TypeVariable<?> variable) {
            var argument = bound.get(variable);
            return argument == null ? NODES.objectNode() : of(argument, way, bound);
        }
        if (annotated instanceof AnnotatedWildcardType) {
            return NODES.objectNode();
        }
        if (annotated instanceof AnnotatedParameterizedType parameterized) {
            var raw = (Class<?>) ((ParameterizedType) parameterized.getType()).getRawType();
            var arguments = parameterized.getAnnotatedActualTypeArguments();
            if (Iterable.class.isAssignableFrom(raw)) {
                return list(of(arguments[0], way, bound), way);
            }
            if (Map.class.isAssignableFrom(raw)) {
                return type("object").set("additionalProperties", of(arguments[1], way, bound));
            }
            var binding = new HashMap<>(bound);
            for (int place = 0; place < arguments.length; place++) {
                var argument = arguments[place];
                // A record's own variable may stand for one of the record that mentions it.
                binding.put(raw.getTypeParameters()[place], bound.getOrDefault(argument.getType(), argument));
            }
            return plain(raw, way, binding);
        }
        return plain((Class<?>) annotated.getType(), way, bound);
    }

    private ObjectNode plain(Class<?> type, Way way, Map<TypeVariable<?>, AnnotatedType> bound) {
        if (type == Warning.class && way == Way.OUT) {
            return warning();
        }
        if (type.isEnum()) {
            return type("string")
                    .set(
                            "enum",
                            texts(Arrays.stream(type.getEnumConstants())
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .toList()));
        }
        if (Scalar.class.isAssignableFrom(type) && type.isRecord()) {
            return scalar(type, way);
        }
        if (type.isRecord()) {
            return record(type, way, bound);
        }
        if (type.isSealed()) {
            var variants = NODES.arrayNode();
            for (var variant : type.getPermittedSubclasses()) {
                variants.add(plain(variant, way, bound));
            }
            return NODES.objectNode().set("oneOf", variants);
        }
        return simple(type, way);
    }

    private static ObjectNode simple(Class<?> type, Way way) {
        if (type == String.class) {
            var text = type("string");
            return way == Way.IN ? text.put("maxLength", TextValues.LONGEST_TEXT) : text;
        }
        if (type == UUID.class) {
            return type("string").put("format", "uuid");
        }
        if (type == byte[].class) {
            return type("string").put("contentEncoding", "base64");
        }
        if (type == LocalDate.class) {
            return type("string").put("format", "date");
        }
        if (type == Instant.class || type == OffsetDateTime.class) {
            return type("string").put("format", "date-time");
        }
        if (type == LocalTime.class) {
            return type("string").put("pattern", "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$");
        }
        if (type == Period.class) {
            return type("string").put("format", "duration");
        }
        if (type == YearMonth.class) {
            return type("string").put("pattern", "^[0-9]{4}-[0-9]{2}$");
        }
        if (type == Integer.class || type == int.class) {
            return type("integer").put("format", "int32");
        }
        if (type == Long.class || type == long.class) {
            return type("integer").put("format", "int64");
        }
        if (type == BigDecimal.class || type == Double.class || type == double.class) {
            return type("number");
        }
        if (type == Boolean.class || type == boolean.class) {
            return type("boolean");
        }
        if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
            return type == ObjectNode.class ? type("object") : NODES.objectNode();
        }
        throw new IllegalStateException("no schema is known for " + type.getName());
    }

    private static ObjectNode scalar(Class<?> type, Way way) {
        if (type == Money.class) {
            return type("number")
                    .put("minimum", 0)
                    .put("maximum", new BigDecimal("999999999.99"))
                    .put("multipleOf", new BigDecimal("0.01"))
                    .put("description", "An amount in euros, with at most two decimals.");
        }
        var schema = simple(type.getRecordComponents()[0].getType(), way);
        if (type == Minutes.class) {
            schema.put("minimum", 1).put("maximum", Minutes.PER_DAY);
        }
        var pattern = PATTERNS.get(type);
        if (pattern != null) {
            schema.remove("maxLength");
            schema.put("pattern", pattern);
        }
        return schema;
    }

    private static ObjectNode warning() {
        var codes = texts(Arrays.stream(Warning.values()).map(Warning::code).toList());
        var schema = type("object");
        schema.set("required", texts(List.of("code", "text")));
        schema.putObject("properties").set("code", type("string").set("enum", codes));
        ((ObjectNode) schema.get("properties")).set("text", type("string"));
        return schema;
    }

    private ObjectNode record(Class<?> type, Way way, Map<TypeVariable<?>, AnnotatedType> bound) {
        var arguments = Arrays.stream(type.getTypeParameters())
                .map(variable -> argument(bound.get(variable)))
                .toList();
        var shape = new Shape(type, arguments, way);
        if (!shapes.containsKey(shape)) {
            var schema = type("object");
            // Known before it is complete: a record may contain itself.
            shapes.put(shape, schema);
            fill(schema, type, way, bound);
        }
        return NODES.objectNode().put(REFERENCE, shape.placeholder());
    }

    private static String argument(@Nullable AnnotatedType argument) {
        return argument == null ? "" : argument.getType().getTypeName();
    }

    private void fill(ObjectNode record, Class<?> type, Way way, Map<TypeVariable<?>, AnnotatedType> bound) {
        var required = NODES.arrayNode();
        var properties = NODES.objectNode();
        for (var component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                continue;
            }
            // A stored event goes out as the object that it is, whatever holds it here.
            var schema = component.getAccessor().isAnnotationPresent(JsonRawValue.class)
                    ? type("object")
                    : of(component.getAnnotatedType(), way, bound);
            if (isRequired(component, way)) {
                required.add(component.getName());
            } else if (way == Way.OUT) {
                // It is left out instead of being null.
                neverNull(schema);
            }
            properties.set(component.getName(), schema);
        }
        if (!required.isEmpty()) {
            record.set("required", required);
        }
        record.set("properties", properties);
        if (way == Way.IN) {
            record.put("additionalProperties", false);
        }
    }

    private static boolean isRequired(RecordComponent component, Way way) {
        var included = component.getAccessor().getAnnotation(JsonInclude.class);
        return switch (way) {
            case IN -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            case OUT -> included == null || included.value() == JsonInclude.Include.ALWAYS;
        };
    }

    private static void constrain(ObjectNode schema, Annotation annotation) {
        switch (annotation) {
            case Size size -> {
                schema.put(isList(schema) ? "minItems" : "minLength", size.min());
                if (size.max() < Integer.MAX_VALUE) {
                    schema.put(isList(schema) ? "maxItems" : "maxLength", size.max());
                }
            }
            case NotBlank _ -> {
                atLeast(schema, "minLength");
                schema.put("pattern", "\\S");
            }
            case NotEmpty _ -> atLeast(schema, isList(schema) ? "minItems" : "minLength");
            case Min min -> schema.put("minimum", min.value());
            case Max max -> schema.put("maximum", max.value());
            case DecimalMin min -> schema.put("minimum", new BigDecimal(min.value()));
            case DecimalMax max -> schema.put("maximum", new BigDecimal(max.value()));
            case Positive _ -> schema.put("exclusiveMinimum", 0);
            case PositiveOrZero _ -> schema.put("minimum", 0);
            case Pattern pattern -> schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
            case Email _ -> schema.put("format", "email");
            case PastOrPresent _ -> schema.put("description", "Not in the future (Europe/Paris).");
            case Nullable _, NotNull _, Valid _ -> {}
            default -> throw new IllegalStateException("no schema is known for " + annotation);
        }
    }

    private static void atLeast(ObjectNode schema, String keyword) {
        if (schema.path(keyword).asInt(0) < 1) {
            schema.put(keyword, 1);
        }
    }

    private static boolean isList(ObjectNode schema) {
        return schema.path("type").asString("").equals("array");
    }

    private static ObjectNode list(ObjectNode element, Way way) {
        var list = type("array");
        list.set("items", element);
        return way == Way.IN ? list.put("maxItems", RequestReader.LONGEST_LIST) : list;
    }

    private static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isString()) {
            var types = NODES.arrayNode().add(schema.path("type").asString()).add("null");
            schema.set("type", types);
            if (schema.get("enum") instanceof ArrayNode values) {
                values.addNull();
            }
            return schema;
        }
        return schema.isEmpty()
                ? schema
                : NODES.objectNode().set("anyOf", NODES.arrayNode().add(schema).add(type("null")));
    }

    /** The schema without the null that a {@code @Nullable} allows. */
    static ObjectNode neverNull(ObjectNode schema) {
        if (schema.get("type") instanceof ArrayNode types) {
            schema.put("type", types.get(0).asString());
            if (schema.get("enum") instanceof ArrayNode values) {
                values.remove(values.size() - 1);
            }
        }
        return schema;
    }

    static ObjectNode type(String type) {
        return NODES.objectNode().put("type", type);
    }

    static ArrayNode texts(Collection<String> texts) {
        var array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /**
     * Gives every record its final name, and every reference with it: the simple name, preceded by its package where two records
     * share it, followed by {@code Input} where requests and answers differ.
     */
    ObjectNode named(ObjectNode document) {
        var names = names();
        var components = new TreeMap<String, ObjectNode>();
        shapes.forEach((shape, schema) -> components.put(names.get(shape.placeholder()), schema));
        var schemas = NODES.objectNode();
        components.forEach(schemas::set);
        document.withObject("/components/schemas").setAll(schemas);
        rename(document, names);
        return document;
    }

    private Map<String, String> names() {
        var bySimpleName = shapes.keySet().stream().collect(Collectors.groupingBy(Shape::simpleName));
        var names = new HashMap<String, String>();
        for (var shape : shapes.keySet()) {
            var rivals = bySimpleName.getOrDefault(shape.simpleName(), List.of());
            var alone = rivals.stream().allMatch(shape::saysTheSameAs);
            var name = alone ? shape.simpleName() : shape.room() + shape.simpleName();
            var other = new Shape(shape.type(), shape.arguments(), shape.way() == Way.IN ? Way.OUT : Way.IN);
            names.put(shape.placeholder(), shape.way() == Way.IN && shapes.containsKey(other) ? name + "Input" : name);
        }
        return names;
    }

    private static void rename(JsonNode node, Map<String, String> names) {
        if (node instanceof ObjectNode object && object.get(REFERENCE) instanceof JsonNode reference) {
            var name = names.get(reference.asString());
            if (name != null) {
                object.put(REFERENCE, HOME + name);
            }
        }
        node.forEach(child -> rename(child, names));
    }
}
