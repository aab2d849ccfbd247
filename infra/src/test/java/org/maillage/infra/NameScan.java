package org.maillage.infra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Looks for words in bytes, in whatever form somebody may have written them: UTF-8, UTF-16, Latin-1, Base64 at every offset, hex,
 * escaped for JSON or for an address.
 */
final class NameScan {

    private static final int WINDOW = 1 << 20;
    /** Shorter ones would be found by chance. */
    private static final int SHORTEST = 6;

    private record Needle(String word, String form, byte[] bytes) {}

    private final Map<Integer, List<Needle>> needles = new HashMap<>();
    private final boolean[] begins = new boolean[1 << 16];
    private int longest;

    NameScan(Collection<String> words) {
        for (var word : words) {
            add(word, "UTF-8", word.getBytes(UTF_8));
            add(word, "Latin-1", word.getBytes(ISO_8859_1));
            add(word, "UTF-16LE", word.getBytes(UTF_16LE));
            add(word, "UTF-16BE", word.getBytes(UTF_16BE));
            add(word, "lower case", word.toLowerCase(Locale.ROOT).getBytes(UTF_8));
            add(word, "upper case", word.toUpperCase(Locale.ROOT).getBytes(UTF_8));
            add(word, "hex", HexFormat.of().formatHex(word.getBytes(UTF_8)).getBytes(UTF_8));
            add(word, "JSON", escaped(word, "\\u%04x").getBytes(UTF_8));
            add(word, "JSON, capitals", escaped(word, "\\u%04X").getBytes(UTF_8));
            add(word, "address", URLEncoder.encode(word, UTF_8).getBytes(UTF_8));
            for (int offset = 0; offset < 3; offset++) {
                add(word, "Base64", base64(word, offset));
            }
        }
    }

    private void add(String word, String form, byte[] bytes) {
        if (bytes.length >= SHORTEST) {
            int begin = begin(bytes, 0);
            begins[begin] = true;
            needles.computeIfAbsent(begin, _ -> new ArrayList<>()).add(new Needle(word, form, bytes));
            longest = Math.max(longest, bytes.length);
        }
    }

    private static String escaped(String word, String form) {
        var escaped = new StringBuilder();
        word.chars().forEach(letter -> escaped.append(letter < 128 ? "" + (char) letter : form.formatted(letter)));
        return escaped.toString();
    }

    /** What of its Base64 does not depend on what stands around it. */
    private static byte[] base64(String word, int offset) {
        var bytes = word.getBytes(UTF_8);
        var shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        var whole = Base64.getEncoder().encodeToString(shifted);
        int from = offset == 0 ? 0 : 4;
        int until = shifted.length / 3 * 4;
        return from < until ? whole.substring(from, until).getBytes(UTF_8) : new byte[0];
    }

    private static int begin(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** Which words are there, each with its form. */
    TreeSet<String> in(byte[] bytes) {
        return in(bytes, bytes.length);
    }

    TreeSet<String> in(String text) {
        return in(text.getBytes(UTF_8));
    }

    private TreeSet<String> in(byte[] bytes, int length) {
        var found = new TreeSet<String>();
        for (int i = 0; i + 1 < length; i++) {
            int begin = begin(bytes, i);
            if (begins[begin]) {
                for (var needle : needles.getOrDefault(begin, List.of())) {
                    int end = i + needle.bytes().length;
                    if (end <= length && Arrays.equals(bytes, i, end, needle.bytes(), 0, needle.bytes().length)) {
                        found.add(needle.word() + " (" + needle.form() + ")");
                    }
                }
            }
        }
        return found;
    }

    /** Which words are in any file below a directory, or in its name: {@code file: word (form)}. */
    List<String> below(Path directory) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(directory)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = directory.relativize(file).toString();
                in(name).forEach(word -> found.add(name + ": " + word + " in its name"));
                in(file).forEach(word -> found.add(name + ": " + word));
            }
        } catch (UncheckedIOException meanwhile) {
            // A server at work deletes files while they are listed: whoever wants to be sure stops it first.
            if (!(meanwhile.getCause() instanceof NoSuchFileException)) {
                throw meanwhile;
            }
            found.addAll(below(directory));
        }
        return found;
    }

    private TreeSet<String> in(Path file) throws IOException {
        var found = new TreeSet<String>();
        try (var stream = Files.newInputStream(file)) {
            var window = new byte[WINDOW + longest];
            int kept = 0;
            for (int read; (read = fill(stream, window, kept)) > kept; ) {
                found.addAll(in(window, read));
                kept = Math.min(longest, read);
                System.arraycopy(window, read - kept, window, 0, kept);
            }
        } catch (NoSuchFileException gone) {
            return new TreeSet<>();
        }
        return found;
    }

    private static int fill(InputStream stream, byte[] window, int from) throws IOException {
        return from + stream.readNBytes(window, from, window.length - from);
    }
}
