package org.maillage.command.publishing;

import java.io.PrintStream;
import java.time.Duration;

/** A line every few seconds that says how far something is, how fast it goes and how long it will take. */
final class Pace {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final PrintStream out;
    private final String what;
    private final long total;
    private final long started = System.nanoTime();
    private long told = started;

    Pace(PrintStream out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
    }

    void at(long done) {
        long now = System.nanoTime();
        if (now - told >= EVERY.toNanos()) {
            told = now;
            double rate = done / ((now - started) / 1e9);
            out.println("maillage republish: " + what + " " + done + " of " + total + " events ("
                    + (total == 0 ? 100 : Math.min(100, 100 * done / total)) + " %), " + (long) rate + " events/s, "
                    + (long) Math.ceil(Math.max(0, total - done) / Math.max(1, rate)) + " s left");
        }
    }
}
