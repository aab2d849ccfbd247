package org.maillage.edge;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests a node works on at once. Whoever finds no place is turned away at once, and not after a wait that would make
 * everybody slow: a node that has more to do than it can does no less than it can.
 */
public final class Places {

    private final int all;
    private final Semaphore free;
    private final LongAdder turnedAway = new LongAdder();

    Places(int all) {
        if (all < 1) {
            throw new IllegalArgumentException("maillage.requests-in-flight is one at least");
        }
        this.all = all;
        this.free = new Semaphore(all);
    }

    /** False when there is none; else {@link #leave} gives it back. */
    public boolean take() {
        if (free.tryAcquire()) {
            return true;
        }
        turnedAway.increment();
        return false;
    }

    public void leave() {
        free.release();
    }

    /** Turns somebody away who would find no place later either. */
    boolean turnsAway() {
        if (free.availablePermits() > 0) {
            return false;
        }
        turnedAway.increment();
        return true;
    }

    /** For another want than that of places. */
    public void turnAway() {
        turnedAway.increment();
    }

    /** How many are taken now. */
    public int taken() {
        return all - free.availablePermits();
    }

    /** How many have been turned away since the start. */
    public long turnedAway() {
        return turnedAway.sum();
    }
}
