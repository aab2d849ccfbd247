package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;

/** The roles that the sides work as, made in a database as its operator would make them, by the same script. */
public final class DatabaseRoles {

    public static final String COMMAND = "maillage_command";
    public static final String QUERY = "maillage_query";

    private static final String SCRIPT = "database-roles.sql";

    private DatabaseRoles() {}

    /**
     * Makes the roles unless they are there, puts their rights right, and gives them these passwords.
     *
     * @param superuser a connection to the database of Maillage
     */
    public static void prepare(Connection superuser, Map<String, String> passwords) throws SQLException {
        superuser.setAutoCommit(false);
        try (var statement = superuser.createStatement()) {
            statement.execute(script());
            for (var role : passwords.entrySet()) {
                statement.execute(password(superuser, role.getKey(), role.getValue()));
            }
        }
        superuser.commit();
    }

    /** It takes no parameters: the server itself quotes them. */
    private static String password(Connection superuser, String role, String password) throws SQLException {
        try (var format = superuser.prepareStatement("select format('alter role %I password %L', ?::text, ?::text)")) {
            format.setString(1, role);
            format.setString(2, password);
            try (var row = format.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String script() {
        try (var resource = Objects.requireNonNull(DatabaseRoles.class.getResourceAsStream(SCRIPT))) {
            return new String(resource.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
