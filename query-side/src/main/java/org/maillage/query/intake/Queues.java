package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.UnreadableEvent;
import tools.jackson.databind.json.JsonMapper;

/** The events of one batch that are parked, and those that wait behind a parked one. */
final class Queues {

    static final JsonMapper HEADERS = Json.mapper().build();

    private static final String BEHIND = "waits behind an earlier event of its key";

    /** @param position of the first event of a key that was parked */
    record Parking(long position, String error) {}

    private record Waiting(Envelope envelope, String error) {}

    private record Position(String source, long position, int partition, long offset) implements Comparable<Position> {

        private static final Comparator<Position> IN_ORDER = Comparator.comparing(Position::source)
                .thenComparingLong(Position::position)
                .thenComparingInt(Position::partition)
                .thenComparingLong(Position::offset);

        static Position of(Envelope envelope) {
            return new Position(envelope.source(), envelope.position(), envelope.partition(), envelope.offset());
        }

        @Override
        public int compareTo(Position other) {
            return IN_ORDER.compare(this, other);
        }
    }

    private final String projection;
    private final Set<ParkedKey> before;
    private final Set<ParkedKey> released;
    private final Map<ParkedKey, Parking> now = new HashMap<>();
    private final Map<Position, Waiting> waiting = new TreeMap<>();

    /**
     * @param before keys that were parked before this batch
     * @param released keys that were, and no longer are
     */
    Queues(String projection, Set<ParkedKey> before, Set<ParkedKey> released) {
        this.projection = projection;
        this.before = before;
        this.released = released;
    }

    /** Whether an event must wait behind an earlier one of its key. */
    boolean holds(Envelope envelope) {
        if (before.isEmpty() && now.isEmpty()) {
            return false;
        }
        var key = ParkedKey.of(envelope);
        var parking = now.get(key);
        return before.contains(key) || (parking != null && parking.position() <= envelope.position());
    }

    void queue(Envelope envelope) {
        waiting.putIfAbsent(Position.of(envelope), new Waiting(envelope, BEHIND));
    }

    void park(Envelope envelope, Throwable failed) {
        var error = describe(failed);
        waiting.put(Position.of(envelope), new Waiting(envelope, error));
        now.merge(
                ParkedKey.of(envelope),
                new Parking(envelope.position(), error),
                (known, another) -> known.position() <= another.position() ? known : another);
    }

    Set<ParkedKey> released() {
        return released;
    }

    /** The keys that this batch parked, each with its first parked event. */
    Map<ParkedKey, Parking> parkedNow() {
        return now;
    }

    /** The events that wait from this batch on; a record without a place is nobody's, and nobody waits for it. */
    List<Envelope> waiting() {
        return waiting.values().stream()
                .map(Waiting::envelope)
                .filter(Envelope::placed)
                .toList();
    }

    void store(Connection connection) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement("""
            insert into intake.parked
                (projection, source, key, position, partition, koffset, headers, value, error, placed)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)) {
            for (var event : waiting.values()) {
                var envelope = event.envelope();
                insert.setString(1, projection);
                insert.setString(2, envelope.source());
                insert.setString(3, envelope.key());
                insert.setLong(4, envelope.position());
                insert.setInt(5, envelope.partition());
                insert.setLong(6, envelope.offset());
                insert.setString(7, HEADERS.writeValueAsString(envelope.headers()));
                insert.setBytes(8, envelope.value());
                insert.setString(9, event.error());
                insert.setBoolean(10, envelope.placed());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        Applied.tellParked(connection, projection);
    }

    /** What failed and where, without what it was about: messages may quote personal data. */
    static String describe(Throwable failed) {
        if (failed instanceof UnreadableEvent || failed instanceof UnreadableRecord) {
            return String.valueOf(failed.getMessage());
        }
        if (failed instanceof SQLException sql) {
            return "SQLState " + sql.getSQLState();
        }
        var trace = failed.getStackTrace();
        return failed.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
