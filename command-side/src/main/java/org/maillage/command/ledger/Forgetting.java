package org.maillage.command.ledger;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.maillage.command.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Forgets commands that nobody may repeat any more, a few at a time and beside everything else: those of clients after a time that is
 * set, those that only their own node could repeat after a day.
 */
final class Forgetting extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Forgetting.class);

    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration OWN = Duration.ofDays(1);
    private static final Duration RHYTHM = Duration.ofMinutes(1);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(50);
    private static final int MOST = 500;

    /** Commands of one kind, and up to when they are forgotten already: what lies before need not be looked at again. */
    private static final class Kind {

        private final boolean repeatable;
        private final Duration kept;
        private volatile OffsetDateTime since = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

        Kind(boolean repeatable, Duration kept) {
            this.repeatable = repeatable;
            this.kept = kept;
        }
    }

    private record Batch(int forgotten, OffsetDateTime until) {}

    private final JdbcClient jdbc;
    private final Kind repeatable;
    private final Kind own = new Kind(false, OWN);

    /** @param retention for how long the same idempotency key gives the same answer */
    Forgetting(DataSource database, Duration retention) {
        super("ledger-forgetting");
        if (retention.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("maillage.idempotency-retention is a day at least");
        }
        this.jdbc = JdbcClient.create(database);
        this.repeatable = new Kind(true, retention);
    }

    @Override
    protected void work() throws InterruptedException {
        while (!pause(RHYTHM)) {
            try {
                forget(repeatable);
                forget(own);
            } catch (DataAccessException e) {
                log.warn("Old commands are not forgotten yet: {}", String.valueOf(e.getMostSpecificCause()));
            }
        }
    }

    private void forget(Kind kind) throws InterruptedException {
        while (forgetSome(kind) == MOST) {
            if (pause(BETWEEN_BATCHES)) {
                return;
            }
        }
    }

    /** All that is due at once. */
    int forgetNow() {
        var all = 0;
        for (var kind : new Kind[] {repeatable, own}) {
            int some;
            do {
                some = forgetSome(kind);
                all += some;
            } while (some == MOST);
        }
        return all;
    }

    private int forgetSome(Kind kind) {
        var batch = jdbc.sql("select forgotten, until from ledger.forget_commands(?, ?, make_interval(secs => ?), ?)")
                .param(kind.repeatable)
                .param(kind.since)
                .param(kind.kept.toSeconds())
                .param(MOST)
                .query((row, _) -> new Batch(row.getInt(1), row.getObject(2, OffsetDateTime.class)))
                .single();
        if (batch.forgotten < MOST) {
            kind.since = batch.until;
        }
        return batch.forgotten;
    }
}
