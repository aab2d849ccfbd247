package org.maillage.command.session;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SeriesSlot;
import org.maillage.kernel.session.SessionId;

/** When the sessions of a series take place. */
final class Rhythm {

    private Rhythm() {}

    /**
     * One slot for each session, at the same time of day in Paris, summer and winter; each month on the day of the first, or on the
     * last day of a month that is too short.
     */
    static List<SeriesSlot> slots(Instant startsAt, SeriesFrequency frequency, List<SessionId> sessions) {
        var first = startsAt.atZone(BusinessDay.ZONE);
        return IntStream.range(0, sessions.size())
                .mapToObj(i -> new SeriesSlot(
                        sessions.get(i), later(first, frequency, i).toInstant()))
                .toList();
    }

    private static ZonedDateTime later(ZonedDateTime first, SeriesFrequency frequency, int times) {
        return switch (frequency) {
            case WEEKLY -> first.plusWeeks(times);
            case FORTNIGHTLY -> first.plusWeeks(2L * times);
            case MONTHLY -> first.plusMonths(times);
        };
    }
}
