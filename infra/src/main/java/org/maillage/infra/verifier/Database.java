package org.maillage.infra.verifier;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/** A PostgreSQL that holds a ledger, and as whom to read it. */
record Database(String url, String user, String password) {

    private static final int PATIENCE_SECONDS = 10;
    private static final int PAGE = 2000;

    /** Never the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }

    /** Read only, in one snapshot: what is written meanwhile is for the next time. */
    Connection connect() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("defaultRowFetchSize", Integer.toString(PAGE));
        // Bytes as they are and not in hexadecimal, from the first row on.
        properties.setProperty("prepareThreshold", "-1");
        try {
            var connection = DriverManager.getConnection(url, properties);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return connection;
        } catch (SQLException refused) {
            throw refused(refused);
        }
    }

    CannotVerify refused(SQLException refused) {
        var state = Objects.toString(refused.getSQLState(), "");
        return new CannotVerify(
                Ending.DATABASE,
                switch (state) {
                    case "28P01", "28000" ->
                        "PostgreSQL at " + url + " refuses the user " + user
                                + " or the password; correct --user and MAILLAGE_DB_PASSWORD";
                    case "3D000" -> "the database of " + url + " does not exist";
                    case "42P01", "3F000", "42703" ->
                        "the database of " + url + " holds no ledger as it is described (" + CannotVerify.words(refused)
                                + ")";
                    case "42501" -> "the user " + user + " may not read the ledger in " + url;
                    default -> "PostgreSQL at " + url + " does not answer (" + CannotVerify.words(refused) + ")";
                },
                refused);
    }

    void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            throw refused(gone);
        }
    }
}
