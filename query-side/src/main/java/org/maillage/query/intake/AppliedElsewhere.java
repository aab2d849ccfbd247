package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what other nodes have applied. While somebody waits it also looks itself, should a message have been lost. */
final class AppliedElsewhere implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(AppliedElsewhere.class);
    private static final int LOOK_EVERY_MILLIS = 250;

    private final DataSource database;
    private final Applied applied;
    private final CountDownLatch end;

    AppliedElsewhere(DataSource database, Applied applied, CountDownLatch end) {
        this.database = database;
        this.applied = applied;
        this.end = end;
    }

    @Override
    public void run() {
        var patience = new Patience(log, end);
        while (end.getCount() > 0) {
            try (var connection = database.getConnection()) {
                listen(connection, patience);
            } catch (SQLException | RuntimeException failed) {
                patience.afterFailure("news of other nodes", failed);
            }
        }
    }

    /** First it listens, then it looks: nothing falls between. */
    private void listen(Connection connection, Patience patience) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + Applied.CHANNEL);
            applied.refresh(connection);
            patience.afterSuccess("news of other nodes");
            var heard = connection.unwrap(PGConnection.class);
            while (end.getCount() > 0) {
                hear(connection, heard);
            }
            statement.execute("unlisten *");
        }
    }

    private void hear(Connection connection, PGConnection heard) throws SQLException {
        var news = heard.getNotifications(LOOK_EVERY_MILLIS);
        if (news == null || news.length == 0) {
            if (applied.somebodyWaits()) {
                applied.refresh(connection);
            }
            return;
        }
        for (var one : news) {
            if (Applied.isAboutParked(one.getParameter())) {
                applied.refreshParked(connection);
                break;
            }
        }
        for (var one : news) {
            if (!Applied.isAboutParked(one.getParameter())) {
                applied.hear(one.getParameter());
            }
        }
    }
}
