package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long calls took, each from when it was due.
 *
 * @param nanos of each call, of all that were due
 * @param late how many could only begin more than a millisecond after they were due: every caller was still waiting
 */
record Latencies(Histogram nanos, long late) {

    static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final double MILLI = 1e6;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    /** Whoever records must not have to ask how long it may take. */
    static Histogram histogram() {
        return new ConcurrentHistogram(LONGEST_NANOS, 3);
    }

    double millis(double percentile) {
        return nanos.getValueAtPercentile(percentile) / MILLI;
    }

    double p99() {
        return millis(99);
    }

    long calls() {
        return nanos.getTotalCount();
    }

    /** Of several windows together. */
    static Latencies all(Collection<Latencies> windows) {
        var all = histogram();
        long late = 0;
        for (var window : windows) {
            all.add(window.nanos);
            late += window.late;
        }
        return new Latencies(all, late);
    }

    /**
     * The percentiles of all windows together, between the lowest and the highest of a window, as lines {@code id.p50} to
     * {@code id.p99.9}. The plots draw whatever has such lines: one plot for a row, one curve for each of its ids.
     *
     * @param id of a row, a dot, and a side of it
     */
    static List<Measure> details(String id, String side, Collection<Latencies> windows) {
        var all = all(windows);
        var details = new ArrayList<Measure>();
        for (double percentile : PERCENTILES) {
            var name = "p" + (percentile == Math.rint(percentile) ? Integer.toString((int) percentile) : percentile);
            var of = windows.stream()
                    .mapToDouble(window -> window.millis(percentile))
                    .summaryStatistics();
            details.add(Measure.detail(
                    id + "." + name,
                    side + ": " + name,
                    all.millis(percentile),
                    of.getMin(),
                    of.getMax(),
                    LOWER,
                    "ms"));
        }
        return details;
    }
}
