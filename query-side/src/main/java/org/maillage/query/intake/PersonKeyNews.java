package org.maillage.query.intake;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Between those who miss a key and the one who reads keys: when it is worth looking again, and when none is left to read. */
final class PersonKeyNews {

    /** How a wait ended. */
    enum Answer {
        ARRIVED,
        NONE_LEFT,
        TOO_LATE
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long arrivals;
    private long asked;
    private long answered;

    /** Keys were stored. */
    void arrived() {
        lock.lock();
        try {
            arrivals++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often keys arrived: taken before the look that misses one. */
    long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /** The last question whether any key is left to read; at most what was answered when nobody waits. */
    long asked() {
        lock.lock();
        try {
            return asked;
        } finally {
            lock.unlock();
        }
    }

    boolean somebodyAsks() {
        lock.lock();
        try {
            return asked > answered;
        } finally {
            lock.unlock();
        }
    }

    /** Everything that the topic held after that question was put is stored. */
    void noneLeft(long question) {
        lock.lock();
        try {
            answered = Math.max(answered, question);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until keys arrived since that moment, or none is left that was in the topic by now. */
    Answer await(long arrivalsBefore, Duration most) throws InterruptedException {
        long left = most.toNanos();
        lock.lock();
        try {
            long mine = ++asked;
            while (arrivals == arrivalsBefore) {
                if (answered >= mine) {
                    return Answer.NONE_LEFT;
                }
                if (left <= 0) {
                    return Answer.TOO_LATE;
                }
                left = changed.awaitNanos(left);
            }
            return Answer.ARRIVED;
        } finally {
            lock.unlock();
        }
    }
}
