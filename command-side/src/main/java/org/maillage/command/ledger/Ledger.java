package org.maillage.command.ledger;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.maillage.kernel.Event;
import org.maillage.kernel.wire.EventCodec;

/** What is stored, in its one order, for whoever relays or proves it. */
public final class Ledger {

    private final Reader reader;
    private final StoredEvents events;
    private final Writer writer;

    Ledger(Reader reader, Writer writer) {
        this.reader = reader;
        this.events = new StoredEvents(reader);
        this.writer = writer;
    }

    /** The events that follow a position, in order, without a gap: what is not there yet comes after what is. */
    public List<Stored> read(long after, int limit) {
        return readHashed(after, limit).stream().map(Hashed::event).toList();
    }

    /** The same events with the leaves that are stored beside them. */
    public List<Hashed> readHashed(long after, int limit) {
        return events.readHashed(after, limit);
    }

    /** What was decided of an aggregate, in order, from one of its events on; nothing when there is no such aggregate. */
    public List<Event> history(UUID aggregate, long from, int limit) {
        return reader.read(jdbc -> jdbc.sql("""
            select type, revision, payload
            from ledger.event
            where aggregate_id = ? and sequence >= ?
            order by sequence
            limit ?
            """)
                .param(aggregate)
                .param(from)
                .param(limit)
                .query((row, _) ->
                        EventCodec.read(row.getString("type"), row.getInt("revision"), row.getBytes("payload")))
                .list());
    }

    /** An event of an aggregate. */
    public record Occurrence(UUID aggregate, UUID eventId, Instant recordedAt) {}

    /** Of each of these aggregates the first event of a type, if it has one. */
    public List<Occurrence> first(List<UUID> aggregates, String type) {
        return reader.read(jdbc -> jdbc.sql("""
            select distinct on (aggregate_id) aggregate_id, event_id, recorded_at
            from ledger.event
            where aggregate_id = any(?) and type = ?
            order by aggregate_id, sequence
            """)
                .param(aggregates.toArray(UUID[]::new))
                .param(type)
                .query((row, _) -> new Occurrence(
                        row.getObject("aggregate_id", UUID.class),
                        row.getObject("event_id", UUID.class),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    /** Runs on the writer's thread after this node has written: it must only wake somebody up. */
    public void onCommit(Runnable wakeUp) {
        writer.onCommit(wakeUp);
    }
}
