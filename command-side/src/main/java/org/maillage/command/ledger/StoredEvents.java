package org.maillage.command.ledger;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The events of a ledger in their order, read from its database alone: no command side needs to run. */
public final class StoredEvents {

    private final Reader reader;

    StoredEvents(Reader reader) {
        this.reader = reader;
    }

    public StoredEvents(DataSource database) {
        this(new Reader(database));
    }

    /** The position of the last event, 0 before the first. */
    public long last() {
        return reader.read(jdbc -> jdbc.sql("select coalesce(max(position), 0) from ledger.event")
                .query(Long.class)
                .single());
    }

    /** As {@link Ledger#read}. */
    public List<Stored> read(long after, int limit) {
        return readHashed(after, limit).stream().map(Hashed::event).toList();
    }

    List<Hashed> readHashed(long after, int limit) {
        return reader.read(jdbc -> jdbc.sql("""
            select position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key, recorded_at,
                   payload, metadata, leaf
            from ledger.event
            where position > ?
            order by position
            limit ?
            """)
                .param(after)
                .param(limit)
                .query((row, _) -> new Hashed(
                        new Stored(
                                row.getLong("position"),
                                row.getObject("event_id", UUID.class),
                                row.getObject("aggregate_id", UUID.class),
                                row.getLong("sequence"),
                                row.getString("aggregate_type"),
                                row.getString("type"),
                                row.getInt("revision"),
                                row.getObject("stream_key", UUID.class),
                                row.getObject("recorded_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getBytes("payload"),
                                row.getBytes("metadata")),
                        row.getBytes("leaf")))
                .list());
    }
}
