package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Work in one transaction each, and what its failures mean. */
final class Transactions {

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    interface Action {
        void in(Connection connection) throws SQLException;
    }

    private static final List<String> BLAMES_DATA = List.of("22", "23", "54");

    private final DataSource database;

    Transactions(DataSource database) {
        this.database = database;
    }

    <T> T run(Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } catch (Throwable failed) {
                try {
                    connection.rollback();
                } catch (SQLException alsoFailed) {
                    failed.addSuppressed(alsoFailed);
                }
                throw failed;
            }
        }
    }

    void execute(Action action) throws SQLException {
        run(connection -> {
            action.in(connection);
            return true;
        });
    }

    /**
     * Whether the data is to blame: a value that cannot be (SQLState 22), a constraint (23), or more than PostgreSQL takes (54: an
     * index row of more than 2,704 bytes). Not the connection, a lock or a resource.
     */
    static boolean blamesData(SQLException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && BLAMES_DATA.stream().anyMatch(sql.getSQLState()::startsWith)) {
                return true;
            }
        }
        return false;
    }
}
