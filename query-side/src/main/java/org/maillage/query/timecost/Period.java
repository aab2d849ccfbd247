package org.maillage.query.timecost;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.InvalidRequest;

/** Business days from one to another, both included. */
record Period(LocalDate from, LocalDate until) {

    static final Period ALWAYS = new Period(LocalDate.MIN, LocalDate.MAX);

    /** @throws InvalidRequest when it ends before it begins */
    static Period of(@Nullable LocalDate from, @Nullable LocalDate until) {
        var period = new Period(from == null ? LocalDate.MIN : from, until == null ? LocalDate.MAX : until);
        if (period.until.isBefore(period.from)) {
            throw InvalidRequest.parameter("until", "La fin de la période précède son début.");
        }
        return period;
    }
}
