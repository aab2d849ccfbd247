package org.maillage.query.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Waits longer and longer while something fails, and says so once, until it works again or everything ends. */
final class Patience {

    private static final long SHORTEST = 100;
    private static final long LONGEST = 1_000;

    private final Logger log;
    private final CountDownLatch end;
    private long pause = SHORTEST;
    private boolean failing;

    Patience(Logger log, CountDownLatch end) {
        this.log = log;
        this.end = end;
    }

    /** Gives false when it is over. */
    boolean afterFailure(String what, Throwable failed) {
        if (!failing) {
            failing = true;
            log.warn("{}: trying again until it works: {}", what, failed.toString());
        }
        boolean goOn = pause(Duration.ofMillis(pause));
        pause = Math.min(LONGEST, pause * 2);
        return goOn;
    }

    void afterSuccess(String what) {
        if (failing) {
            failing = false;
            pause = SHORTEST;
            log.info("{}: works again", what);
        }
    }

    boolean pause(Duration time) {
        try {
            return !end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
