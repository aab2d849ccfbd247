package org.maillage.infra.verifier;

import java.io.PrintStream;

/** A line each second, so that whoever waits sees how far it is. */
final class Progress {

    private static final long EVERY = 1_000_000_000L;

    private final PrintStream out;
    private final long started = System.nanoTime();
    private long lines;

    Progress(PrintStream out) {
        this.out = out;
    }

    void at(long position, long expected) {
        // The clock costs more than a comparison.
        if ((position & 0xff) != 0) {
            return;
        }
        long elapsed = System.nanoTime() - started;
        if (elapsed / EVERY > lines) {
            lines = elapsed / EVERY;
            out.println("maillage verify: position " + position
                    + (expected > 0 ? " of " + expected + " (" + Math.min(100, 100 * position / expected) + " %)" : "")
                    + ", " + (long) (position / (elapsed / 1e9)) + " events/s");
        }
    }
}
