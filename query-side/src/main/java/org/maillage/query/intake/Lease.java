package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of a session that must say every second that it lives. A process that is stopped loses it within seconds: the
 * database ends a session that is silent, and the owner stops to believe in it before that.
 */
final class Lease implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration BELIEVED = Duration.ofSeconds(4);
    private static final Duration GRANTED = Duration.ofSeconds(6);

    private final Connection session;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread heart;
    private volatile long lastBeat = System.nanoTime();
    private volatile boolean broken;

    private Lease(Connection session, String name) {
        this.session = session;
        this.heart = Thread.ofPlatform().name("lease-" + name).daemon().unstarted(this::beat);
    }

    /** Takes the lock of that number, unless somebody has it. */
    static Optional<Lease> take(DataSource database, long lock, String name) throws SQLException {
        var session = database.getConnection();
        boolean taken = false;
        try {
            session.setNetworkTimeout(Runnable::run, (int) BELIEVED.toMillis());
            try (var statement = session.createStatement()) {
                statement.execute("set idle_session_timeout = '" + GRANTED.toMillis() + "ms'");
                try (var locked = statement.executeQuery("select pg_try_advisory_lock(" + lock + ")")) {
                    locked.next();
                    taken = locked.getBoolean(1);
                }
            }
        } finally {
            if (!taken) {
                giveBack(session);
            }
        }
        if (!taken) {
            return Optional.empty();
        }
        var lease = new Lease(session, name);
        lease.heart.start();
        return Optional.of(lease);
    }

    /** Whether it is still ours, for some seconds at least. */
    boolean held() {
        return !broken && System.nanoTime() - lastBeat < BELIEVED.toNanos();
    }

    private void beat() {
        try {
            while (!closed.await(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                long asked = System.nanoTime();
                try (var statement = session.createStatement()) {
                    statement.execute("select");
                }
                if (!held()) {
                    break;
                }
                lastBeat = asked;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException lost) {
            log.warn("A lease is lost: {}", lost.toString());
        }
        broken = true;
    }

    @Override
    public void close() {
        closed.countDown();
        Feed.join(heart);
        giveBack(session);
    }

    /** A session that fails here is not used again, and the database ends it before long. */
    private static void giveBack(Connection session) {
        try (session;
                var statement = session.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
            statement.execute("reset idle_session_timeout");
            session.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException gone) {
            log.warn("The session of a lease is gone: {}", gone.toString());
        }
    }
}
