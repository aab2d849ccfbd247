package org.maillage.infra.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts again what has died, as whatever runs containers does. */
final class Supervisor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    /** What fails at once, as a node does while its database is away, must not take all of the machine. */
    private static final Duration PAUSE = Duration.ofMillis(700);

    private static final int MOST_PAUSES = 4;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<? extends Part> parts;
    private final Map<Part, AtomicInteger> starts = new ConcurrentHashMap<>();
    private final List<Thread> threads;
    private volatile boolean closed;

    Supervisor(List<? extends Part> parts) {
        this.parts = List.copyOf(parts);
        this.threads = this.parts.stream()
                .map(part -> Thread.ofVirtual().name("supervisor of " + part).start(() -> watch(part)))
                .toList();
    }

    /** How often it had to be started again. */
    int restarts(Part part) {
        var known = starts.get(part);
        return known == null ? 0 : known.get();
    }

    private void watch(Part part) {
        @Nullable String lastFailure = null;
        long lastStart = System.nanoTime();
        int inARow = 1;
        while (!closed) {
            try {
                if (part.isMeantToRun() && !part.isRunning()) {
                    // At once where it is the first time, later and later where it ends again and again.
                    Thread.sleep(PAUSE.multipliedBy(inARow));
                    if (!closed && part.isMeantToRun() && !part.isRunning()) {
                        starts.computeIfAbsent(part, _ -> new AtomicInteger()).incrementAndGet();
                        boolean again = System.nanoTime() - lastStart < SOON.toNanos();
                        inARow = again ? Math.min(inARow + 1, MOST_PAUSES) : 1;
                        lastStart = System.nanoTime();
                        part.start();
                        lastFailure = null;
                    }
                }
                Thread.sleep(LOOK);
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException failed) {
                // As while its disk is full: it is tried until it works, and said once.
                var failure = String.valueOf(failed.getMessage());
                if (!failure.equals(lastFailure)) {
                    log.info("{} does not start yet: {}", part, failure);
                }
                lastFailure = failure;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(80));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
