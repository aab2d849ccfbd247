package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How the checker reaches a database: on its own, reading only. */
final class Databases {

    private static final int PAGE = 2_000;

    private Databases() {}

    /** In one snapshot. */
    static Connection snapshot(Evidence.Database database) throws SQLException {
        return open(database, 60, "");
    }

    /** In one snapshot, given up soon when the database does not answer. */
    static Connection impatient(Evidence.Database database) throws SQLException {
        return open(database, 5, "-c statement_timeout=5s -c lock_timeout=2s");
    }

    private static Connection open(Evidence.Database database, int seconds, String options) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("defaultRowFetchSize", Integer.toString(PAGE));
        properties.setProperty("ApplicationName", "maillage-checker");
        // Sorting in memory: the disk may be a small one.
        properties.setProperty("options", ("-c work_mem=128MB " + options).strip());
        var connection = DriverManager.getConnection(database.url(), properties);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }
}
