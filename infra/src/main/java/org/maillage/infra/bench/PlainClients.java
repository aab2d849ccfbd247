package org.maillage.infra.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.maillage.kernel.partner.PartnerId;

/**
 * What anybody would write: each client inserts a row and commits it. The table has the columns and the indexes of the ledger's,
 * and the rows are as long as the one that the ledger wrote last.
 */
final class PlainClients implements AutoCloseable {

    /** Clients are added as long as that makes them faster. */
    private static final int[] CONCURRENCIES = {8, 16, 32, 64, 96};

    private static final String INSERT = """
        insert into bench.event (position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                                 recorded_at, payload, metadata, leaf)
        values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(), ?, ?, ?)
        """;

    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final AtomicLong positions = new AtomicLong();
    private final UUID[] aggregates;
    private final AtomicLongArray sequences;
    private final Callers best;

    /** The first event of an aggregate in each row. */
    static PlainClients ofNewAggregates(Ground ground, Scale scale) {
        return new PlainClients(ground, scale, new UUID[0]);
    }

    /** The next event of one of these in each row. */
    static PlainClients of(Ground ground, Scale scale, PartnerId[] partners) {
        return new PlainClients(
                ground, scale, Arrays.stream(partners).map(PartnerId::value).toArray(UUID[]::new));
    }

    private PlainClients(Ground ground, Scale scale, UUID[] aggregates) {
        this.aggregates = aggregates;
        this.sequences = new AtomicLongArray(aggregates.length);
        ground.execute(
                "drop schema if exists bench cascade",
                "create schema bench",
                "create table bench.event (like ledger.event including all)");
        try {
            for (int i = 0; i < CONCURRENCIES[CONCURRENCIES.length - 1]; i++) {
                var connection = ground.connect();
                connections.add(connection);
                statements.add(connection.prepareStatement(INSERT));
            }
            likeTheLast(ground);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        best = best(ground, scale);
    }

    /** As many clients as commit most. */
    private Callers best(Ground ground, Scale scale) {
        var best = Callers.platform(CONCURRENCIES[0]);
        best.during(scale.warmUp, this::insert);
        double most = 0;
        for (int concurrency : CONCURRENCIES) {
            var clients = Callers.platform(concurrency);
            ground.settle();
            long started = System.nanoTime();
            double rate = clients.during(scale.slot, this::insert) / ((System.nanoTime() - started) / 1e9);
            if (rate > most) {
                most = rate;
                best = clients;
            }
        }
        return best;
    }

    /** How many of them commit most. */
    int count() {
        return best.count();
    }

    /** How many rows were committed. */
    long during(Duration time) {
        return best.during(time, this::insert);
    }

    private void likeTheLast(Ground ground) throws SQLException {
        try (var connection = ground.connect();
                var query = connection.createStatement();
                var last = query.executeQuery("""
                    select aggregate_type, type, revision, payload, metadata, leaf
                    from ledger.event order by position desc limit 1\
                    """)) {
            last.next();
            for (var statement : statements) {
                statement.setString(5, last.getString(1));
                statement.setString(6, last.getString(2));
                statement.setInt(7, last.getInt(3));
                statement.setBytes(9, last.getBytes(4));
                statement.setBytes(10, last.getBytes(5));
                statement.setBytes(11, last.getBytes(6));
            }
        }
    }

    void insert(int client) throws SQLException {
        var aggregate = IDS.generate();
        long sequence = 0;
        if (aggregates.length > 0) {
            int one = ThreadLocalRandom.current().nextInt(aggregates.length);
            aggregate = aggregates[one];
            sequence = sequences.getAndIncrement(one);
        }
        var statement = statements.get(client);
        statement.setLong(1, positions.incrementAndGet());
        statement.setObject(2, IDS.generate());
        statement.setObject(3, aggregate);
        statement.setLong(4, sequence);
        statement.setObject(8, aggregate);
        statement.executeUpdate();
    }

    @Override
    public void close() {
        for (var connection : connections) {
            try {
                connection.close();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
