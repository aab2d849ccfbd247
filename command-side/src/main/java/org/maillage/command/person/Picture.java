package org.maillage.command.person;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;

/** The forms of a portrait that every browser shows. */
enum Picture {
    JPEG("image/jpeg") {
        @Override
        boolean isFormOf(byte[] bytes) {
            return has("\u00ff\u00d8\u00ff", 0, bytes);
        }
    },
    PNG("image/png") {
        @Override
        boolean isFormOf(byte[] bytes) {
            return has("\u0089PNG\r\n\u001a\n", 0, bytes);
        }
    },
    WEBP("image/webp") {
        @Override
        boolean isFormOf(byte[] bytes) {
            return has("RIFF", 0, bytes) && has("WEBP", 8, bytes);
        }
    };

    /** The most bytes in a portrait. */
    static final int LARGEST = 256 << 10;

    private final String mediaType;

    Picture(String mediaType) {
        this.mediaType = mediaType;
    }

    static Optional<Picture> of(String mediaType) {
        return Arrays.stream(values())
                .filter(picture -> picture.mediaType.equals(mediaType))
                .findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    /** Whether the bytes begin as such a picture does. */
    abstract boolean isFormOf(byte[] bytes);

    private static boolean has(String signature, int from, byte[] bytes) {
        var expected = signature.getBytes(ISO_8859_1);
        return bytes.length >= from + expected.length
                && Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
    }
}
