package org.maillage.query.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.session.SessionState;

/** A session as far as advice needs it. */
final class Session {

    private final SessionPlanned plan;
    private SessionState state = SessionState.PLANNED;
    private boolean recorded;
    private boolean imagesTaken;

    Session(SessionPlanned plan) {
        this.plan = plan;
        this.imagesTaken = plan.imagesTaken();
    }

    void on(SessionEvent event) {
        state = SessionState.after(state, event);
        switch (event) {
            case AttendanceRecorded _, HeadcountRecorded _ -> recorded = true;
            case ImagesDecided e -> imagesTaken = e.imagesTaken();
            case SessionPlanned _,
                    SessionRescheduled _,
                    SessionCancelled _,
                    SessionHeld _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _ -> {}
        }
    }

    SessionId id() {
        return plan.id();
    }

    Instant startsAt() {
        return plan.startsAt();
    }

    int minutes() {
        return plan.minutes().value();
    }

    LocalDate day() {
        return BusinessDay.of(plan.startsAt());
    }

    List<PersonId> roster() {
        return plan.roster();
    }

    boolean imagesTaken() {
        return imagesTaken;
    }

    boolean isPlanned() {
        return state == SessionState.PLANNED;
    }

    boolean isHeld() {
        return state == SessionState.HELD;
    }

    /** Neither cancelled nor replaced. */
    boolean counts() {
        return isPlanned() || isHeld();
    }

    /** Held, and its sheet has neither lines nor a headcount. */
    boolean isUnrecorded() {
        return isHeld() && !recorded;
    }
}
