package org.maillage.query.intake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of the intake's own: however many readers wait for theirs, what they wait to read is written. */
final class IntakePool implements AutoCloseable {

    /** A process that is stopped amid a transaction would keep others from the rows that it has locked. */
    static final String NOT_FOR_EVER = "set idle_in_transaction_session_timeout = '5s'";

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
