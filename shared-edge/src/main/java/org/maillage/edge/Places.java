package org.maillage.edge;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests a node works on at once. Others wait for a place, in the order in which they came and not for long: whoever finds
 * none by then is turned away, so that a node that has more to do than it can does no less than it can.
 */
public final class Places {

    private final int all;
    private final Duration patience;
    private final Semaphore free;
    private final LongAdder turnedAway = new LongAdder();

    /** @param patience how long to wait for a place */
    Places(int all, Duration patience) {
        if (all < 1) {
            throw new IllegalArgumentException("maillage.requests-in-flight is one at least");
        }
        this.all = all;
        this.patience = patience;
        this.free = new Semaphore(all, true);
    }

    /** False when there is none; else {@link #leave} gives it back. */
    boolean take() {
        if (acquired()) {
            return true;
        }
        turnedAway.increment();
        return false;
    }

    private boolean acquired() {
        try {
            return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave() {
        free.release();
    }

    /** For another want than that of places. */
    public void turnAway() {
        turnedAway.increment();
    }

    /** How many are taken now. */
    public int taken() {
        return all - free.availablePermits();
    }

    /** How many wait for one. */
    public int waiting() {
        return free.getQueueLength();
    }

    /** How many have been turned away since the start. */
    public long turnedAway() {
        return turnedAway.sum();
    }
}
