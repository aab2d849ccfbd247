package org.maillage.query.intake;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/**
 * The events that could not be read or applied and what waits behind them: to look at, to try again once the cause is gone, and to
 * set aside for good. Whatever is done is written into the {@link OperationLog} in the same transaction.
 */
public final class ParkedEvents {

    private static final Logger log = LoggerFactory.getLogger(ParkedEvents.class);
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final int AT_ONCE = 500;

    /** Whoever asked is answered before the front door gives up; what still waits then is tried when they ask again. */
    private static final Duration MOST = Duration.ofSeconds(20);

    private static final String NOTHING = "refused: no event of that key waits";

    /**
     * Which key of which projection.
     *
     * @param projection with its version: {@code time_cost_v1}
     * @param source the ledger
     */
    public record Name(String projection, String source, String key) {}

    /**
     * A key whose events wait.
     *
     * @param projection with its version: {@code time_cost_v1}
     * @param position of the first event that waits
     * @param events how many wait
     * @param error what happened to the first, without what it was about
     * @param since when it was parked, or tried again in vain
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

    /**
     * An event that waits.
     *
     * @param position in the ledger; of a record that does not say its own, that of the one before it
     * @param offset in its partition
     * @param eventId empty when the record does not say it
     * @param type as the record says; empty when that makes no sense
     */
    public record Event(
            long position, int partition, long offset, String eventId, String type, String error, Instant since) {}

    /** What came of setting an event aside. */
    public sealed interface Discarding {}

    /** No event of that key waits. */
    public record NothingWaits() implements Discarding {}

    /** An event of another position waits first. */
    public record AnotherIsFirst(long position) implements Discarding {}

    /**
     * What came of trying again.
     *
     * @param applied how many events
     * @param waiting how many still wait
     * @param error why the first of them does, without what it is about; null when none waits
     */
    public record Retried(
            long applied, long waiting, @Nullable String error) implements Discarding {}

    private record Some(int applied, boolean goOn) {}

    private final List<Projection> projections;
    private final Transactions transactions;
    private final Applied applied;

    ParkedEvents(List<Projection> projections, Transactions transactions, Applied applied) {
        this.projections = List.copyOf(projections);
        this.transactions = transactions;
        this.applied = applied;
    }

