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

    static DatabaseCheckpoints open(Database database, String ledger) {
        var connection = database.connect();
        try {
            var statement = connection.prepareStatement("""
                select ledger, size, root, at, previous, key_id, signature
                from ledger.checkpoint
                where ledger = ?
                order by size
                """);
            statement.closeOnCompletion();
            statement.setString(1, ledger);
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
            return new Checkpoint(
                    present("ledger", rows.getString(1)),
                    rows.getLong(2),
                    present("root", rows.getString(3)),
                    present("at", rows.getObject(4, OffsetDateTime.class))
                            .toInstant()
                            .toString(),
                    rows.getString(5),
                    present("key_id", rows.getString(6)),
                    present("signature", rows.getString(7)));
        } catch (SQLException lost) {
            throw database.refused(lost);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw Fault.ofACheckpoint("there is a checkpoint without " + column);
        }
        return value;
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
