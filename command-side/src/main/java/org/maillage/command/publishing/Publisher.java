package org.maillage.command.publishing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.maillage.command.BackgroundWork;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.FeedKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays one ledger to Kafka, for as long as the application runs. Of all the nodes of a ledger one publishes, the others stand
 * by. Nothing that happens to Kafka reaches a command: events wait in the ledger.
 */
public final class Publisher extends BackgroundWork {

    /** What the publisher of this node does. */
    public enum State {
        STOPPED,
        /** Another node publishes. */
        STANDING_BY,
        PUBLISHING,
        /** Something is unreachable; tried again and again. */
        INTERRUPTED,
        /** A topic is unfit, until people mend it. */
        REFUSING
    }

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    /** For the commits of other nodes, which do not wake this one. */
    private static final Duration POLL = Duration.ofMillis(50);

    /**
     * A Kafka transaction costs about the same for one event as for hundreds: the more came with the last, the longer the next one
     * waits for more, unless it is full already.
     */
    private static final Duration REST_PER_EVENT = Duration.ofNanos(100_000);

    private static final Duration LONGEST_REST = Duration.ofMillis(25);

    private static final Duration STAND_BY = Duration.ofMillis(500);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String ledger;
    private final DataSource database;
    private final Backlog backlog;
    private final FeedKeys keys;
    private final Checkpoints checkpoints;
    private final Kafka kafka;
    private final Duration settling;
    private final Semaphore work = new Semaphore(0);
    private volatile State state = State.STOPPED;
    private volatile long position;

    /** @param database gives connections that nobody shares: the seat's is kept for hours */
    Publisher(
            String ledger, DataSource database, Backlog backlog, FeedKeys keys, Checkpoints checkpoints, Kafka kafka) {
        this(ledger, database, backlog, keys, checkpoints, kafka, Topics.SETTLED);
    }

    /** @param settling how long after a tombstone the topic of keys is written to again */
    Publisher(
            String ledger,
            DataSource database,
            Backlog backlog,
            FeedKeys keys,
            Checkpoints checkpoints,
            Kafka kafka,
            Duration settling) {
        super("publisher");
        this.settling = settling;
        this.ledger = ledger;
        this.database = database;
        this.backlog = backlog;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.kafka = kafka;
    }

    /** The position up to which this node knows the ledger to be published. */
    public long position() {
        return position;
    }

    public State state() {
        return state;
    }

    /** There is something new in the ledger. Costs nothing. */
    @Override
    protected void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    @Override
    protected void work() throws InterruptedException {
        var pause = SHORTEST_PAUSE;
        try {
            while (isRunning()) {
                try (var seat = Seat.of(ledger, database)) {
                    if (sit(seat)) {
                        try (var turn = Turn.start(seat, backlog, keys, checkpoints, kafka, settling)) {
                            while (isRunning()) {
                                int published = turn.publishNext();
                                position = turn.position();
                                enter(State.PUBLISHING, null);
                                pause = SHORTEST_PAUSE;
                                if (published == 0) {
                                    awaitWork();
                                } else if (published < Turn.EVENTS) {
                                    rest(published);
                                }
                            }
                        }
                    }
                } catch (UnfitTopic | AheadOfLedger unfit) {
                    enter(State.REFUSING, unfit);
                    pause(LONGEST_PAUSE);
                } catch (SQLException | RuntimeException e) {
                    // A batch that is cut short is repeated at the next start.
                    if (!isRunning() || e instanceof InterruptException) {
                        return;
                    }
                    enter(State.INTERRUPTED, e);
                    pause(pause);
                    pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
                }
            }
        } finally {
            enter(State.STOPPED, null);
        }
    }

    /** Until the seat is free; false when the application ends before. */
    private boolean sit(Seat seat) throws SQLException, InterruptedException {
        while (isRunning()) {
            if (seat.take()) {
                return true;
            }
            position = seat.progress().position();
            enter(State.STANDING_BY, null);
            pause(STAND_BY);
        }
        return false;
    }

    private void awaitWork() throws InterruptedException {
        if (work.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    /** Which no commit cuts short. */
    private void rest(int published) throws InterruptedException {
        pause(Collections.min(List.of(REST_PER_EVENT.multipliedBy(published), LONGEST_REST)));
    }

    /** One line per change, not per try. */
    private void enter(State entered, @Nullable Exception reason) {
        if (entered != state) {
            state = entered;
            switch (entered) {
                case STANDING_BY -> log.info("Another node publishes the ledger {}: standing by", ledger);
                case PUBLISHING -> log.info("Publishing the ledger {}, at position {}", ledger, position);
                case INTERRUPTED ->
                    log.warn(
                            "Publishing the ledger {} is interrupted at position {}, events wait: {}",
                            ledger,
                            position,
                            String.valueOf(reason));
                case REFUSING ->
                    log.error(
                            "ALERT: not publishing the ledger {}: {}",
                            ledger,
                            reason == null ? "" : reason.getMessage());
                case STOPPED -> log.info("Stopped publishing the ledger {}, at position {}", ledger, position);
            }
        }
    }
}
