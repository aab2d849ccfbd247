package org.maillage.infra.faults;

import java.util.Locale;

/**
 * One of a schedule.
 *
 * @param n from 1
 * @param at milliseconds after the first command
 * @param target a part, a wire as {@code command-1/database}, or whom {@link Kind.On} means where only the run can tell
 * @param millis how long it lasts; 0 for what happens at once
 * @param draw decides what is left to decide: which session, which table
 */
record Fault(int n, long at, Kind kind, String target, long millis, int draw) {

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%5d  %9.3f s  %-16s %-20s %s",
                        n,
                        at / 1e3,
                        kind.text(),
                        target,
                        millis == 0 ? "" : millis + " ms")
                .stripTrailing();
    }
}
