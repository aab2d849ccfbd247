package org.maillage.kernel.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** Values out of the text that a client sent, in a body, a path or a query: one strict form each. */
public final class TextValues {

    public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    public static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    /** The most UTF-16 units in one text. */
    public static final int LONGEST_TEXT = 20_000;

    private static final int LONGEST_NAME_SHOWN = 100;
    private static final Pattern UUID_SHAPE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?");
    private static final String CODE = "invalid-value";
    private static final String OUT_OF_CALENDAR =
            "La date doit être comprise entre le 1ᵉʳ janvier 1900 et le 31 décembre 2199.";

    private TextValues() {}

    /** Whether {@link #read} knows how to make such values. */
    public static boolean makes(Class<?> type) {
        return type == String.class
                || type == byte[].class
                || type == UUID.class
                || type == LocalDate.class
                || type == Instant.class
                || type == LocalTime.class
                || type.isEnum()
                || (isScalar(type) && makes(componentOf(type)));
    }

    /** @throws InvalidValue for a text that does not stand for a value of that type */
    public static <T> T read(String text, Class<T> type) {
        return type.cast(valueOf(text, type));
    }

    private static Object valueOf(String text, Class<?> type) {
        if (type == String.class) {
            return plain(text);
        }
        if (type == byte[].class) {
            return bytes(text);
        }
        if (type == UUID.class) {
            return uuid(text);
        }
        if (type == LocalDate.class) {
            return day(text);
        }
        if (type == Instant.class) {
            return instant(text);
        }
        if (type == LocalTime.class) {
            return time(text);
        }
        if (type.isEnum()) {
            return constant(text, type);
        }
        if (isScalar(type)) {
            return scalar(type, valueOf(text, componentOf(type)));
        }
        throw new IllegalStateException(type + " has no form in text");
    }

    static boolean isScalar(Class<?> type) {
        return type.isRecord() && Scalar.class.isAssignableFrom(type);
    }

    static Class<?> componentOf(Class<?> scalar) {
        return scalar.getRecordComponents()[0].getType();
    }

    static Object scalar(Class<?> type, Object value) {
        try {
            return constructorOf(type).newInstance(value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidValue invalid) {
                throw invalid;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Constructor<?> constructorOf(Class<?> scalar) throws NoSuchMethodException {
        return scalar.getDeclaredConstructor(componentOf(scalar));
    }

    private static String plain(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidValue(CODE, "Ce texte dépasse 20 000 caractères.");
        }
        if (text.codePoints().anyMatch(TextValues::isForbidden)) {
            throw new InvalidValue(CODE, "Ce texte contient un caractère interdit.");
        }
        return text;
    }

    /** As long as a request may be. */
    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            throw new InvalidValue(CODE, "Des octets en Base64 sont attendus.");
        }
    }

    /** A name that nobody chose, as it can be told again: it may hold anything, of any length. */
    public static String shown(String name) {
        var shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST_NAME_SHOWN)
                .map(character -> isForbidden(character) ? '\ufffd' : character)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** What no database, feed or document takes: control characters other than white space, halves of a surrogate pair. */
    static boolean isForbidden(int character) {
        return (character < ' ' && character != '\n' && character != '\r' && character != '\t')
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    private static UUID uuid(String text) {
        if (!UUID_SHAPE.matcher(text).matches()) {
            throw new InvalidValue(CODE, "Un identifiant (UUID) est attendu.");
        }
        return UUID.fromString(text);
    }

    private static LocalDate day(String text) {
        if (DAY.matcher(text).matches()) {
            try {
                return inCalendar(LocalDate.parse(text));
            } catch (DateTimeException noSuchDay) {
                throw noDay();
            }
        }
        throw noDay();
    }

    private static InvalidValue noDay() {
        return new InvalidValue(CODE, "Une date est attendue, par exemple 2026-01-31.");
    }

    private static Instant instant(String text) {
        if (INSTANT.matcher(text).matches()) {
            try {
                var moment = OffsetDateTime.parse(text);
                inCalendar(moment.toLocalDate());
                return moment.toInstant();
            } catch (DateTimeException noSuchInstant) {
                throw noInstant();
            }
        }
        throw noInstant();
    }

    private static InvalidValue noInstant() {
        return new InvalidValue(CODE, "Un instant est attendu, par exemple 2026-01-31T14:00:00Z.");
    }

    private static LocalTime time(String text) {
        if (TIME.matcher(text).matches()) {
            return LocalTime.parse(text);
        }
        throw new InvalidValue(CODE, "Une heure est attendue, par exemple 09:30.");
    }

    private static LocalDate inCalendar(LocalDate day) {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new InvalidValue(CODE, OUT_OF_CALENDAR);
        }
        return day;
    }

    private static Object constant(String text, Class<?> type) {
        for (var constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        var allowed = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        throw new InvalidValue(CODE, "Valeurs possibles : " + allowed + ".");
    }
}
