package org.maillage.infra.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that ask again as soon as they are answered. */
record Callers(int count, ThreadFactory threads) {

    static Callers virtual(int count) {
        return new Callers(count, Thread.ofVirtual().factory());
    }

    static Callers platform(int count) {
        return new Callers(count, Thread.ofPlatform().daemon().factory());
    }

    /** What one caller does, told its own number. */
    @FunctionalInterface
    interface Call {
        void make(int caller) throws Exception;
    }

    /** How many were answered, of those that were asked in time. */
    long during(Duration time, Call call) {
        var over = new AtomicBoolean();
        long deadline = System.nanoTime() + time.toNanos();
        return run(caller -> {
            long mine = 0;
            while (System.nanoTime() - deadline < 0 && !over.get()) {
                try {
                    call.make(caller);
                } catch (Exception | Error failed) {
                    over.set(true);
                    throw failed;
                }
                mine++;
            }
            return mine;
        });
    }

    /** A number of calls, each told its own. */
    void times(int calls, Call call) {
        var next = new AtomicInteger();
        run(_ -> {
            for (int i = next.getAndIncrement(); i < calls; i = next.getAndIncrement()) {
                call.make(i);
            }
            return 0;
        });
    }

    @FunctionalInterface
    private interface Work {
        long of(int caller) throws Exception;
    }

    private long run(Work work) {
        try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
            var done = new ArrayList<Future<Long>>();
            for (int i = 0; i < count; i++) {
                int caller = i;
                done.add(executor.submit(() -> work.of(caller)));
            }
            long sum = 0;
            for (var one : done) {
                sum += one.get();
            }
            return sum;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A caller was not answered", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
