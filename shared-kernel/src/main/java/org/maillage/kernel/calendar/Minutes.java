package org.maillage.kernel.calendar;

import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** A duration within one day (durée en minutes): 1 to 1,440. */
public record Minutes(Integer value) implements Scalar<Integer> {

    public static final int PER_DAY = 1_440;

    /** @throws InvalidValue {@code invalid-minutes} outside 1..1,440 */
    public Minutes {
        if (value < 1 || value > PER_DAY) {
            throw new InvalidValue("invalid-minutes", "La durée doit être comprise entre 1 et 1 440 minutes.");
        }
    }
}
