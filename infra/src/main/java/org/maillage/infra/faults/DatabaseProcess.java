package org.maillage.infra.faults;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.servers.PostgresServer;

/** PostgreSQL: a postmaster, and a process for each connection. */
public final class DatabaseProcess extends Part {

    private final Path directory;
    private final int port;
    private final Map<String, String> settings;
    private volatile @Nullable PostgresServer server;

    DatabaseProcess(Path directory, int port, Map<String, String> settings) {
        super("postgres");
        this.directory = directory;
        this.port = port;
        this.settings = Map.copyOf(settings);
    }

    public int port() {
        return port;
    }

    /** To make databases and roles, and to look behind the platform's back. Not through any wire. */
    public PostgresServer server() {
        return Objects.requireNonNull(server, "never started");
    }

    /** A connection as superuser that does not wait for a server that stands still. */
    public Connection connect(String database) throws SQLException {
        var known = server();
        var properties = new Properties();
        properties.setProperty("user", known.user());
        properties.setProperty("password", known.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        properties.setProperty("loginTimeout", "3");
        return DriverManager.getConnection(known.jdbcUrl(database), properties);
    }

    @Override
    void launch() {
        var dead = server;
        if (dead != null) {
            // Backends that have not noticed yet, and the directory's lock.
            dead.kill();
        }
        var start = new PostgresServer.Start(directory, port);
        settings.forEach(start::setting);
        server = start.run();
    }

    @Override
    public boolean isRunning() {
        var current = server;
        return current != null && current.postmaster().isPresent();
    }

    @Override
    public boolean answers() {
        if (!isRunning()) {
            return false;
        }
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException silent) {
            return false;
        }
    }

    @Override
    void end() {
        var current = server;
        if (current != null) {
            current.close();
        }
    }

    /** The postmaster alone; the others notice, and go. */
    @Override
    public void kill() {
        Signals.KILL.to(postmaster());
    }

    /** As a power cut would end it: all at once. */
    public void killAll() {
        Signals.KILL.to(all());
    }

    /** All of it: connections that stand get no answer either. */
    @Override
    public void pause() {
        Signals.STOP.to(all());
    }

    /** Connections that stand are served, nobody new is. */
    public void pausePostmaster() {
        Signals.STOP.to(postmaster());
    }

    @Override
    public void resume() {
        // Those that the postmaster forked between two looks.
        Signals.CONT.to(postmaster());
        Signals.CONT.to(all());
    }

    private List<ProcessHandle> postmaster() {
        var current = server;
        return current == null ? List.of() : current.postmaster().stream().toList();
    }

    private List<ProcessHandle> all() {
        return postmaster().stream()
                .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
                .toList();
    }
}
