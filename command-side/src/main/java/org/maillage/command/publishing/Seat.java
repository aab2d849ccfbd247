package org.maillage.command.publishing;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one seat of a ledger's publisher: an advisory lock of a database session, held on a connection of its own, which is also
 * the only one that moves the position. Whoever loses the connection loses the seat. It is a lease: the database ends a session
 * that is silent for a few seconds, so that whoever is stopped, or cut off, does not keep the seat from the others.
 */
final class Seat implements AutoCloseable {

    /** Our advisory locks among those of others. */
    private static final int SEATS = 0x7075_626c;

    /** Whoever is silent for so long has lost it. */
    static final Duration LEASE = Duration.ofSeconds(4);

    private static final Duration HEARTBEAT = Duration.ofMillis(800);
    private static final Logger log = LoggerFactory.getLogger(Seat.class);

    private final String ledger;
    private final Connection connection;
    private final CountDownLatch left = new CountDownLatch(1);
    private @Nullable Thread heart;

    private Seat(String ledger, Connection connection) {
        this.ledger = ledger;
        this.connection = connection;
    }

    /** Comes near the seat, without taking it. */
    static Seat of(String ledger, DataSource database) throws SQLException {
        var connection = database.getConnection();
        try (var statement = connection.createStatement()) {
            // A position lost in a crash of the database costs a repeated batch, which everybody drops.
            statement.execute("set synchronous_commit = off");
            statement.execute("set idle_session_timeout = " + LEASE.toMillis());
            statement.execute("set transaction_timeout = " + LEASE.toMillis());
            return new Seat(ledger, connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Takes the seat if it is free. Asked again and again, rather than waited for in the database: that would hold a snapshot. */
    synchronized boolean take() throws SQLException {
        try (var lock = connection.prepareStatement("select pg_try_advisory_lock(?, hashtext(?))")) {
            lock.setInt(1, SEATS);
            lock.setString(2, ledger);
            try (var row = lock.executeQuery()) {
                row.next();
                boolean taken = row.getBoolean(1);
                if (taken && heart == null) {
                    heart = Thread.ofPlatform().name("publisher-seat").daemon().start(this::beat);
                }
                return taken;
            }
        }
    }

    /** While the turn waits for Kafka, the session must not seem dead. */
    private void beat() {
        try {
            while (!left.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                beatOnce();
            }
        } catch (SQLException lost) {
            // Whoever sits here finds out with its next statement.
            log.debug("The seat of {} is lost: {}", ledger, lost.getMessage());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void beatOnce() throws SQLException {
        try (var beat = connection.createStatement()) {
            beat.execute("select");
        }
    }

    synchronized Progress progress() throws SQLException {
        try (var select = connection.prepareStatement(
                "select position, partition_positions from ledger.publisher where ledger = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                return row.next() ? new Progress(row.getLong(1), longs(row.getArray(2))) : Progress.NOTHING;
            }
        }
    }

    private static long[] longs(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** @throws Overtaken if the position is no longer where this publisher left it */
    synchronized void move(Progress from, Progress to) throws SQLException {
        var statement = from.position() == 0 ? """
            insert into ledger.publisher as p (position, partition_positions, ledger) values (?, ?, ?)
            on conflict (ledger) do update
                set position = excluded.position, partition_positions = excluded.partition_positions
                where p.position = ?
            """ : """
                update ledger.publisher set position = ?, partition_positions = ? where ledger = ? and position = ?
                """;
        try (var move = connection.prepareStatement(statement)) {
            move.setLong(1, to.position());
            move.setArray(2, connection.createArrayOf("bigint", boxed(to.partitions())));
            move.setString(3, ledger);
            move.setLong(4, from.position());
            if (move.executeUpdate() != 1) {
                throw new Overtaken(ledger, from.position());
            }
        }
    }

    /** The size of the last checkpoint that the feed has, 0 before the first. */
    synchronized long checkpoint() throws SQLException {
        try (var select = connection.prepareStatement("select checkpoint from ledger.publisher where ledger = ?")) {
            select.setString(1, ledger);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** @throws Overtaken if another publisher moved it meanwhile */
    synchronized void moveCheckpoint(long from, long to) throws SQLException {
        try (var move = connection.prepareStatement(
                "update ledger.publisher set checkpoint = ? where ledger = ? and checkpoint = ?")) {
            move.setLong(1, to);
            move.setString(2, ledger);
            move.setLong(3, from);
            if (move.executeUpdate() != 1) {
                throw new Overtaken(ledger, from);
            }
        }
    }

    private static Object[] boxed(long[] positions) {
        return Arrays.stream(positions).boxed().toArray();
    }

    /** Ends the session, and the lock with it; waits for no heartbeat. */
    @Override
    public void close() throws SQLException {
        left.countDown();
        connection.close();
    }
}
