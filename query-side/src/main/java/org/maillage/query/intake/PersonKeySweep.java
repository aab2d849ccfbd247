package org.maillage.query.intake;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the table of keys anew after an erasure: PostgreSQL leaves the old row in its page, and even a plain vacuum only gives the
 * place free.
 */
final class PersonKeySweep {

    private static final Logger log = LoggerFactory.getLogger(PersonKeySweep.class);

    private final DataSource database;

    PersonKeySweep(DataSource database) {
        this.database = database;
    }

    /**
     * Nobody waits long for it, and nobody behind it.
     *
     * @return false when somebody else held the table: it is for later
     */
    boolean sweep() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '1s'");
            try {
                statement.execute("vacuum (full) intake.person_key");
                if (statement.getWarnings() != null) {
                    log.warn(
                            "The table of keys is not swept: {}",
                            statement.getWarnings().getMessage());
                }
            } finally {
                statement.execute("reset lock_timeout");
            }
            return true;
        } catch (SQLException failed) {
            log.warn("The table of keys could not be swept, trying again: {}", failed.getMessage());
            return false;
        }
    }
}
