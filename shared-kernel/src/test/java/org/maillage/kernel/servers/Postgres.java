package org.maillage.kernel.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A running PostgreSQL, wherever it runs. */
public interface Postgres {

    /** The JDBC address of a database, without credentials. */
    String jdbcUrl(String database);

    /** The superuser. */
    String user();

    /** The superuser's password. */
    String password();

    /** Creates the database unless it exists. */
    default void createDatabase(String name) {
        try (var connection = connect("postgres")) {
            createDatabase(connection, name, user());
        } catch (SQLException refused) {
            throw new ServerFailure("PostgreSQL did not create the database " + name, refused);
        }
    }

    /** Creates the database unless it exists, owned by a role without other rights, created or given this password. */
    default void createDatabase(String name, String owner, String ownerPassword) {
        try (var connection = connect("postgres")) {
            if (!exists(connection, "select from pg_roles where rolname = ?", owner)) {
                execute(connection, "create role %I login", owner);
            }
            execute(connection, "alter role %I password %L", owner, ownerPassword);
            createDatabase(connection, name, owner);
        } catch (SQLException refused) {
            throw new ServerFailure("PostgreSQL did not create the database " + name + " for " + owner, refused);
        }
    }

    /** A connection as superuser. */
    default Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    private static void createDatabase(Connection connection, String name, String owner) throws SQLException {
        if (!exists(connection, "select from pg_database where datname = ?", name)) {
            execute(connection, "create database %I owner %I template template0", name, owner);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Statements that take no parameters are quoted by the server itself. */
    private static void execute(Connection connection, String pattern, String... names) throws SQLException {
        var arguments = ", ?::text".repeat(names.length);
        try (var format = connection.prepareStatement("select format(?" + arguments + ")");
                var statement = connection.createStatement()) {
            format.setString(1, pattern);
            for (int i = 0; i < names.length; i++) {
                format.setString(i + 2, names[i]);
            }
            try (var row = format.executeQuery()) {
                row.next();
                statement.execute(row.getString(1));
            }
        }
    }
}
