package org.maillage.query.cards;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionState;
import org.maillage.query.intake.Recorded;

/**
 * A session and its attendance sheet.
 *
 * @param reason why it was rescheduled or cancelled
 * @param roster who was expected when it was planned
 * @param imagesTaken whether pictures, films or sounds are taken of those who come
 * @param series those that were planned together with it; null for one that was planned alone
 * @param entries the lines of the sheet as they stand; someone on the roster without a line has none here either
 */
record SessionCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        SessionState state,
        Instant startsAt,
        int minutes,
        @Nullable String place,
        List<UUID> roster,
        Sheet sheet,
        List<Entry> entries,
        @Nullable Integer headcount,
        @Nullable UUID rescheduledFrom,
        @Nullable UUID rescheduledAs,
        @Nullable String reason,
        boolean imagesTaken,
        @Nullable SessionSeries series) {

    enum Sheet {
        OPEN,
        CLOSED
    }

    record Entry(UUID personId, AttendanceStatus status, boolean newAudience) {}

    static SessionCard of(List<Recorded> history, @Nullable SessionSeries series) {
        var planned = (SessionPlanned) history.getFirst().event();
        var state = SessionState.PLANNED;
        var sheet = Sheet.OPEN;
        var entries = new LinkedHashMap<UUID, Entry>();
        Integer headcount = null;
        UUID rescheduledAs = null;
        String reason = null;
        var imagesTaken = planned.imagesTaken();
        for (var recorded : history) {
            var event = (SessionEvent) recorded.event();
            state = SessionState.after(state, event);
            switch (event) {
                case SessionPlanned _, SessionHeld _, SessionSeriesPlanned _ -> {}
                case ImagesDecided e -> imagesTaken = e.imagesTaken();
                case SessionRescheduled e -> {
                    rescheduledAs = e.rescheduledAs().value();
                    reason = e.reason();
                }
                case SessionCancelled e -> reason = e.reason();
                case AttendanceRecorded e -> {
                    for (var line : e.entries()) {
                        entries.put(
                                line.personId().value(),
                                new Entry(line.personId().value(), line.status(), line.newAudience()));
                    }
                }
                case AttendanceCorrected e ->
                    entries.put(e.personId().value(), new Entry(e.personId().value(), e.status(), e.newAudience()));
                case HeadcountRecorded e -> headcount = e.headcount();
                case SheetClosed _ -> sheet = Sheet.CLOSED;
            }
        }
        var replaced = planned.rescheduledFrom();
        return new SessionCard(
                planned.id().value(),
                planned.partnershipId().value(),
                planned.epnId().value(),
                state,
                planned.startsAt(),
                planned.minutes().value(),
                planned.place(),
                new LinkedHashSet<>(planned.roster())
                        .stream().map(PersonId::value).toList(),
                sheet,
                List.copyOf(entries.values()),
                headcount,
                replaced == null ? null : replaced.value(),
                rescheduledAs,
                reason,
                imagesTaken,
                series);
    }
}
