package org.maillage.command.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SessionId;

/** In the order of a session's life. */
sealed interface SessionCommand extends Command {

    SessionId id();

    @Override
    default SessionId target() {
        return id();
    }

    record PlanSession(
            SessionId id,
            PartnershipId partnershipId,
            Instant startsAt,
            Minutes minutes,
            @Nullable String place,
            List<PersonId> roster,
            boolean imagesTaken)
            implements SessionCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }
    }

    /**
     * @param id the first session of the series
     * @param sessions all of them, the first included
     */
    record PlanSessionSeries(
            SessionId id,
            PartnershipId partnershipId,
            Instant startsAt,
            SeriesFrequency frequency,
            List<SessionId> sessions,
            Minutes minutes,
            @Nullable String place,
            List<PersonId> roster,
            boolean imagesTaken)
            implements SessionCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }
    }

    /**
     * @param rescheduledAs the id of the session that will replace it
     */
    record RescheduleSession(SessionId id, SessionId rescheduledAs, Instant startsAt, String reason)
            implements SessionCommand {}

    /** Sent from within, by the rescheduling of another session. */
    record ReplaceSession(
            SessionId id,
            SessionId rescheduledFrom,
            PartnershipId partnershipId,
            Instant startsAt,
            Minutes minutes,
            @Nullable String place,
            List<PersonId> roster,
            boolean imagesTaken)
            implements SessionCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }
    }

    record DecideImages(SessionId id, boolean imagesTaken) implements SessionCommand {}

    record CancelSession(SessionId id, String reason) implements SessionCommand {}

    record HoldSession(SessionId id, Instant now) implements SessionCommand {}

    record RecordAttendance(SessionId id, List<AttendanceEntry> entries) implements SessionCommand {}

    record RecordHeadcount(SessionId id, int headcount) implements SessionCommand {}

    /**
     * @param newAudience null when it stays as it was
     */
    record CorrectAttendance(
            SessionId id,
            PersonId personId,
            AttendanceStatus status,
            @Nullable Boolean newAudience,
            String reason) implements SessionCommand {}

    record CloseSheet(SessionId id) implements SessionCommand {}
}
