package org.maillage.infra.bench;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What anybody would write: each client inserts a row and commits it. The table has the columns and the indexes of the ledger's,
 * and the rows are as long as the one that the ledger wrote last.
 */
final class PlainClients implements AutoCloseable {

    private static final String INSERT = """
        insert into bench.event (position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                                 recorded_at, payload, metadata, leaf)
        values (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp(), ?, ?, ?)
        """;

    private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

    private final List<Connection> connections = new ArrayList<>();
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final AtomicLong positions = new AtomicLong();

    PlainClients(Ground ground, int count) {
        ground.execute(
                "drop schema if exists bench cascade",
                "create schema bench",
                "create table bench.event (like ledger.event including all)");
        try {
            for (int i = 0; i < count; i++) {
                var connection = ground.connect();
                connections.add(connection);
                statements.add(connection.prepareStatement(INSERT));
            }
            likeTheLast(ground);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
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

    void insert(int client, UUID aggregate, long sequence) throws SQLException {
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
