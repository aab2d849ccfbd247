package org.maillage.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.BodyRules;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.RequestReader;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

/** Answers are written as the wire writes; the few bodies that are sent here are read as strictly as those of commands. */
final class JsonBodies extends JacksonJsonHttpMessageConverter {

    private static final int LARGEST = 16 << 10;

    private final RequestReader reader = new RequestReader(new BodyRules());

    JsonBodies() {
        super(Json.mapper().build());
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return type.toClass().isRecord()
                && mediaType != null
                && mediaType.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                && (mediaType.getCharset() == null || mediaType.getCharset().equals(StandardCharsets.UTF_8));
    }

    @Override
    public Object read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        var json = message.getBody().readNBytes(LARGEST + 1);
        if (json.length > LARGEST) {
            throw new InvalidRequest(ProblemCode.BODY_TOO_LARGE);
        }
        return reader.read(json, type.toClass().asSubclass(Record.class));
    }
}
