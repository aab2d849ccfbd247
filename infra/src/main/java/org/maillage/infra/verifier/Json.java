package org.maillage.infra.verifier;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the page describes it. What it does not look like is an {@link IllegalArgumentException}. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Each value of a file that holds one, several after each other, or an array of them. */
    static void each(Path file, Consumer<JsonNode> what) {
        try (var bytes = new BufferedInputStream(Files.newInputStream(file));
                var values = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(bytes)) {
            while (values.hasNextValue()) {
                what.accept(values.nextValue());
            }
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            throw new CannotVerify(
                    Ending.FILE, "cannot read " + file + " (" + CannotVerify.words(unreadable) + ")", unreadable);
        }
    }

    /**
     * The two values of a certified report.
     *
     * @param report as its bytes stand in the file
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    record Enveloped(byte[] report, JsonNode certificate) {}

    static Enveloped enveloped(Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            try (var parser = MAPPER.createParser(bytes)) {
                return enveloped(parser, bytes);
            }
        } catch (IOException | JacksonException | IllegalArgumentException unreadable) {
            throw new CannotVerify(
                    Ending.FILE, "cannot read " + file + " (" + CannotVerify.words(unreadable) + ")", unreadable);
        }
    }

    private static Enveloped enveloped(JsonParser parser, byte[] bytes) {
        byte[] report = null;
        JsonNode certificate = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no JSON object");
        }
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var value = parser.nextToken();
            if (name.equals("report")) {
                if (!value.isStructStart() && value != JsonToken.VALUE_STRING) {
                    throw new IllegalArgumentException("a report that is neither JSON nor Base64");
                }
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // The parser is behind a text only once it has read it.
                parser.getString();
                report = Arrays.copyOfRange(
                        bytes, from, (int) parser.currentLocation().getByteOffset());
            } else if (name.equals("certificate")) {
                certificate = parser.readValueAsTree();
            } else {
                throw new IllegalArgumentException("the field " + name + " beside report and certificate");
            }
        }
        if (report == null || certificate == null || !certificate.isObject() || parser.nextToken() != null) {
            throw new IllegalArgumentException("no report with a certificate");
        }
        return new Enveloped(report, certificate);
    }

    static Checkpoint checkpoint(byte[] json) {
        try {
            return checkpoint(MAPPER.readTree(json));
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("a checkpoint that is not JSON", notJson);
        }
    }

    static Checkpoint checkpoint(JsonNode node) {
        return new Checkpoint(
                text(node, "ledger"),
                number(node, "size"),
                text(node, "root"),
                text(node, "at"),
                textOrNull(node, "previous"),
                text(node, "keyId"),
                text(node, "signature"));
    }

    static LedgerEvent event(JsonNode node) {
        return new LedgerEvent(
                number(node, "position"),
                Text.instant(text(node, "recordedAt")),
                Text.id(text(node, "eventId")),
                Text.id(text(node, "aggregateId")),
                number(node, "sequence"),
                text(node, "aggregateType"),
                text(node, "type"),
                Math.toIntExact(number(node, "revision")),
                Text.id(text(node, "streamKey")),
                Text.bytes(text(node, "payload")),
                Text.bytes(text(node, "metadata")),
                Text.bytes(text(node, "leaf")));
    }

    static String text(JsonNode node, String field) {
        var text = textOrNull(node, field);
        if (text == null) {
            throw new IllegalArgumentException("a JSON object without " + field);
        }
        return text;
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(field + " is not text");
        }
        return value.stringValue();
    }

    static List<byte[]> hashes(JsonNode node, String field) {
        var array = node.get(field);
        if (array == null || !array.isArray()) {
            throw new IllegalArgumentException("a JSON object without the list " + field);
        }
        var hashes = new ArrayList<byte[]>();
        for (var hash : array) {
            if (!hash.isString()) {
                throw new IllegalArgumentException("a hash in " + field + " is not text");
            }
            hashes.add(Text.bytes(hash.stringValue()));
        }
        return hashes;
    }

    static long number(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("a JSON object without the number " + field);
        }
        return value.longValue();
    }
}
