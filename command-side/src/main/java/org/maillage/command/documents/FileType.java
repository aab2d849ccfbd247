package org.maillage.command.documents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What may be stored, and how its bytes show that they are what they are said to be. */
public enum FileType {
    PDF("application/pdf", starts("255044462d"), "pdf"),
    PNG("image/png", starts("89504e470d0a1a0a"), "png"),
    JPEG("image/jpeg", starts("ffd8ff"), "jpg", "jpeg"),
    WEBP("image/webp", starts("52494646").and(has("57454250", 8)), "webp"),
    TEXT("text/plain", FileType::isText, "txt"),
    CSV("text/csv", FileType::isText, "csv"),
    ODT("application/vnd.oasis.opendocument.text", zip(), "odt"),
    ODS("application/vnd.oasis.opendocument.spreadsheet", zip(), "ods"),
    ODP("application/vnd.oasis.opendocument.presentation", zip(), "odp"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip(), "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip(), "xlsx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", zip(), "pptx");

    private final String mediaType;
    private final Predicate<byte[]> fits;
    private final List<String> extensions;

    FileType(String mediaType, Predicate<byte[]> fits, String... extensions) {
        this.mediaType = mediaType;
        this.fits = fits;
        this.extensions = List.of(extensions);
    }

    /** Every media type that is accepted. */
    public static List<String> accepted() {
        return Arrays.stream(values()).map(FileType::mediaType).toList();
    }

    static Optional<FileType> of(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(mediaType))
                .findFirst();
    }

    String mediaType() {
        return mediaType;
    }

    boolean isTextual() {
        return mediaType.startsWith("text/");
    }

    boolean fits(byte[] content) {
        return fits.test(content);
    }

    /** The name with an ending that says what the file is: a text named {@code .html} would be opened as a page. */
    String ended(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return extensions.stream().anyMatch(extension -> lower.endsWith("." + extension))
                ? name
                : name + "." + extensions.getFirst();
    }

    private static Predicate<byte[]> zip() {
        return starts("504b0304");
    }

    private static Predicate<byte[]> starts(String magic) {
        return has(magic, 0);
    }

    private static Predicate<byte[]> has(String magic, int at) {
        var expected = HexFormat.of().parseHex(magic);
        return content -> content.length >= at + expected.length
                && Arrays.equals(content, at, at + expected.length, expected, 0, expected.length);
    }

    private static boolean isText(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .chars()
                    .noneMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r');
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }
}
