package org.maillage.query.bilan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.AttendanceRecorded;
import org.maillage.kernel.session.SessionEvent.SessionHeld;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.query.CaseA;

/** Facts of sessions of 90 minutes, by the number of the session. */
record Sheets(CaseA it) {

    SessionPlanned planned(int session, List<PersonId> roster) {
        return new SessionPlanned(
                it.sessions.get(session),
                it.partnership,
                it.epn,
                Instant.parse("2025-10-07T12:00:00Z").plus(Duration.ofDays(session)),
                new Minutes(90),
                null,
                roster,
                null,
                false);
    }

    SessionHeld held(int session) {
        return new SessionHeld(it.sessions.get(session), it.partnership, it.epn);
    }

    AttendanceRecorded recorded(int session, PersonId person, AttendanceStatus status, boolean newAudience) {
        return new AttendanceRecorded(
                it.sessions.get(session),
                it.partnership,
                it.epn,
                List.of(new AttendanceEntry(person, status, newAudience)));
    }
}
