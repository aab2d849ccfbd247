package org.maillage.command.vault;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.maillage.command.BackgroundWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rids the table of what PostgreSQL keeps of a changed row: an update leaves the old one in its page, and even a plain vacuum only
 * gives the place free. So the table is written anew, without the keys that are destroyed, and its old file is cut to nothing.
 * What was written to the log (WAL) before, and to backups, stays until these are gone: see the register of processing.
 */
public final class Sweeper extends BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    /** Somebody reads the table, perhaps for a backup: nobody must wait behind us for that to end. */
    private static final String PATIENCE = "1s";

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final DataSource vault;
    private final Semaphore work = new Semaphore(0);
    private volatile long swept;
    private boolean complained;

    Sweeper(DataSource vault) {
        super("vault-sweeper");
        this.vault = vault;
    }

    /** A key was destroyed. Costs nothing. */
    public void sweep() {
        wake();
    }

    /** How often the table was written anew. */
    long swept() {
        return swept;
    }

    @Override
    protected void work() throws InterruptedException {
        // What was left to do when the last process ended comes first.
        while (isRunning()) {
            work.drainPermits();
            if (writeAnew()) {
                work.acquire();
            } else {
                pause(AGAIN);
            }
        }
    }

    @Override
    protected void wake() {
        work.release();
    }

    private boolean writeAnew() {
        try (var connection = vault.getConnection();
                var statement = connection.createStatement()) {
            try (var erased =
                    statement.executeQuery("select exists (select from vault.person_key where wrapped is null)")) {
                erased.next();
                if (!erased.getBoolean(1)) {
                    return true;
                }
            }
            statement.execute("set lock_timeout = '" + PATIENCE + "'");
            try {
                statement.execute("vacuum (full) vault.person_key");
                // PostgreSQL does not refuse who lacks the privilege, it only says so.
                if (statement.getWarnings() == null) {
                    swept++;
                } else {
                    log.warn(
                            "The table of keys is not swept: {}",
                            statement.getWarnings().getMessage());
                }
            } finally {
                statement.execute("reset lock_timeout");
            }
            complained = false;
            return true;
        } catch (SQLException e) {
            if (!complained) {
                complained = true;
                log.warn("The table of keys could not be swept, trying again: {}", e.getMessage());
            }
            return false;
        }
    }
}