    /**
     * The parked keys of this build's projections, by name.
     *
     * @param after null for the first ones
     */
    public List<Waiting> list(@Nullable Name after, int limit) throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("""
                select * from (
                    select distinct on (projection, source, key)
                        projection, source, partition, key, position,
                        count(*) over (partition by projection, source, key), error, at
                    from intake.parked
                    where projection = any(?) and (projection, source, key) > (?, ?, ?)
                    order by projection, source, key, position, koffset) waiting
                order by projection, source, key
                limit ?\
                """)) {
                query.setArray(1, schemas(connection));
                query.setString(2, after == null ? "" : after.projection());
                query.setString(3, after == null ? "" : after.source());
                query.setString(4, after == null ? "" : after.key());
                query.setInt(5, limit);
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

    private Array schemas(Connection connection) throws SQLException {
        return connection.createArrayOf(
                "text", projections.stream().map(Projection::schema).toArray());
    }

    /**
     * The events of a key that wait, in order; none when the key is not parked.
     *
     * @param position and {@code offset} of the last one seen, null for the first ones
     */
    public List<Event> events(Name key, @Nullable Long position, @Nullable Long offset, int limit) throws SQLException {
        return transactions.run(connection -> {
            try (var query = connection.prepareStatement("""
                select position, partition, koffset, headers, error, at from intake.parked
                where projection = ? and source = ? and key = ? and (position, koffset) > (?, ?)
                order by position, koffset
                limit ?\
                """)) {
                of(key, query);
                query.setLong(4, position == null ? -1 : position);
                query.setLong(5, offset == null ? -1 : offset);
                query.setInt(6, limit);
                var events = new ArrayList<Event>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var headers = Queues.HEADERS.readValue(rows.getString(4), HEADERS);
                        events.add(new Event(
                                rows.getLong(1),
                                rows.getInt(2),
                                rows.getLong(3),
                                Envelope.eventId(headers),
                                Envelope.type(headers),
                                rows.getString(5),
                                rows.getObject(6, OffsetDateTime.class).toInstant()));
                    }
                }
                return events;
            }
        });
    }

    private static void of(Name key, PreparedStatement statement) throws SQLException {
        statement.setString(1, key.projection());
        statement.setString(2, key.source());
        statement.setString(3, key.key());
    }

    /** Tries the events of a key again, in order, until one fails or none is left; empty when none waits. */
    public Optional<Retried> retry(Operation operation, Name key) throws SQLException {
        var projection = projection(key);
        var waits = transactions.run(connection -> {
            if (projection.isPresent() && first(connection, key).isPresent()) {
                return true;
            }
            OperationLog.note(connection, operation, NOTHING);
            return false;
        });
        return waits && projection.isPresent()
                ? Optional.of(retryAll(operation, projection.get(), key))
                : Optional.empty();
    }

    /**
     * Sets the first event that waits aside, for good, and tries those behind it.
     *
     * @param position of the event that is meant: nobody sets aside what they have not seen
     */
    public Discarding discard(Operation operation, Name key, long position) throws SQLException {
        var projection = projection(key);
        var refused = transactions.run(connection -> {
            lock(connection, key);
            var first = first(connection, key);
            if (projection.isEmpty() || first.isEmpty()) {
                OperationLog.note(connection, operation, NOTHING);
                return Optional.<Discarding>of(new NothingWaits());
            }
            var event = first.get();
            if (event.position() != position) {
                OperationLog.note(connection, operation, "refused: the first that waits is " + event.position());
                return Optional.<Discarding>of(new AnotherIsFirst(event.position()));
            }
            remove(connection, key, List.of(event));
            DiscardedEvent.note(connection, projection.get(), event);
            Applied.tellParked(connection, key.projection());
            OperationLog.note(
                    connection,
                    operation,
                    "discarded position " + event.position() + ", partition " + event.partition() + ", offset "
                            + event.offset() + ", event " + event.eventId() + ", type "
                            + Envelope.type(event.headers()));
            log.warn(
                    "{}: position {} of key {}, offset {} of partition {}, was discarded by {}",
                    key.projection(),
                    event.position(),
                    key.key(),
                    event.offset(),
                    event.partition(),
                    operation.subject());
            return Optional.<Discarding>empty();
        });
        return refused.isPresent() ? refused.get() : retryAll(operation, projection.orElseThrow(), key);
    }

    private Optional<Projection> projection(Name key) {
        return projections.stream()
                .filter(candidate -> candidate.schema().equals(key.projection()))
                .findFirst();
    }

    private Retried retryAll(Operation operation, Projection projection, Name key) throws SQLException {
        long deadline = System.nanoTime() + MOST.toNanos();
        long total = 0;
        Some some;
        do {
            some = transactions.run(connection -> retrySome(connection, operation, projection, key));
            total += some.applied();
        } while (some.goOn() && System.nanoTime() < deadline);
        long done = total;
        var retried = transactions.run(connection -> {
            applied.refreshParked(connection);
            return waiting(connection, key, done);
        });
        log.info("{}: applied {} parked events of key {}", key.projection(), total, key.key());
        return retried;
    }

    private static Retried waiting(Connection connection, Name key, long done) throws SQLException {
        try (var query = connection.prepareStatement("""
            select count(*), (array_agg(error order by position, koffset))[1] from intake.parked
            where projection = ? and source = ? and key = ?\
            """)) {
            of(key, query);
            try (var rows = query.executeQuery()) {
                rows.next();
                return new Retried(done, rows.getLong(1), rows.getString(2));
            }
        }
    }

    /** The owner of the partition, who puts more into this queue, waits too. */
    private static void lock(Connection connection, Name key) throws SQLException {
        try (var lock = connection.prepareStatement("""
            select from intake.projection_offset o where projection = ? and source = ? and exists (
                select from intake.parked p where p.projection = o.projection and p.source = o.source
                    and p.partition = o.partition and p.key = ?)
            order by partition for update\
            """)) {
            of(key, lock);
            lock.execute();
        }
    }

    private static Optional<Envelope> first(Connection connection, Name key) throws SQLException {
        return first(connection, key, 1).stream().findFirst();
    }

    private static List<Envelope> first(Connection connection, Name key, int limit) throws SQLException {
        try (var query = connection.prepareStatement("""
            select partition, koffset, position, placed, headers, value from intake.parked
            where projection = ? and source = ? and key = ? order by position, koffset limit ? for update\
            """)) {
            of(key, query);
            query.setInt(4, limit);
            var events = new ArrayList<Envelope>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var event = Envelope.parked(
                            rows.getInt(1),
                            rows.getLong(2),
                            key.key(),
                            rows.getBytes(6),
                            Queues.HEADERS.readValue(rows.getString(5), HEADERS));
                    events.add(rows.getBoolean(4) ? event : event.behind(key.source(), rows.getLong(3)));
                }
            }
            return events;
        }
    }

    private static Some retrySome(Connection connection, Operation operation, Projection projection, Name key)
            throws SQLException {
        lock(connection, key);
        var events = first(connection, key, AT_ONCE);
        int done = 0;
        var failure = "";
        for (var event : events) {
            failure = tryOne(connection, projection, event);
            if (!failure.isEmpty()) {
                noteFailure(connection, key, event, failure);
                break;
            }
            done++;
        }
        if (done > 0) {
            remove(connection, key, events.subList(0, done));
            Applied.tellParked(connection, key.projection());
        }
        if (!events.isEmpty()) {
            OperationLog.note(
                    connection,
                    operation,
                    "applied " + done + (failure.isEmpty() ? "" : "; the next one waits: " + failure));
        }
        return new Some(done, done == AT_ONCE);
    }

    /** Gives what went wrong, empty for nothing. */
    private static String tryOne(Connection connection, Projection projection, Envelope event) throws SQLException {
        var savepoint = connection.setSavepoint();
        try {
            if (event.known() && !projection.concerns(event.type())) {
                return "";
            }
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

    private static void noteFailure(Connection connection, Name key, Envelope event, String failure)
            throws SQLException {
        try (var update = connection.prepareStatement("""
            update intake.parked set error = ?, at = now()
            where projection = ? and source = ? and key = ? and position = ? and koffset = ?\
            """)) {
            update.setString(1, failure);
            update.setString(2, key.projection());
            update.setString(3, key.source());
            update.setString(4, key.key());
            update.setLong(5, event.position());
            update.setLong(6, event.offset());
            update.executeUpdate();
        }
    }

    private static void remove(Connection connection, Name key, List<Envelope> done) throws SQLException {
        try (var delete = connection.prepareStatement("""
            delete from intake.parked p using unnest(?::bigint[], ?::bigint[]) done(position, koffset)
            where p.projection = ? and p.source = ? and p.key = ?
                and p.position = done.position and p.koffset = done.koffset\
            """)) {
            delete.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", done.stream().map(Envelope::position).toArray()));
            delete.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", done.stream().map(Envelope::offset).toArray()));
            delete.setString(3, key.projection());
            delete.setString(4, key.source());
            delete.setString(5, key.key());
            delete.executeUpdate();
        }
    }
}
