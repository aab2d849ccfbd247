package org.maillage.kernel.wire;

import org.maillage.kernel.proof.Checkpoint;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Checkpoints to bytes and back: the values of {@value CloudEvents#CHECKPOINTS_TOPIC}. */
public final class CheckpointCodec {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private CheckpointCodec() {}

    public static byte[] write(Checkpoint checkpoint) {
        return MAPPER.writeValueAsBytes(checkpoint);
    }

    /** @throws UnreadableEvent for bytes that {@link #write} did not make */
    public static Checkpoint read(byte[] json) {
        try {
            return MAPPER.readValue(json, Checkpoint.class);
        } catch (JacksonException e) {
            throw new UnreadableEvent("Checkpoint", 1, e);
        }
    }
}
