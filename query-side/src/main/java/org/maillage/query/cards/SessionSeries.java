package org.maillage.query.cards;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SeriesSlot;
import org.maillage.kernel.session.SessionEvent.SessionSeriesPlanned;
import org.maillage.query.intake.Recorded;

/**
 * Sessions that were planned at a rhythm.
 *
 * @param sessions all of them, at the slots that they had at first
 */
record SessionSeries(SeriesFrequency frequency, List<SeriesSlot> sessions) {

    /** @param first the events of the first session of a series, perhaps of none */
    static @Nullable SessionSeries of(List<Recorded> first) {
        for (var recorded : first) {
            if (recorded.event() instanceof SessionSeriesPlanned planned) {
                return new SessionSeries(planned.frequency(), planned.sessions());
            }
        }
        return null;
    }
}
