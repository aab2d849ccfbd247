package org.maillage.command.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of this node that appends. It gathers the units of many callers into batches; each batch is durable, or known not
 * to be, before its callers go on.
 */
final class Writer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    private static final int MOST_UNITS = 256;
    private static final int MOST_BYTES = 8 << 20;
    /** When so many wait already, waiting for more delays them all for little. */
    private static final int ENOUGH_UNITS = 8;

    private static final long LINGER_NANOS = 100_000;
    private static final long RECONNECT_NANOS = 50_000_000;

    /**
     * How the database is reached, and how long anything may take.
     *
     * @param patience how long a caller waits for its verdict
     * @param queue how many may wait
     * @param lines more settings of the connection
     */
    record Settings(
            String url,
            @Nullable String user,
            @Nullable String password,
            Duration transactionTimeout,
            Duration patience,
            int queue,
            Properties lines) {

        Settings(
                String url,
                @Nullable String user,
                @Nullable String password,
                Duration transactionTimeout,
                Duration patience,
                int queue) {
            this(url, user, password, transactionTimeout, patience, queue, new Properties());
        }

        static Settings of(String url, @Nullable String user, @Nullable String password) {
            return new Settings(url, user, password, Duration.ofSeconds(5), Duration.ofSeconds(10), 4_096);
        }

        Settings patience(Duration patience) {
            return new Settings(url, user, password, transactionTimeout, patience, queue, lines);
        }

        Settings over(Properties lines) {
            return new Settings(url, user, password, transactionTimeout, patience, queue, lines);
        }

        Connection open() throws SQLException {
            var properties = new Properties();
            properties.putAll(lines);
            if (user != null) {
                properties.setProperty("user", user);
            }
            if (password != null) {
                properties.setProperty("password", password);
            }
            var millis = transactionTimeout.toMillis();
            // A client that stalls, or a machine that is gone, must not keep the lock from the others.
            properties.setProperty(
                    "options",
                    "-c transaction_timeout=" + millis + " -c tcp_user_timeout=" + millis
                            + " -c synchronous_commit=on");
            properties.setProperty("ApplicationName", "maillage-ledger");
            properties.setProperty("connectTimeout", "2");
            // Later than the server gives up by itself: else another try would queue behind the one that was given up.
            properties.setProperty("socketTimeout", Long.toString(transactionTimeout.toSeconds() + 2));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("prepareThreshold", "1");
            return DriverManager.getConnection(url, properties);
        }
    }

    private record Waiting(Unit unit, CompletableFuture<Verdict> verdict) {

        /** Its caller was answered, or has gone. */
        boolean isOver() {
            return verdict.isDone();
        }
    }

    private final Settings settings;
    private final BooleanSupplier silent;
    private final BlockingQueue<Waiting> queue;
    private final List<Runnable> commitListeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closing;
    /** When the batch began that the database has not answered; 0 for none. */
    private volatile long underWaySince;

    // Only the writer's thread touches these.
    private @Nullable AppendStatement statement;
    private boolean knownDown;

    Writer(Settings settings) {
        this(settings, () -> false);
    }

    /** @param silent whether it is known from elsewhere that the database does not answer */
    Writer(Settings settings, BooleanSupplier silent) {
        this.settings = settings;
        this.silent = silent;
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.thread = Thread.ofPlatform().name("ledger-writer").daemon().start(this::run);
    }

    /**
     * Waits, uninterruptibly, until it is known what became of the unit, or too long.
     *
     * @throws Unavailable when it was not tried, or when it is not known
     */
    Verdict write(Unit unit) {
        requireHope();
        var waiting = new Waiting(unit, new CompletableFuture<>());
        if (closing || !queue.offer(waiting)) {
            throw new Unavailable(closing ? "The ledger is closing" : "Too many commands wait");
        }
        if (!thread.isAlive()) {
            refuseAll();
        }
        try {
            return verdict(waiting);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("This write was refused", e.getCause());
        }
    }

    /** Who would wait behind a batch that others have given up is told at once. */
    private void requireHope() {
        var since = underWaySince;
        if (silent.getAsBoolean()
                || (since != 0
                        && System.nanoTime() - since > settings.patience().toNanos())) {
            throw new Unavailable("The database does not answer");
        }
    }

    private Verdict verdict(Waiting waiting) throws ExecutionException {
        var deadline = System.nanoTime() + settings.patience().toNanos();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.verdict.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // If it is still in the queue, this takes it out; if it is under way, nobody knows. Who knows
                    // meanwhile wins.
                    waiting.verdict.completeExceptionally(new Unavailable("The database does not answer in time"));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How many wait to be written. */
    int waiting() {
        return queue.size();
    }

    void onCommit(Runnable listener) {
        commitListeners.add(listener);
    }

    private void run() {
        var deferred = new ArrayDeque<Waiting>();
        while (!(closing && queue.isEmpty() && deferred.isEmpty())) {
            var batch = nextBatch(deferred);
            if (!batch.isEmpty()) {
                submit(batch);
            }
        }
        disconnect();
        refuseAll();
    }

    private List<Waiting> nextBatch(Deque<Waiting> deferred) {
        var gathered = new ArrayList<Waiting>(deferred);
        deferred.clear();
        if (gathered.isEmpty()) {
            var first = poll();
            if (first == null) {
                return List.of();
            }
            gathered.add(first);
            if (queue.size() < ENOUGH_UNITS) {
                LockSupport.parkNanos(LINGER_NANOS);
            }
        }
        queue.drainTo(gathered, Math.max(0, MOST_UNITS - gathered.size()));
        gathered.removeIf(Waiting::isOver);
        var batch = new ArrayList<Waiting>();
        var touched = new HashSet<Object>();
        var bytes = 0L;
        for (var waiting : gathered) {
            // Two units that touch the same would make the second lose against the first, for no reason of its own.
            var mine = waiting.unit.touched();
            bytes += waiting.unit.bytes();
            if (Collections.disjoint(touched, mine) && (bytes <= MOST_BYTES || batch.isEmpty())) {
                batch.add(waiting);
            } else {
                deferred.add(waiting);
            }
            touched.addAll(mine);
        }
        return batch;
    }

    private @Nullable Waiting poll() {
        try {
            return queue.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody but close() ends this thread, and it does not interrupt.
            log.warn("The ledger's writer was interrupted and goes on");
            return null;
        }
    }

    private void submit(List<Waiting> batch) {
        if (batch.isEmpty()) {
            return;
        }
        underWaySince = System.nanoTime() | 1;
        try {
            insist(batch);
        } catch (Unavailable e) {
            log.warn(
                    "{} writes are refused, the database does not answer: {}",
                    batch.size(),
                    String.valueOf(e.getCause()));
            batch.forEach(waiting -> waiting.verdict.completeExceptionally(e));
        } catch (SQLException | RuntimeException e) {
            refuse(batch, e);
        } catch (Error e) {
            batch.forEach(waiting -> waiting.verdict.completeExceptionally(e));
            disconnect();
            log.error("A batch failed", e);
        } finally {
            underWaySince = 0;
        }
    }

    private void answer(List<Waiting> batch, List<Verdict> verdicts) {
        var written = false;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).verdict.complete(verdicts.get(i));
            written |= verdicts.get(i) instanceof Verdict.Written;
        }
        if (written) {
            wakeUp();
        }
    }

    /** Something in the batch is poison, and the rest of it should not suffer. */
    private void refuse(List<Waiting> batch, Exception e) {
        if (batch.size() > 1) {
            submit(stillWaiting(batch.subList(0, batch.size() / 2)));
            submit(stillWaiting(batch.subList(batch.size() / 2, batch.size())));
        } else if (e instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
            // The constraints are the backstop: whoever wrote past the lock was faster.
            batch.getFirst().verdict.complete(new Verdict.LostRace());
        } else {
            log.error(
                    "A write of {} events was refused: {}",
                    batch.getFirst().unit.events().size(),
                    e instanceof SQLException sql ? sql.getSQLState() : e.getClass());
            batch.getFirst().verdict.completeExceptionally(e);
        }
    }

    /**
     * Submits until the outcome is known, or nobody waits for it any more. A batch whose connection was lost may have been written:
     * the lock is granted again only when its transaction has ended, and then the command ids tell.
     */
    private void insist(List<Waiting> batch) throws SQLException {
        var inDoubt = false;
        for (var waiting = batch; ; waiting = stillWaiting(batch)) {
            var units = waiting.stream().map(Waiting::unit).toList();
            try {
                var verdicts = connected().append(units);
                if (inDoubt) {
                    verdicts = withOwn(units, verdicts);
                }
                knownDown = false;
                answer(waiting, verdicts);
                return;
            } catch (SQLException e) {
                if (!isLost(e)) {
                    throw e;
                }
                inDoubt |= statement != null;
                disconnect();
                if (knownDown || closing || stillWaiting(batch).isEmpty()) {
                    knownDown = true;
                    throw new Unavailable("The database does not answer", e);
                }
                LockSupport.parkNanos(RECONNECT_NANOS);
            }
        }
    }

    private static List<Waiting> stillWaiting(List<Waiting> batch) {
        return batch.stream().filter(waiting -> !waiting.isOver()).toList();
    }

    private List<Verdict> withOwn(List<Unit> units, List<Verdict> verdicts) throws SQLException {
        var known = new ArrayList<Verdict>();
        for (int i = 0; i < units.size(); i++) {
            var first = verdicts.get(i) instanceof Verdict.KnownCommand
                    ? connected().own(units.get(i))
                    : null;
            known.add(first == null ? verdicts.get(i) : new Verdict.Written(first));
        }
        return known;
    }

    private AppendStatement connected() throws SQLException {
        if (statement == null) {
            statement = new AppendStatement(settings.open());
        }
        return statement;
    }

    private void disconnect() {
        var old = statement;
        statement = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                log.debug("A broken connection did not close", e);
            }
        }
    }

    /** Whether the connection is what failed, and not the batch. */
    private static boolean isLost(SQLException e) {
        var state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25006")
                || state.equals("25P04");
    }

    private void wakeUp() {
        for (var listener : commitListeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                log.error("A listener failed; it will find the events when it looks next", e);
            }
        }
    }

    private void refuseAll() {
        for (var waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.verdict.completeExceptionally(new Unavailable("The ledger is closed"));
        }
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
