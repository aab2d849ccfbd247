package org.maillage.edge;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers: it is asked several times a second. One that is killed says so by itself; one that is frozen, or
 * behind a network that swallows, would be waited for until the end of all timeouts. So when it has been silent for about a second,
 * on a new connection too, all connections to it are cut: whoever waits for an answer is told that there is none, and nobody begins
 * to wait until it answers again.
 */
public final class Pulse implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private static final Duration BETWEEN_BEATS = Duration.ofMillis(100);

    private final String name = UUID.randomUUID().toString();
    private final Lines lines = Lines.lay(name);
    private final CountDownLatch end = new CountDownLatch(1);
    private final int patience;

    private volatile boolean silent;
    private volatile long lastBeat = System.nanoTime();
    private volatile long doubtedAt = lastBeat;

    private String url = "";
    private final Properties how = new Properties();
    private @Nullable Connection connection;

    /** @param patience how long it may take to say one word, half of the time that it takes to find out */
    Pulse(Duration patience) {
        this.patience = Math.toIntExact(patience.toMillis());
    }

    /** What a connection is opened with so that it can be cut. */
    public Properties lines() {
        var settings = new Properties();
        settings.setProperty("socketFactory", LineSockets.class.getName());
        settings.setProperty("socketFactoryArg", name);
        return settings;
    }

    /** Whether waiting for an answer is in vain. */
    public boolean isSilent() {
        return silent || doubtedAt - lastBeat > 0;
    }

    /** @throws SQLTransientConnectionException while the database is silent */
    void require() throws SQLTransientConnectionException {
        if (isSilent()) {
            throw new SQLTransientConnectionException("The database does not answer", "08001");
        }
    }

    /** Somebody has waited in vain: until the next beat nobody else should. */
    void doubt() {
        doubtedAt = System.nanoTime();
    }

    /** From now on. */
    void watch(String url, @Nullable String user, @Nullable String password, Properties settings) {
        this.url = url;
        how.putAll(settings);
        how.putAll(lines());
        how.setProperty("socketFactoryArg", name + " " + patience);
        // What the lines allow is less; but without a timeout of its own the driver would not let theirs end a wait.
        how.setProperty("socketTimeout", "1");
        how.setProperty("ApplicationName", "maillage-pulse");
        if (user != null) {
            how.setProperty("user", user);
        }
        if (password != null) {
            how.setProperty("password", password);
        }
        Thread.ofPlatform().name("database-pulse").daemon().start(this::run);
    }

    private void run() {
        do {
            var began = System.nanoTime();
            var failure = ask();
            if (failure == null) {
                beat(began);
            } else {
                if (!silent) {
                    log.warn(
                            "The database does not answer; requests are refused until it does: {}", failure.toString());
                }
                silent = true;
                lines.cut(began);
            }
        } while (!ended());
        disconnect();
    }

    private void beat(long began) {
        lastBeat = began;
        if (silent) {
            silent = false;
            log.info("The database answers again");
            lines.release();
        }
    }

    private boolean ended() {
        try {
            return end.await(BETWEEN_BEATS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Null for an answer. One connection can break alone, so a new one is tried before anything is said. */
    private @Nullable SQLException ask() {
        if (connection != null) {
            try {
                ask(connection);
                return null;
            } catch (SQLException broken) {
                log.debug("The connection is broken", broken);
                disconnect();
            }
        }
        try {
            connection = DriverManager.getConnection(url, how);
            ask(connection);
            return null;
        } catch (SQLException failure) {
            disconnect();
            return isAnAnswer(failure) ? null : failure;
        }
    }

    private static void ask(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    /** It has no place for one more, or does not know us: but it lives. */
    private static boolean isAnAnswer(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && (state.equals("53300") || state.startsWith("28") || state.equals("3D000"));
    }

    private void disconnect() {
        var old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                log.debug("A broken connection did not close", e);
            }
        }
    }

    @Override
    public void close() {
        end.countDown();
        silent = false;
        lines.remove();
    }
}
