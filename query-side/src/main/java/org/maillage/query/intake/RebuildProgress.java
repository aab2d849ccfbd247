package org.maillage.query.intake;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a fold of the feed is: said in the log every few seconds, and told to whoever keeps it. */
final class RebuildProgress {

    private static final Logger log = LoggerFactory.getLogger(RebuildProgress.class);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);
    private static final Duration SAID_EVERY = Duration.ofSeconds(5);

    /**
     * @param read records, of those that there are
     * @param perSecond since this run began: one that goes on after another counts anew
     */
    record Reached(long read, long total, long perSecond) {

        static final Reached NOTHING = new Reached(0, 0, 0);

        int percent() {
            return total == 0 ? 0 : (int) Math.min(100, 100 * read / total);
        }

        /** Nobody knows while nothing moves. */
        OptionalLong secondsLeft() {
            return perSecond == 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, total - read) / perSecond);
        }
    }

    @FunctionalInterface
    interface Listener {
        void reached(Reached reached);
    }

    private record Range(long first, long end) {}

    private final String what;
    private final Listener listener;
    private final long began = System.nanoTime();
    private final Map<Integer, Range> ranges = new ConcurrentHashMap<>();
    private final Map<Integer, Long> firstSeen = new ConcurrentHashMap<>();
    private final Map<Integer, Long> at = new ConcurrentHashMap<>();
    private long told = began - TOLD_EVERY.toNanos();
    private boolean over;
    private long said = began;

    RebuildProgress(String what, Listener listener) {
        this.what = what;
        this.listener = listener;
    }

    /** What a partition has. */
    void range(int partition, long first, long end) {
        ranges.put(partition, new Range(first, end));
    }

    /** The next record of a partition is this one. */
    void at(int partition, long offset) {
        firstSeen.putIfAbsent(partition, offset);
        at.put(partition, offset);
    }

    Reached reached() {
        long total = 0;
        long read = 0;
        long readNow = 0;
        for (var entry : ranges.entrySet()) {
            var range = entry.getValue();
            long next = Math.clamp(at.getOrDefault(entry.getKey(), range.first()), range.first(), range.end());
            total += range.end() - range.first();
            read += next - range.first();
            readNow += Math.max(0, next - firstSeen.getOrDefault(entry.getKey(), next));
        }
        double seconds = Math.max(1, System.nanoTime() - began) / 1e9;
        return new Reached(read, total, Math.round(readNow / seconds));
    }

    /** Tells it when it is time to; no more once it is over. */
    synchronized void tell() {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        if (now - told >= TOLD_EVERY.toNanos()) {
            told = now;
            listener.reached(reached());
        }
        if (now - said >= SAID_EVERY.toNanos()) {
            said = now;
            say();
        }
    }

    /** All of it was read: whoever looks now must not see what was told a second ago. What came meanwhile is not counted. */
    synchronized void finish() {
        over = true;
        var reached = reached();
        listener.reached(new Reached(reached.total(), reached.total(), reached.perSecond()));
    }

    private void say() {
        var reached = reached();
        log.info(
                "Rebuilding {}: {} %, {} of {} records, {}/s, {}",
                what,
                reached.percent(),
                reached.read(),
                reached.total(),
                reached.perSecond(),
                reached.secondsLeft().isPresent()
                        ? reached.secondsLeft().getAsLong() + " s left"
                        : "nobody knows how long yet");
    }
}
