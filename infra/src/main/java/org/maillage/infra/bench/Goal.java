package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.HIGHER;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import org.maillage.infra.bench.Measure.Better;

/** What is promised, each a ratio of two things measured in the same run: the floor is kept, the aim is hoped for. */
enum Goal {
    NEW_AGGREGATES("P1a", "commands, new aggregates ÷ plain commits", 1.5, 2.4, HIGHER),
    UPDATES("P1b", "commands, 5,000 aggregates ÷ plain commits", 1.5, 2.4, HIGHER),
    NEW_AGGREGATES_OVER_HTTP("P2a", "the same over HTTP, new aggregates", 0.7, 1.2, HIGHER),
    UPDATES_OVER_HTTP("P2b", "the same over HTTP, 5,000 aggregates", 0.7, 1.2, HIGHER),
    COMMAND_LATENCY("P3", "p99 of a command ÷ of a plain insert", 4, 2, LOWER),
    FEED_LATENCY("P4a", "p99 commit → consumer ÷ raw Kafka", 4, 2, LOWER),
    FEED_LATENCY_WHILE_REBUILDING("P4b", "the same during a rebuild", 4, 2, LOWER),
    VISIBILITY("P5", "p99 acknowledged → visible ÷ its raw steps", 4, 1.5, LOWER),
    PROJECTIONS("P6", "live projection ÷ plain batched SQL", 0.5, 0.8, HIGHER),
    REBUILD("P7a", "rebuild of 10 million events ÷ COPY", 0.5, 0.8, HIGHER),
    REBUILD_GROWTH("P7b", "growth exponent of a rebuild, 1M → 10M", 1.10, 1.02, LOWER),
    LONG_AGGREGATE("P8", "loading 10,000 events ÷ 10 events", 2, 1.2, LOWER),
    APPEND_GROWTH("P9a", "append p50 at 10M ÷ at 1M events", 1.25, 1.05, LOWER),
    HEAP_GROWTH("P9b", "heap after a rebuild of 10M ÷ 1M", 1.2, 1.03, LOWER),
    START_TIME("P10a", "start to first command, image ÷ jar: time", 0.5, 0.3, LOWER),
    START_WORK("P10b", "the same: processor time", 0.5, 0.3, LOWER),
    GOODPUT("P11a", "goodput at twice the capacity ÷ peak", 0.9, 0.95, HIGHER),
    OVERLOAD_LATENCY("P11b", "p99 accepted then ÷ p99 at 80 % load", 4, 2, LOWER),
    DISK("P12", "bytes on disk ÷ bytes of payload", 2.0, 1.4, LOWER),
    QUERY_GROWTH("P13", "p99 of queries at 10M ÷ at 100k events", 2, 1.2, LOWER);

    private final String id;
    private final String title;
    private final double floor;
    private final double aim;
    private final Better better;

    Goal(String id, String title, double floor, double aim, Better better) {
        this.id = id;
        this.title = title;
        this.floor = floor;
        this.aim = aim;
        this.better = better;
    }

    static Goal of(String id) {
        for (var goal : values()) {
            if (goal.id.equals(id)) {
                return goal;
            }
        }
        throw new IllegalArgumentException("Nothing is promised of " + id);
    }

    String id() {
        return id;
    }

    /** In a few words, for a plot. */
    String title() {
        return title;
    }

    Better better() {
        return better;
    }

    /** What came of it. */
    Measure row(String what, double value, double low, double high) {
        return new Measure(id, what, value, low, high, floor, aim, better, "×");
    }

    /** Explains it: {@code name} is put behind its id. */
    Measure detail(String name, String what, double value, double low, double high, String unit) {
        return Measure.detail(id + "." + name, what, value, low, high, better, unit);
    }
}
