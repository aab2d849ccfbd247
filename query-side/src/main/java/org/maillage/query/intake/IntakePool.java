package org.maillage.query.intake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of the intake's own: however many readers wait for theirs, what they wait to read is written. */
final class IntakePool implements AutoCloseable {

    /**
     * A node that is stopped in the midst of a batch holds the locks on its offsets: whoever takes its partitions over waits for them
     * no longer than Kafka waited before it gave them away.
     */
    static final String NOT_FOR_EVER = "set idle_in_transaction_session_timeout = '10s'";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource shared;
    private final @Nullable HikariDataSource own;

    /** @param size how many the intake may need at once */
    IntakePool(DataSource shared, int size) {
        this.shared = shared;
        this.own = ownLike(shared, size);
    }

    private static @Nullable HikariDataSource ownLike(DataSource shared, int size) {
        try {
            if (!shared.isWrapperFor(HikariDataSource.class)) {
                return null;
            }
            var config = new HikariConfig();
            shared.unwrap(HikariDataSource.class).copyStateTo(config);
            config.setPoolName("intake");
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(2);
            // Nobody waits for its answer.
            config.setConnectionTimeout(PATIENCE.toMillis());
            config.setConnectionInitSql(NOT_FOR_EVER);
            return new HikariDataSource(config);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    DataSource database() {
        return own == null ? shared : own;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
