package org.maillage.command.ledger;

import java.util.function.Function;
import javax.sql.DataSource;
import org.maillage.command.Unavailable;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what is stored, through the pool; on the primary only. */
final class Reader {

    private final JdbcClient jdbc;

    Reader(DataSource database) {
        this.jdbc = JdbcClient.create(database);
    }

    /**
     * Runs a query, twice if need be.
     *
     * @throws Unavailable when the database does not answer
     */
    <T> T read(Function<JdbcClient, T> query) {
        try {
            return query.apply(jdbc);
        } catch (NonTransientDataAccessResourceException
                | TransientDataAccessException
                | RecoverableDataAccessException broken) {
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
            throw new Unavailable("The database does not answer", again);
        }
    }
}
