package org.maillage.query;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.InvalidRequest;

/** The business days of a question, from one to another, both included. */
public record Period(LocalDate from, LocalDate until) {

    /** What a question about all time asks without saying days. */
    public static final Period ALWAYS = new Period(LocalDate.MIN, LocalDate.MAX);

    private static final int LONGEST_YEARS = 20;

    /**
     * @param from null for the first of all days
     * @param until null for the last of all days
     * @throws InvalidRequest when it ends before it begins, or long after
     */
    public static Period of(@Nullable LocalDate from, @Nullable LocalDate until) {
        if (from != null && until != null) {
            if (until.isBefore(from)) {
                throw InvalidRequest.parameter("until", "La fin de la période précède son début.");
            }
            if (until.isAfter(from.plusYears(LONGEST_YEARS))) {
                throw InvalidRequest.parameter(
                        "until", "Une période dure au plus " + LONGEST_YEARS + " ans ; sans dates, tout est compté.");
            }
        }
        return new Period(from == null ? ALWAYS.from : from, until == null ? ALWAYS.until : until);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(until);
    }
}
