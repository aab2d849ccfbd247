package org.maillage.query.intake;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.event.ConcurrentContainerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * Starts and stops the intake of all projections: those that lack their rows are rebuilt first, all of them in one reading of the
 * feed; the others follow at once.
 */
final class Feed implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** One node rebuilds, the others wait: an advisory lock of the projections' database. */
    static final long REBUILD_LOCK = 0x6d61696c6c616765L;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);
    private static final Duration MOST_STOPPING = Duration.ofSeconds(10);

    private final List<Projection> projections;
    private final FeedSettings settings;
    private final DataSource database;
    private final Transactions transactions;
    private final Applied applied;
    private final ReadModels readModels;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile CountDownLatch end = new CountDownLatch(0);

    Feed(
            List<Projection> projections,
            FeedSettings settings,
            DataSource database,
            Transactions transactions,
            Applied applied,
            ReadModels readModels) {
        this.projections = List.copyOf(projections);
        this.settings = settings;
        this.database = database;
        this.transactions = transactions;
        this.applied = applied;
        this.readModels = readModels;
    }

    @Override
    public boolean isRunning() {
        return end.getCount() > 0;
    }

    @Override
    public void start() {
        end = new CountDownLatch(1);
        threads.add(
                Thread.ofPlatform().name("intake-news").daemon().start(new AppliedElsewhere(database, applied, end)));
        threads.add(Thread.ofPlatform().name("intake-start").daemon().start(this::bringUp));
    }

    @Override
    public void stop() {
        end.countDown();
        List<Thread> stopping;
        synchronized (containers) {
            stopping = containers.stream()
                    .map(container -> Thread.ofVirtual().start(container::stop))
                    .toList();
            containers.clear();
        }
        stopping.forEach(Feed::join);
        threads.forEach(Feed::join);
        threads.clear();
    }

    static void join(@Nullable Thread thread) {
        try {
            if (thread != null && !thread.join(MOST_STOPPING)) {
                log.warn("{} does not stop", thread.getName());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringUp() {
        var patience = new Patience(log, end);
        List<Projection> waiting = new ArrayList<>(projections);
        while (end.getCount() > 0 && !waiting.isEmpty()) {
            try {
                var complete = complete(waiting);
                complete.forEach(this::follow);
                waiting.removeAll(complete);
                if (!waiting.isEmpty()) {
                    rebuildUnlessSomebodyDoes(waiting, patience);
                }
                patience.afterSuccess("intake");
            } catch (SQLException | RuntimeException failed) {
                patience.afterFailure("intake", failed);
            } catch (InterruptedException interrupted) {
                return;
            }
        }
        new Rebuilder(projections, settings, database, transactions, applied, end).run();
    }

    private List<Projection> complete(List<Projection> among) throws SQLException {
        return transactions.run(connection -> {
            var complete = new ArrayList<Projection>();
            for (var projection : among) {
                if (!Versions.lacks(connection, projection) && Versions.complete(connection, projection)) {
                    complete.add(projection);
                }
            }
            return complete;
        });
    }

    private void rebuildUnlessSomebodyDoes(List<Projection> lacking, Patience patience)
            throws SQLException, InterruptedException {
        var lease = Lease.take(database, REBUILD_LOCK, "rebuild");
        if (lease.isEmpty()) {
            patience.pause(LOOK_AGAIN);
            return;
        }
        try (var held = lease.get()) {
            // Somebody else may have finished between the look and the lock.
            var lackingStill = new ArrayList<>(lacking);
            lackingStill.removeAll(complete(lacking));
            if (!lackingStill.isEmpty()) {
                rebuild(lackingStill, held);
            }
        }
    }

    /** One that was interrupted goes on from its offsets. */
    private void rebuild(List<Projection> lacking, Lease lease) throws SQLException, InterruptedException {
        transactions.execute(connection -> {
            for (var projection : lacking) {
                if (Versions.lacks(connection, projection)) {
                    Versions.begin(connection, projection);
                }
            }
        });
        long started = System.nanoTime();
        var schemas = lacking.stream().map(Projection::schema).toList();
        var progress = new RebuildProgress(schemas.toString(), reached -> noteProgress(schemas, reached));
        var rebuild = new Rebuild(lacking, settings, transactions, applied, end, lease::held, progress);
        if (!rebuild.toTheEnd()) {
            return;
        }
        progress.finish();
        transactions.execute(connection -> {
            for (var projection : lacking) {
                Versions.finish(connection, projection);
            }
        });
        log.info("Rebuilt {} in {} ms", schemas, (System.nanoTime() - started) / 1_000_000);
    }

    private void noteProgress(List<String> schemas, RebuildProgress.Reached reached) {
        try {
            transactions.execute(connection -> {
                for (var schema : schemas) {
                    Build.noteProgress(connection, schema, reached);
                }
            });
        } catch (SQLException failed) {
            log.debug("{}: their progress is noted later: {}", schemas, failed.toString());
        }
    }

    private void follow(Projection projection) {
        for (int thread = 0; thread < settings.threads(); thread++) {
            var container = LiveIntake.container(new Intake(projection, transactions, applied), settings, thread, end);
            keepAlive(container);
            synchronized (containers) {
                if (end.getCount() == 0) {
                    return;
                }
                containers.add(container);
                container.start();
            }
        }
        Thread.ofVirtual().start(() -> serve(projection));
    }

    private void serve(Projection projection) {
        var patience = new Patience(log, end);
        while (end.getCount() > 0) {
            try {
                if (transactions.run(connection -> Versions.serve(connection, projection))) {
                    readModels.serve(projection);
                    return;
                }
                patience.pause(LOOK_AGAIN);
            } catch (SQLException failed) {
                patience.afterFailure(projection.schema(), failed);
            }
        }
    }

    /** A consumer that ends by an error is started again: it must not stay away unnoticed. */
    private void keepAlive(ConcurrentMessageListenerContainer<byte[], byte[]> container) {
        var patience = new Patience(log, end);
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConcurrentContainerStoppedEvent stopped
                    && stopped.getReason() != Reason.NORMAL
                    && end.getCount() > 0) {
                log.error("ALERT {} stopped ({}) and is started again", container.getBeanName(), stopped.getReason());
                Thread.ofVirtual().start(() -> {
                    if (patience.pause(BEFORE_RESTART)) {
                        container.start();
                    }
                });
            }
        });
    }
}
