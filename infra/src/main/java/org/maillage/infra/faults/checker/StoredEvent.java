package org.maillage.infra.faults.checker;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row of the ledger. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record StoredEvent(
        long position,
        UUID id,
        UUID aggregate,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        UUID key,
        Instant recordedAt,
        byte[] payload,
        byte[] metadata,
        byte[] leaf) {

    JsonNode json() {
        return Json.read(payload);
    }

    /** Of whoever asked for it: 32 hexadecimal digits; null when nobody did. */
    @Nullable
    String trace() {
        var parent = Json.text(Json.read(metadata), "traceparent");
        var parts = parent == null ? new String[0] : parent.split("-", -1);
        return parts.length == 4 ? parts[1] : null;
    }

    /** As a finding names it. */
    String name() {
        return "position " + position + " (" + type + " " + id + ")";
    }
}
