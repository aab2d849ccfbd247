package org.maillage.infra.faults;

/** A process of the platform, or PostgreSQL with all of its own, that can die and stand still. */
public interface Part {

    /** As it is called in schedules and logs. */
    String name();

    /** Starts it unless it runs; it may answer only later. From now on it is meant to run. */
    void start();

    boolean isRunning();

    /** Whether it does its work now. */
    boolean answers();

    /** Ends it in order; it is not meant to run any more. */
    void stop();

    /** {@code kill -9}; it is still meant to run, and who supervises starts it again. */
    void kill();

    /** SIGSTOP: it stands still and holds whatever it holds. */
    void pause();

    /** SIGCONT. */
    void resume();

    boolean isMeantToRun();
}
