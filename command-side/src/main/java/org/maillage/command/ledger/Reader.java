package org.maillage.command.ledger;

import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.maillage.command.Unavailable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what is stored, through the pool; on the primary only. */
final class Reader {

    /** Who has waited longer has not met a connection that was dead already. */
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final JdbcClient jdbc;

    Reader(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /**
     * Runs a query, and again if it failed at once.
     *
     * @throws Unavailable when the database does not answer
     */
    <T> T read(Function<JdbcClient, T> query) {
        var began = System.nanoTime();
        try {
            return query.apply(jdbc);
        } catch (NonTransientDataAccessResourceException
                | TransientDataAccessException
                | RecoverableDataAccessException broken) {
            if (System.nanoTime() - began > AT_ONCE.toNanos()) {
                throw unavailable(broken);
            }
            return readAgain(query, broken);
        }
    }

    /** A connection that had been idle may have died unnoticed; the next one is new. */
    private <T> T readAgain(Function<JdbcClient, T> query, RuntimeException broken) {
        try {
            return query.apply(jdbc);
        } catch (NonTransientDataAccessResourceException
                | TransientDataAccessException
                | RecoverableDataAccessException again) {
            again.addSuppressed(broken);
            throw unavailable(again);
        }
    }

    private static Unavailable unavailable(RuntimeException cause) {
        return new Unavailable("The database does not answer", cause);
    }
}
