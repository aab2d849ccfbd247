package org.maillage.command.publishing;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.maillage.command.ledger.StoredEvents;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.FeedKeys;
import org.maillage.kernel.wire.KafkaAccess;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Compares the feed with the ledger, and makes it anew from the ledger: the same records, with the same ids, positions and
 * predecessors. It needs the database and Kafka, and no command side.
 */
public final class Republish implements AutoCloseable {

    /** Somebody publishes: the topics must not be taken away under them. */
    public static final class PublisherRuns extends Exception {
        private static final long serialVersionUID = 1;

        PublisherRuns(String ledger) {
            super("a command side publishes the ledger " + ledger
                    + "; stop the command sides, or wait until none publishes, and try again");
        }
    }

    /** The seat is given up for moments by whoever refuses to publish. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(50);

    private final String ledger;
    private final String url;
    private final String user;
    private final String password;
    private final Kafka kafka;
    private final SingleConnectionDataSource database;
    private final StoredEvents events;
    private final FeedKeys keys;
    private final Checkpoints checkpoints;
    private final PrintStream progress;

    /** @param progress where lines say how far it is */
    public Republish(
            String ledger, String url, String user, String password, KafkaAccess access, PrintStream progress) {
        this.ledger = ledger;
        this.url = url;
        this.user = user;
        this.password = password;
        this.kafka = new Kafka(access.settings(), ledger, Kafka.PATIENCE);
        this.database = new SingleConnectionDataSource(url, user, password, true);
        this.events = new StoredEvents(database);
        this.keys = FeedKeys.in(database);
        this.checkpoints = new Checkpoints(ledger, database);
        this.progress = progress;
    }

    /**
     * Changes nothing; a publisher may run.
     *
     * @param lost where the events that only the feed has are listed, if there are any
     */
    public Difference compare(Path lost) throws SQLException {
        long published;
        long checkpoint;
        try (var seat = seat()) {
            published = seat.progress().position();
            checkpoint = seat.checkpoint();
        }
        try (var list = new LostEvents(lost)) {
            var pace = new Pace(progress, "compared", events.last());
            return new Comparing(kafka, events::read, keys, checkpoints, list, pace).run(published, checkpoint);
        }
    }

    /**
     * Deletes the topics, makes them again and publishes all of the ledger.
     *
     * @throws PublisherRuns if somebody else has the seat, and keeps it
     */
    public void recreate() throws SQLException, PublisherRuns {
        try (var seat = seat()) {
            take(seat);
            try (var topics = new Topics(kafka.admin())) {
                topics.delete();
            }
            long last = events.last();
            var pace = new Pace(progress, "published", last);
            try (var turn = Turn.start(seat, events::read, keys, checkpoints, kafka, Topics.SETTLED)) {
                boolean more;
                do {
                    more = turn.publishNext() > 0;
                    more |= turn.sendCheckpoints();
                    more |= !keys.unpublishedErasures(1).isEmpty();
                    pace.at(turn.position());
                } while (more);
            }
        }
    }

    private Seat seat() throws SQLException {
        return Seat.of(ledger, PublishingConfiguration.unshared(url, user, password));
    }

    private void take(Seat seat) throws SQLException, PublisherRuns {
        for (long until = System.nanoTime() + PATIENCE.toNanos();
                !seat.take();
                LockSupport.parkNanos(AGAIN.toNanos())) {
            if (System.nanoTime() > until) {
                throw new PublisherRuns(ledger);
            }
        }
    }

    @Override
    public void close() {
        database.destroy();
    }
}
