package org.maillage.infra.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of the result.
 *
 * @param id of a {@link Goal}; behind a dot, what only explains it
 * @param low the lowest and highest of the turns, or of the windows
 * @param floor what is promised; null where nothing is, and the line only explains another one
 * @param aim what is hoped for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        @JsonProperty("higher")
        HIGHER,
        @JsonProperty("lower")
        LOWER;

        boolean reached(double value, double goal) {
            return switch (this) {
                case HIGHER -> value >= goal;
                case LOWER -> value <= goal;
            };
        }
    }

    Measure {
        if (!Double.isFinite(value) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(id + " was not measured: " + value + " (" + low + " – " + high + ")");
        }
    }

    /** Explains another line. */
    static Measure detail(String id, String what, double value, double low, double high, Better better, String unit) {
        return new Measure(id, what, value, low, high, null, null, better, unit);
    }

    /** Explains another line, and was measured once. */
    static Measure detail(String id, String what, double value, Better better, String unit) {
        return detail(id, what, value, value, value, better, unit);
    }

    /** Whether something is promised of it. */
    boolean promises() {
        return floor != null;
    }

    boolean missed() {
        return floor != null && !better.reached(value, floor);
    }

    boolean reachedAim() {
        return aim != null && better.reached(value, aim);
    }
}
