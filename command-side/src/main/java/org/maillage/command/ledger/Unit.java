package org.maillage.command.ledger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that one command writes, or nothing of it.
 *
 * @param version kept for a client's repeat; null when nobody can repeat it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record Unit(
        UUID commandId,
        byte @Nullable [] requestHash,
        byte @Nullable [] response,
        @Nullable Long version,
        List<StagedEvent> events,
        List<ClaimChange> claims) {

    /** The aggregates that it adds to, each with the sequence of its first new event. */
    Map<UUID, Long> heads() {
        var heads = new LinkedHashMap<UUID, Long>();
        events.forEach(event -> heads.putIfAbsent(event.aggregateId(), event.sequence()));
        return heads;
    }

    /** What no two units of a batch may share. */
    Set<Object> touched() {
        var touched = new HashSet<Object>();
        touched.add(commandId);
        events.forEach(event -> touched.add(event.aggregateId()));
        claims.forEach(claim -> touched.add(claim.name()));
        return touched;
    }

    int bytes() {
        var bytes = response == null ? 0 : response.length;
        for (var event : events) {
            bytes += event.payload().length + event.metadata().length;
        }
        return bytes;
    }
}
