package org.maillage.kernel.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** What happens to a session (séance) and its attendance sheet (feuille d’émargement). */
public sealed interface SessionEvent extends Event {

    @Override
    SessionId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    /**
     * A session has a slot, now or in the past: centres enter paper afterwards.
     *
     * @param roster who is expected; empty for an open event
     * @param rescheduledFrom the session that it replaces
     * @param imagesTaken whether pictures, films or sounds will be taken of those who come
     */
    record SessionPlanned(
            SessionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            Instant startsAt,
            Minutes minutes,
            @Nullable String place,
            List<PersonId> roster,
            @Nullable SessionId rescheduledFrom,
            boolean imagesTaken)
            implements SessionEvent {

        public SessionPlanned {
            roster = List.copyOf(roster);
        }
    }

    /** The session will not take place at its slot: another one replaces it, with the same roster, minutes and place. */
    record SessionRescheduled(
            SessionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            SessionId rescheduledAs,
            Instant startsAt,
            String reason)
            implements SessionEvent {}

    /** The session will not take place. */
    record SessionCancelled(SessionId id, PartnershipId partnershipId, EpnId epnId, String reason)
            implements SessionEvent {}

    /** The session took place. */
    record SessionHeld(SessionId id, PartnershipId partnershipId, EpnId epnId) implements SessionEvent {}

    /** Lines were written on the sheet. */
    record AttendanceRecorded(SessionId id, PartnershipId partnershipId, EpnId epnId, List<AttendanceEntry> entries)
            implements SessionEvent {

        public AttendanceRecorded {
            entries = List.copyOf(entries);
        }
    }

    /** The people at an open event were counted, not named; counting again replaces it. */
    record HeadcountRecorded(SessionId id, PartnershipId partnershipId, EpnId epnId, int headcount)
            implements SessionEvent {}

    /** A line of the sheet was wrong; it carries the full new state of the line. */
    record AttendanceCorrected(
            SessionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            PersonId personId,
            AttendanceStatus status,
            boolean newAudience,
            String reason)
            implements SessionEvent {}

    /** The sheet is complete: from here on only corrections. */
    record SheetClosed(SessionId id, PartnershipId partnershipId, EpnId epnId) implements SessionEvent {}

    /**
     * Sessions were planned at a rhythm; each has its own plan too.
     *
     * @param id the first of them
     * @param sessions all of them, the first included
     */
    record SessionSeriesPlanned(
            SessionId id,
            PartnershipId partnershipId,
            EpnId epnId,
            SeriesFrequency frequency,
            List<SeriesSlot> sessions)
            implements SessionEvent {

        public SessionSeriesPlanned {
            sessions = List.copyOf(sessions);
        }
    }

    /** Whether images are taken was decided anew. */
    record ImagesDecided(SessionId id, PartnershipId partnershipId, EpnId epnId, boolean imagesTaken)
            implements SessionEvent {}
}
