package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maillage.query.intake.Build.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a read model anew beside the one that answers, when somebody asks for it: one node does, from where whoever began has come;
 * reads and the live intake go on. What has become the same is put in its place; of what has not, somebody decides.
 */
final class Rebuilder {

    private static final Logger log = LoggerFactory.getLogger(Rebuilder.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILED_SWITCH = Duration.ofMillis(300);

    /** Laps that are shorter need no further one before the last. */
    private static final long SHORT_LAP = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_LAPS = 10;

    /** For so long the live intake waits for a switch, and with it those who read their own writes. */
    private static final long LONGEST_HALT = TimeUnit.SECONDS.toNanos(2);

    private final List<Projection> projections;
    private final FeedSettings settings;
    private final DataSource database;
    private final Transactions transactions;
    private final Applied applied;
    private final CountDownLatch end;

    Rebuilder(
            List<Projection> projections,
            FeedSettings settings,
            DataSource database,
            Transactions transactions,
            Applied applied,
            CountDownLatch end) {
        this.projections = projections;
        this.settings = settings;
        this.database = database;
        this.transactions = transactions;
        this.applied = applied;
        this.end = end;
    }

    /** Until this node ends. */
    void run() {
        var patience = new Patience(log, end);
        while (end.getCount() > 0) {
            try {
                if (!goOnWithOne()) {
                    patience.pause(LOOK_AGAIN);
                }
                patience.afterSuccess("rebuild");
            } catch (SQLException | RuntimeException | Intake.Overtaken failed) {
                patience.afterFailure("rebuild", failed);
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    private boolean goOnWithOne() throws SQLException, InterruptedException, Intake.Overtaken {
        var asked = transactions.run(this::asked);
        if (asked.isEmpty()) {
            return false;
        }
        var lease = Lease.take(database, Feed.REBUILD_LOCK, "rebuild");
        if (lease.isEmpty()) {
            return false;
        }
        try (var held = lease.get()) {
            goOn(asked.get(), held);
        }
        return true;
    }

    private Optional<Projection> asked(Connection connection) throws SQLException {
        var builds = Build.all(connection);
        return projections.stream()
                .filter(projection -> {
                    var build = builds.get(Shadow.next(projection).schema());
                    return build != null && build.underWay();
                })
                .findFirst();
    }

    private void goOn(Projection projection, Lease lease) throws SQLException, InterruptedException, Intake.Overtaken {
        var next = Shadow.next(projection);
        long term = transactions.run(connection -> Build.nextTerm(connection, next.schema()));
        var state = transactions.run(connection -> begin(connection, next, term));
        if (state.isPresent()) {
            try {
                new Run(projection, next, state.get(), term, lease).go();
            } catch (TopicLacks lacks) {
                log.error("ALERT {} cannot be rebuilt: {}", projection.schema(), lacks.getMessage());
                transactions.execute(connection -> {
                    if (Build.lockTerm(connection, next.schema(), term)) {
                        Build.fail(connection, next.schema(), String.valueOf(lacks.getMessage()));
                    }
                });
            }
        }
    }

    /** What is to be done, if it is still to be done. */
    private static Optional<State> begin(Connection connection, Projection next, long term) throws SQLException {
        var build = Build.lock(connection, next.schema());
        var state = build.map(Build::state);
        if (state.isEmpty() || !state.get().underWay() || !Build.lockTerm(connection, next.schema(), term)) {
            return Optional.empty();
        }
        if (state.get() == State.ASKED) {
            Versions.begin(connection, next);
            return Optional.of(State.FILLING);
        }
        return state;
    }

    /** One read model, as far as this node brings it. */
    private final class Run {

        private final Projection projection;
        private final Projection next;
        private final State state;
        private final long term;
        private final Lease lease;
        private final RebuildProgress progress;
        private final Rebuild rebuild;
        private volatile long until = Long.MAX_VALUE;

        Run(Projection projection, Projection next, State state, long term, Lease lease) {
            this.projection = projection;
            this.next = next;
            this.state = state;
            this.term = term;
            this.lease = lease;
            this.progress = new RebuildProgress(projection.schema(), this::noteProgress);
            this.rebuild = new Rebuild(List.of(next), settings, transactions, applied, end, this::goesOn, progress);
        }

        private boolean goesOn() {
            return lease.held() && (until == Long.MAX_VALUE || System.nanoTime() < until);
        }

        private void noteProgress(RebuildProgress.Reached reached) {
            if (until != Long.MAX_VALUE) {
                // We hold that row ourselves.
                return;
            }
            try {
                transactions.execute(connection -> Build.noteProgress(connection, next.schema(), reached));
            } catch (SQLException failed) {
                log.debug("{}: its progress is noted later: {}", next.schema(), failed.toString());
            }
        }

        void go() throws SQLException, InterruptedException, TopicLacks, Intake.Overtaken {
            log.info("Rebuilding {}: {}", projection.schema(), state);
            long started = System.nanoTime();
            long lap;
            int laps = 0;
            do {
                long from = System.nanoTime();
                if (!rebuild.upTo(positions())) {
                    return;
                }
                lap = System.nanoTime() - from;
            } while (lap > SHORT_LAP && ++laps < MOST_LAPS);
            progress.finish();
            if (state == State.FILLING && !become(State.COMPARING)) {
                return;
            }
            try (var tail = rebuild.whole()) {
                if (tail != null && finish(tail)) {
                    log.info(
                            "Rebuilding {}: over after {} ms",
                            projection.schema(),
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
                }
            }
        }

        private boolean become(State to) throws SQLException {
            return transactions.run(connection -> {
                boolean mine = Build.lockTerm(connection, next.schema(), term);
                if (mine) {
                    Build.become(connection, next.schema(), to, false);
                }
                return mine;
            });
        }

        private Map<Intake.Place, Long> positions() throws SQLException {
            return transactions.run(connection -> Offsets.positions(connection, projection.schema()));
        }

        /** Whether it is decided; false when this node stops before, or must. */
        private boolean finish(Rebuild.Share tail)
                throws SQLException, TopicLacks, Intake.Overtaken, InterruptedException {
            boolean comparing = state == State.FILLING || state == State.COMPARING;
            while (end.getCount() > 0 && lease.held()) {
                var positions = positions();
                tail.upTo(positions);
                var sums = comparing
                        ? transactions.run(connection -> new Comparison.Sums(connection, projection, next, positions))
                        : null;
                if (comparing) {
                    tail.upTo(positions());
                }
                var ended = end(tail, sums);
                if (ended.isPresent()) {
                    return ended.get();
                }
                // Too much at once: the live intake goes on before we try again.
                if (end.await(AFTER_A_FAILED_SWITCH.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return false;
        }

        /** Under the locks of what answers; empty when it takes too long. */
        private Optional<Boolean> end(Rebuild.Share tail, Comparison.@Nullable Sums sums)
                throws SQLException, TopicLacks, Intake.Overtaken {
            until = System.nanoTime() + LONGEST_HALT;
            try (var connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    var ended = halted(connection, tail, sums);
                    connection.commit();
                    return ended;
                } catch (SQLException failed) {
                    connection.rollback();
                    if (tookTooLong(failed)) {
                        log.info("Rebuilding {}: the switch waits: {}", projection.schema(), failed.toString());
                        return Optional.empty();
                    }
                    throw failed;
                } catch (Throwable failed) {
                    connection.rollback();
                    throw failed;
                } finally {
                    connection.setAutoCommit(true);
                }
            } finally {
                until = Long.MAX_VALUE;
            }
        }

        private Optional<Boolean> halted(Connection connection, Rebuild.Share tail, Comparison.@Nullable Sums sums)
                throws SQLException, TopicLacks, Intake.Overtaken {
            limit(connection);
            if (!Build.lockTerm(connection, next.schema(), term)) {
                return Optional.of(false);
            }
            var positions = Offsets.lock(connection, projection.schema());
            tail.upTo(positions);
            if (!as(connection, positions)) {
                return Optional.empty();
            }
            if (sums != null) {
                var now = sums.moved(connection, positions);
                if (!now.equal()) {
                    keepForDecision(connection, now);
                    return Optional.of(true);
                }
                Build.noteComparison(
                        connection, next.schema(), now.inDetail(connection).write());
            }
            if (!Switch.awaitOlderReaders(connection, until - System.nanoTime())) {
                return Optional.empty();
            }
            Switch.toNext(connection, projection);
            return Optional.of(true);
        }

        private void limit(Connection connection) throws SQLException {
            var most = TimeUnit.NANOSECONDS.toMillis(LONGEST_HALT) + "ms'";
            try (var statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '" + most);
                statement.execute("set local statement_timeout = '" + most);
            }
        }

        private boolean as(Connection connection, Map<Intake.Place, Long> positions) throws SQLException {
            var rebuilt = Offsets.positions(connection, next.schema());
            return positions.entrySet().stream()
                    .allMatch(place -> rebuilt.getOrDefault(place.getKey(), 0L).equals(place.getValue()));
        }

        /** What differs is looked for in a snapshot of this moment, while the live intake goes on. */
        private void keepForDecision(Connection halting, Comparison.Sums sums) throws SQLException {
            try (var looking = database.getConnection()) {
                looking.setAutoCommit(false);
                try (var statement = looking.createStatement()) {
                    statement.execute("set transaction isolation level repeatable read read only");
                    statement.execute("select pg_current_snapshot()");
                    halting.rollback();
                    var comparison = sums.inDetail(looking);
                    looking.commit();
                    for (var table : comparison.tables()) {
                        if (!table.equal()) {
                            log.error(
                                    "ALERT {} differs from what was rebuilt: {} has {} rows, rebuilt {}; first at"
                                            + " positions {}",
                                    projection.schema(),
                                    table.name(),
                                    table.rows(),
                                    table.rebuilt(),
                                    table.differing());
                        }
                    }
                    if (Build.lockTerm(halting, next.schema(), term)) {
                        Build.noteComparison(halting, next.schema(), comparison.write());
                        Build.become(halting, next.schema(), State.DIFFERENT, true);
                    }
                } finally {
                    looking.rollback();
                    looking.setAutoCommit(true);
                }
            }
        }
    }

    /** A lock, a statement that was cancelled, a deadlock. */
    private static boolean tookTooLong(SQLException failed) {
        var state = String.valueOf(failed.getSQLState());
        return state.equals("55P03") || state.equals("57014") || state.equals("40P01");
    }
}
