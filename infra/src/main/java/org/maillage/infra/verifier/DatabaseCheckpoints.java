package org.maillage.infra.verifier;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The rows of {@code ledger.checkpoint}. */
final class DatabaseCheckpoints implements Checkpoints {

    private final Database database;
    private final Connection connection;
    private final ResultSet rows;

    private DatabaseCheckpoints(Database database, Connection connection, ResultSet rows) {
        this.database = database;
        this.connection = connection;
        this.rows = rows;
    }

    static DatabaseCheckpoints open(Database database) {
        var connection = database.connect();
        try {
            var statement = connection.prepareStatement("""
                select ledger, size, root, at, previous, key_id, signature from ledger.checkpoint order by size
                """);
            return new DatabaseCheckpoints(database, connection, statement.executeQuery());
        } catch (SQLException refused) {
            database.close(connection);
            throw database.refused(refused);
        }
    }

    @Override
    public @Nullable Checkpoint next() {
        try {
            if (!rows.next()) {
                return null;
            }
            var previous = rows.getBytes(5);
            return new Checkpoint(
                    rows.getString(1),
                    rows.getLong(2),
                    Text.base64(rows.getBytes(3)),
                    rows.getObject(4, OffsetDateTime.class).toInstant().toString(),
                    previous == null ? null : Text.base64(previous),
                    rows.getString(6),
                    Text.base64(rows.getBytes(7)));
        } catch (SQLException lost) {
            throw database.refused(lost);
        }
    }

    @Override
    public boolean fromTheFirst() {
        return true;
    }

    @Override
    public void close() {
        database.close(connection);
    }
}
