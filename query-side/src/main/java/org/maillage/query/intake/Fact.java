package org.maillage.query.intake;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;

/**
 * One record of the feed.
 *
 * @param position in the ledger
 * @param key the key of the record: what orders it
 * @param subject the aggregate that decided it
 * @param sequence in that aggregate, from 0
 * @param aggregateType the kind of that aggregate: {@code convention}
 * @param type the logical name: {@code ConventionSigned}
 * @param revision in which the payload is stored; {@code event} is upcast to the newest
 * @param recordedAt when the ledger recorded it
 * @param actor who did it, null when nobody signed in
 * @param json the payload as it is stored and published
 * @param payload the bytes of {@code json}; not to be changed
 * @param metadata the stored metadata, as they were published; empty when the record carries none; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
public record Fact(
        long position,
        UUID eventId,
        UUID key,
        UUID subject,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        Instant recordedAt,
        @Nullable String actor,
        Event event,
        String json,
        byte[] payload,
        byte[] metadata) {}
