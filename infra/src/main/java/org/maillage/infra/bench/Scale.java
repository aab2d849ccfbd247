package org.maillage.infra.bench;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param pairs how often both sides of a comparison take turns
 * @param slot how long a side works at each of its turns, where time is what ends it
 * @param warmUp how long a side works before the first turn that counts
 * @param events in the feed that is rebuilt
 * @param windows of commands at a steady rate
 * @param window how long each of them is
 * @param aggregates that commands are about, where they are about known ones
 */
enum Scale {
    QUICK(2, Duration.ofMillis(500), Duration.ofSeconds(1), 20_000, 2, Duration.ofSeconds(1), 500),
    FULL(7, Duration.ofSeconds(3), Duration.ofSeconds(10), 400_000, 6, Duration.ofSeconds(10), 5_000);

    final int pairs;
    final Duration slot;
    final Duration warmUp;
    final int events;
    final int windows;
    final Duration window;
    final int aggregates;

    Scale(int pairs, Duration slot, Duration warmUp, int events, int windows, Duration window, int aggregates) {
        this.pairs = pairs;
        this.slot = slot;
        this.warmUp = warmUp;
        this.events = events;
        this.windows = windows;
        this.window = window;
        this.aggregates = aggregates;
    }
}
