package org.maillage.query.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.maillage.kernel.proof.Leaf;

/** All that the leaf of one event is made of. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record Recording(
        long position,
        Instant recordedAt,
        UUID eventId,
        UUID aggregateId,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        UUID streamKey,
        byte[] payload,
        byte[] metadata) {

    static Recording of(ResultSet row, int number) throws SQLException {
        return new Recording(
                row.getLong("position"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                row.getObject("event_id", UUID.class),
                row.getObject("subject", UUID.class),
                row.getLong("sequence"),
                row.getString("aggregate_type"),
                row.getString("type"),
                row.getInt("revision"),
                row.getObject("key", UUID.class),
                row.getBytes("payload"),
                row.getBytes("metadata"));
    }

    byte[] content() {
        return Leaf.content(
                eventId, aggregateId, sequence, aggregateType, type, revision, streamKey, payload, metadata);
    }

    byte[] leaf() {
        return Leaf.of(position, recordedAt, content());
    }
}
