package org.maillage.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.RequestReader;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.databind.json.JsonMapper;

/** Bodies in and out: records are read with every violation named, answers are written as the wire writes. */
final class JsonBodies extends AbstractHttpMessageConverter<Object> {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private final RequestReader reader;

    JsonBodies(RequestReader reader) {
        super(StandardCharsets.UTF_8, MediaType.APPLICATION_JSON, MediaType.APPLICATION_PROBLEM_JSON);
        this.reader = reader;
    }

    static boolean isJson(@Nullable MediaType type) {
        return type != null
                && type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return type.isRecord() && isJson(mediaType);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return true;
    }

    @Override
    protected Object readInternal(Class<?> type, HttpInputMessage message) throws IOException {
        if (!type.isRecord()) {
            throw new HttpMessageNotReadableException("only records are read", message);
        }
        return reader.read(message.getBody().readAllBytes(), type.asSubclass(Record.class));
    }

    @Override
    protected void writeInternal(Object answer, HttpOutputMessage message) throws IOException {
        message.getBody()
                .write(answer instanceof Accepted accepted ? accepted.json() : MAPPER.writeValueAsBytes(answer));
    }
}
