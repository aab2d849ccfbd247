package org.maillage.infra.faults;

import java.util.concurrent.locks.ReentrantLock;

/** A process of the platform, or PostgreSQL with all of its own, that can die and stand still. */
public abstract class Part {

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean meantToRun;

    Part(String name) {
        this.name = name;
    }

    /** As it is called in schedules and logs. */
    public final String name() {
        return name;
    }

    /** Starts it unless it runs; it may answer only later. From now on it is meant to run. */
    public final void start() {
        lock.lock();
        try {
            meantToRun = true;
            if (!isRunning()) {
                launch();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called by one thread at a time, while it does not run. */
    abstract void launch();

    public abstract boolean isRunning();

    /** Whether it does its work now. */
    public abstract boolean answers();

    /** Ends it in order; it is not meant to run any more. */
    public final void stop() {
        lock.lock();
        try {
            meantToRun = false;
            resume();
            end();
        } finally {
            lock.unlock();
        }
    }

    /** Called by one thread at a time, whether it runs or not. */
    abstract void end();

    /** {@code kill -9}; it is still meant to run, and who supervises starts it again. */
    public abstract void kill();

    /** SIGSTOP: it stands still and holds whatever it holds. */
    public abstract void pause();

    /** SIGCONT. */
    public abstract void resume();

    public final boolean isMeantToRun() {
        return meantToRun;
    }

    @Override
    public final String toString() {
        return name;
    }
}
