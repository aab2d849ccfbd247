package org.maillage.infra.verifier;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

    static long number(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("a JSON object without the number " + field);
        }
        return value.longValue();
    }
}
