package org.maillage.command.documents;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** {@code Content-Disposition} as RFC 6266 wants it: the name in UTF-8, and once more for who reads only ASCII. */
final class Attachment {

    private static final int LONGEST_NAME = 200;
    private static final String PLAIN = "!#$&+-.^_`|~";

    private Attachment() {}

    static String named(@Nullable String name, FileType type) {
        var clean = type.ended(clean(name == null ? "" : name));
        var ascii = Normalizer.normalize(clean, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^\\x20-\\x7e]|[%]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percentEncoded(clean);
    }

    /** Nothing that leads to another directory, hides an ending, or breaks out of a header. */
    private static String clean(String name) {
        var safe = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "")
                .replaceAll("[\"*/:<>?\\\\|]+", "_")
                .replaceAll("\\p{Zs}+", " ")
                .replaceAll("^[ .]+|[ .]+$", "");
        var end = safe.offsetByCodePoints(0, Math.min(LONGEST_NAME, safe.codePointCount(0, safe.length())));
        return safe.isEmpty() ? "document" : safe.substring(0, end);
    }

    /** RFC 8187. */
    private static String percentEncoded(String name) {
        var encoded = new StringBuilder();
        for (var octet : name.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append("%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }
}
