package org.maillage.infra.faults;

import java.util.Locale;

/**
 * What can go wrong. Weights say how often one comes against the others in a long run: what costs the machine a start of a JVM comes
 * seldom, or nothing but starts would be tested.
 */
enum Kind {
    KILL_NODE(On.NODE, 2, 0, 0),
    RESTART_NODE(On.NODE, 1, 0, 0),
    PAUSE_NODE(On.NODE, 10, 200, 8_000),
    KILL_PUBLISHER(On.PUBLISHER, 1, 0, 0),
    PAUSE_PUBLISHER(On.PUBLISHER, 5, 200, 8_000),
    KILL_BROKER(On.BROKER, 1, 0, 0),
    RESTART_BROKER(On.BROKER, 1, 0, 0),
    PAUSE_BROKER(On.BROKER, 2, 200, 5_000),
    KILL_POSTMASTER(On.POSTGRES, 1, 0, 0),
    POWER_CUT(On.POSTGRES, 1, 0, 0),
    PAUSE_POSTMASTER(On.POSTGRES, 1, 200, 4_000),
    PAUSE_POSTGRES(On.POSTGRES, 2, 200, 4_000),
    END_SESSION(On.SESSION, 14, 0, 0),
    KILL_BACKEND(On.POSTGRES, 1, 0, 0),
    CUT(On.WIRE, 14, 0, 0),
    DELAY(On.WIRE, 9, 500, 4_000),
    SWALLOW(On.WIRE, 8, 300, 6_000),
    /** What was swallowed never arrives. */
    LOSE(On.WIRE, 5, 300, 4_000),
    REFUSE(On.WIRE, 5, 300, 3_000),
    LOSE_ANSWER(On.WIRE, 18, 0, 0),
    FILL_DISK(On.DISK, 1, 1_000, 4_000),
    POISON(On.READ_MODEL, 2, 800, 3_000),
    REBUILD(On.READ_MODEL, 1, 0, 0);

    /** What it strikes. */
    enum On {
        NODE,
        PUBLISHER,
        BROKER,
        POSTGRES,
        SESSION,
        WIRE,
        DISK,
        READ_MODEL
    }

    private final On on;
    private final int weight;
    private final int shortest;
    private final int longest;

    Kind(On on, int weight, int shortest, int longest) {
        this.on = on;
        this.weight = weight;
        this.shortest = shortest;
        this.longest = longest;
    }

    On on() {
        return on;
    }

    int weight() {
        return weight;
    }

    /** In milliseconds; 0 for what happens at once. */
    int shortest() {
        return shortest;
    }

    int longest() {
        return longest;
    }

    /** Everybody suffers: two of them at once would stop all, and prove less. */
    boolean isOutage() {
        return switch (on) {
            case BROKER, POSTGRES, DISK -> true;
            case NODE, PUBLISHER, SESSION, WIRE, READ_MODEL -> false;
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
