package org.maillage.infra.verifier;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code ledger.event}. */
final class DatabaseEvents implements Events {

    private final Database database;
    private final Connection connection;
    private final ResultSet rows;
    private final long expected;

    private DatabaseEvents(Database database, Connection connection, ResultSet rows, long expected) {
        this.database = database;
        this.connection = connection;
        this.rows = rows;
        this.expected = expected;
    }

    static DatabaseEvents open(Database database) {
        var connection = database.connect();
        try {
            return new DatabaseEvents(database, connection, rows(connection), newest(connection));
        } catch (SQLException refused) {
            database.close(connection);
            throw database.refused(refused);
        }
    }

    private static long newest(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select coalesce(max(position), 0) from ledger.event")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static ResultSet rows(Connection connection) throws SQLException {
        var statement = connection.prepareStatement("""
            select position, recorded_at, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key, payload,
                   metadata, leaf
            from ledger.event
            order by position
            """);
        statement.closeOnCompletion();
        return statement.executeQuery();
    }

    @Override
    public @Nullable LedgerEvent next() {
        try {
            if (!rows.next()) {
                return null;
            }
            return new LedgerEvent(
                    rows.getLong(1),
                    present("recorded_at", rows.getObject(2, OffsetDateTime.class))
                            .toInstant(),
                    present("event_id", rows.getObject(3, UUID.class)),
                    present("aggregate_id", rows.getObject(4, UUID.class)),
                    rows.getLong(5),
                    present("aggregate_type", rows.getString(6)),
                    present("type", rows.getString(7)),
                    rows.getInt(8),
                    present("stream_key", rows.getObject(9, UUID.class)),
                    present("payload", rows.getBytes(10)),
                    present("metadata", rows.getBytes(11)),
                    present("leaf", rows.getBytes(12)));
        } catch (SQLException lost) {
            throw database.refused(lost);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw Fault.ofAnEvent("its " + column + " is missing");
        }
        return value;
    }

    @Override
    public long expected() {
        return expected;
    }

    @Override
    public boolean haveLeaves() {
        return true;
    }

    @Override
    public boolean mayRepeat() {
        return false;
    }

    @Override
    public void close() {
        database.close(connection);
    }
}
