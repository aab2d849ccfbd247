package org.maillage.infra.verifier;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Text to values and back. Each value has one spelling: a lenient reader would let changes through. */
final class Text {

    private Text() {}

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static long number(String text) {
        long number = Long.parseLong(text);
        return same(number, Long.toString(number), text);
    }

    static UUID id(String text) {
        var id = UUID.fromString(text);
        return same(id, id.toString(), text);
    }

    static Instant instant(String text) {
        try {
            var instant = Instant.parse(text);
            return same(instant, instant.toString(), text);
        } catch (DateTimeException notAnInstant) {
            throw new IllegalArgumentException(text, notAnInstant);
        }
    }

    static byte[] bytes(String base64) {
        var bytes = Base64.getDecoder().decode(base64);
        return same(bytes, base64(bytes), base64);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static <T> T same(T value, String spelled, String text) {
        if (!spelled.equals(text)) {
            throw new IllegalArgumentException(text + " is not the spelling of " + spelled);
        }
        return value;
    }
}
