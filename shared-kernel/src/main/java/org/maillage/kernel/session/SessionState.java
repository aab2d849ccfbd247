package org.maillage.kernel.session;

import org.maillage.kernel.session.SessionEvent.*;

/** Where a session stands; its sheet is open until it is closed. */
public enum SessionState {
    /** Prévue. */
    PLANNED("prévue"),
    /** Tenue. */
    HELD("tenue"),
    /** Annulée. */
    CANCELLED("annulée"),
    /** Reportée : une autre séance la remplace. */
    RESCHEDULED("reportée");

    private final String label;

    SessionState(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }

    /** The state after an event. */
    public static SessionState after(SessionState before, SessionEvent event) {
        return switch (event) {
            case SessionPlanned _ -> PLANNED;
            case SessionRescheduled _ -> RESCHEDULED;
            case SessionCancelled _ -> CANCELLED;
            case SessionHeld _ -> HELD;
            case AttendanceRecorded _,
                    HeadcountRecorded _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _,
                    ImagesDecided _ -> before;
        };
    }
}
