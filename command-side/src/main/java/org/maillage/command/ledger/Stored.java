package org.maillage.command.ledger;

import java.time.Instant;
import java.util.UUID;
import org.maillage.kernel.proof.Leaf;

/**
 * An event as it is stored.
 *
 * @param position in the ledger, from 1, dense
 * @param sequence in the aggregate, from 0, contiguous
 * @param recordedAt to the microsecond; never runs back from one position to the next
 * @param payload the event's JSON
 * @param metadata JSON: {@code epnId}, and {@code actor}, {@code correlationId}, {@code causationId}, {@code traceparent} where known
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record Stored(
        long position,
        UUID eventId,
        UUID aggregateId,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        UUID streamKey,
        Instant recordedAt,
        byte[] payload,
        byte[] metadata) {

    /** The leaf that this event must have. */
    public byte[] leaf() {
        var content = Leaf.content(
                eventId, aggregateId, sequence, aggregateType, type, revision, streamKey, payload, metadata);
        return Leaf.of(position, recordedAt, content);
    }
}
