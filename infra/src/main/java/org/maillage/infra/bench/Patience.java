package org.maillage.infra.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, and not for ever. */
final class Patience {

    private static final Duration MOST = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_NANOS = 2_000_000;

    private Patience() {}

    static void until(String what, BooleanSupplier done) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Waited too long until " + what);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }
}
