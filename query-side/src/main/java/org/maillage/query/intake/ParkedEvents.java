package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/** The events that could not be folded and what waits behind them: to look at, and to try again once the cause is gone. */
public final class ParkedEvents {

    private static final Logger log = LoggerFactory.getLogger(ParkedEvents.class);
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final int AT_ONCE = 500;

    /**
     * A key whose events wait.
     *
     * @param projection with its version: {@code time_cost_v1}
     * @param position of the first event that waits
     * @param events how many wait
     * @param error what happened to the first, without what it was about
     */
    public record Waiting(
            String projection,
            String source,
            int partition,
            String key,
            long position,
            long events,
            String error,
            Instant since) {}

    private final List<Projection> projections;
    private final Transactions transactions;
    private final Applied applied;

    ParkedEvents(List<Projection> projections, Transactions transactions, Applied applied) {
        this.projections = List.copyOf(projections);
        this.transactions = transactions;
        this.applied = applied;
    }

    /** The first parked keys of all projections, the longest waiting first. */
    public List<Waiting> list(int limit) throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("""
                select distinct on (projection, source, partition, key)
                    projection, source, partition, key, position,
                    count(*) over (partition by projection, source, partition, key), error, at
                from intake.parked
                order by projection, source, partition, key, position
                limit ?\
                """)) {
                query.setInt(1, limit);
                var waiting = new ArrayList<Waiting>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        waiting.add(new Waiting(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getInt(3),
                                rows.getString(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getString(7),
                                rows.getObject(8, OffsetDateTime.class).toInstant()));
                    }
                }
                return waiting;
            }
        });
    }

    /**
     * Tries the events of a key again, in order, until one fails or none is left.
     *
     * @param projection with its version, as {@link Waiting} gives it
     * @return how many were applied
     */
    public int retry(String projection, String source, String key) throws SQLException {
        var mine = projections.stream()
                .filter(candidate -> candidate.schema().equals(projection))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("This build has no projection " + projection));
        int total = 0;
        int some;
        do {
            some = transactions.run(connection -> retrySome(connection, mine, source, key));
            total += some;
        } while (some == AT_ONCE);
        transactions.execute(connection -> {
            applied.refreshParked(connection);
        });
        log.info("{}: applied {} parked events of key {}", projection, total, key);
        return total;
    }

    private static int retrySome(Connection connection, Projection projection, String source, String key)
            throws SQLException {
        var events = new ArrayList<Envelope>();
        // The owner of the partition, who puts more into this queue, waits for these rows too.
        try (var lock = connection.prepareStatement("""
            select from intake.projection_offset o where projection = ? and source = ? and exists (
                select from intake.parked p where p.projection = o.projection and p.source = o.source
                    and p.partition = o.partition and p.key = ?)
            for update\
            """)) {
            lock.setString(1, projection.schema());
            lock.setString(2, source);
            lock.setString(3, key);
            lock.execute();
        }
        try (var query = connection.prepareStatement("""
            select partition, koffset, headers, value from intake.parked
            where projection = ? and source = ? and key = ? order by position limit ? for update\
            """)) {
            query.setString(1, projection.schema());
            query.setString(2, source);
            query.setString(3, key);
            query.setInt(4, AT_ONCE);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(Envelope.parked(
                            rows.getInt(1),
                            rows.getLong(2),
                            key,
                            rows.getBytes(4),
                            Queues.HEADERS.readValue(rows.getString(3), HEADERS)));
                }
            }
        }
        int done = 0;
        for (var event : events) {
            var failure = tryOne(connection, projection, event);
            if (!failure.isEmpty()) {
                noteFailure(connection, projection, event, failure);
                break;
            }
            done++;
        }
        if (done > 0) {
            remove(connection, projection, events.subList(0, done));
            Applied.tellParked(connection, projection.schema());
        }
        return done;
    }

    /** Gives what went wrong, empty for nothing. */
    private static String tryOne(Connection connection, Projection projection, Envelope event) throws SQLException {
        var savepoint = connection.setSavepoint();
        try {
            var buffer = new RowBuffer(projection);
            buffer.fold(projection, event);
            new FactWriter(projection).insert(connection, buffer);
            if (!buffer.isEmpty()) {
                Versions.noteRows(connection, projection.schema());
            }
            connection.releaseSavepoint(savepoint);
            return "";
        } catch (SQLException failed) {
            if (!Transactions.blamesData(failed)) {
                throw failed;
            }
            connection.rollback(savepoint);
            return Queues.describe(failed);
        } catch (RuntimeException | StackOverflowError failed) {
            connection.rollback(savepoint);
            return Queues.describe(failed);
        }
    }

    private static void noteFailure(Connection connection, Projection projection, Envelope event, String failure)
            throws SQLException {
        try (var update = connection.prepareStatement("""
            update intake.parked set error = ?, at = now()
            where projection = ? and source = ? and key = ? and position = ?\
            """)) {
            update.setString(1, failure);
            update.setString(2, projection.schema());
            update.setString(3, event.source());
            update.setString(4, event.key());
            update.setLong(5, event.position());
            update.executeUpdate();
        }
    }

    private static void remove(Connection connection, Projection projection, List<Envelope> done) throws SQLException {
        try (var delete = connection.prepareStatement("""
            delete from intake.parked
            where projection = ? and source = ? and key = ? and position = any(?)\
            """)) {
            delete.setString(1, projection.schema());
            delete.setString(2, done.getFirst().source());
            delete.setString(3, done.getFirst().key());
            delete.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint", done.stream().map(Envelope::position).toArray()));
            delete.executeUpdate();
        }
    }
}
