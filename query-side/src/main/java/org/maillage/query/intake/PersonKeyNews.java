package org.maillage.query.intake;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells those who miss a key when it is worth looking again, and when no more keys are to come. */
final class PersonKeyNews {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private long looks;
    private long arrivals;
    private long lastMissing;

    /** Where things stand when somebody misses a key. */
    record Moment(long looks, long arrivals) {}

    /** How a wait ended. */
    enum Answer {
        ARRIVED,
        NONE_TO_COME,
        TOO_LATE
    }

    /**
     * After each look at the topic.
     *
     * @param arrived whether it brought keys, which are stored now
     * @param all whether nothing is left to read
     */
    void looked(boolean arrived, boolean all) {
        lock.lock();
        try {
            looks++;
            if (arrived) {
                arrivals = looks;
            }
            if (!all) {
                lastMissing = looks;
            }
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Moment now() {
        lock.lock();
        try {
            return new Moment(looks, arrivals);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until keys came since that moment or, looking again from its beginning, everything was read. */
    Answer await(Moment since, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            while (true) {
                if (arrivals > since.arrivals()) {
                    return Answer.ARRIVED;
                }
                // The look under way may have begun before, so two more; only the last may be asked what it left.
                if (looks >= since.looks() + 2 && lastMissing < looks) {
                    return Answer.NONE_TO_COME;
                }
                if (left <= 0) {
                    return Answer.TOO_LATE;
                }
                left = looked.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            }
        } finally {
            lock.unlock();
        }
    }
}
