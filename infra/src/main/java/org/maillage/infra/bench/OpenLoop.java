package org.maillage.infra.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a steady rate, each due at its instant whatever became of those before. Every call that was due is made, and counts from
 * then: whoever comes late because all callers still waited has waited too.
 *
 * @param callers how many can wait at a time, virtual threads
 */
record OpenLoop(double perSecond, int callers) {

    private static final long LATE_NANOS = 1_000_000;
    /** Nobody is due before all callers are there. */
    private static final long LEAD_NANOS = 20_000_000;

    /** What is done when it is due, told by whom and since when (as {@link System#nanoTime} counts). */
    @FunctionalInterface
    interface Due {
        void make(int caller, long due) throws Exception;
    }

    /** Until the last call that was due in time is answered. */
    Latencies during(Duration time, Callers.Call call) {
        var nanos = Latencies.histogram();
        long late = make(time, (caller, due) -> {
            call.make(caller);
            nanos.recordValue(Math.max(0, System.nanoTime() - due));
        });
        return new Latencies(nanos, late);
    }

    /** The same for what is answered elsewhere: how many began late. */
    long make(Duration time, Due call) {
        long count = Math.max(1, Math.round(perSecond * time.toNanos() / 1e9));
        double interval = 1e9 / perSecond;
        var next = new AtomicLong();
        var late = new AtomicLong();
        long started = System.nanoTime() + LEAD_NANOS;
        Callers.virtual(callers).times(callers, caller -> {
            for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                long due = started + (long) (i * interval);
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                if (System.nanoTime() - due > LATE_NANOS) {
                    late.incrementAndGet();
                }
                call.make(caller, due);
            }
        });
        return late.get();
    }
}
