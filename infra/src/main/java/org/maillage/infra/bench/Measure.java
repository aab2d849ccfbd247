package org.maillage.infra.bench;

import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param low the worst and best of the turns, or of the windows
 * @param floor what is promised; null where nothing is, and the line only explains another one
 * @param aim what was reached before
 */
record Measure(
        String id,
        String what,
        double value,
        double low,
        double high,
        @Nullable Double floor,
        @Nullable Double aim,
        Better better,
        String unit) {

    enum Better {
        HIGHER,
        LOWER
    }

    /** Explains another line. */
    static Measure detail(String id, String what, double value, double low, double high, Better better, String unit) {
        return new Measure(id, what, value, low, high, null, null, better, unit);
    }

    boolean missed() {
        return floor != null
                && switch (better) {
                    case HIGHER -> value < floor;
                    case LOWER -> value > floor;
                };
    }
}
