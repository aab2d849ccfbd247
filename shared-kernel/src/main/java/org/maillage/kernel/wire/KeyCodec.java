package org.maillage.kernel.wire;

import org.maillage.kernel.person.WrappedKey;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Wrapped data keys to bytes and back: the values of {@value CloudEvents#KEYS_TOPIC}, whose key is the person's id. */
public final class KeyCodec {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private KeyCodec() {}

    public static byte[] write(WrappedKey key) {
        return MAPPER.writeValueAsBytes(key);
    }

    /** @throws UnreadableEvent for bytes that {@link #write} did not make */
    public static WrappedKey read(byte[] json) {
        try {
            return MAPPER.readValue(json, WrappedKey.class);
        } catch (JacksonException e) {
            throw new UnreadableEvent("WrappedKey", 1, e);
        }
    }
}
