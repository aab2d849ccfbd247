package org.maillage.command.session;

import org.maillage.command.Refusal;
import org.maillage.kernel.session.SessionState;

/** No attendance on a session that is only planned, cancelled or rescheduled. */
final class SessionNotHeld extends Refusal {

    private static final long serialVersionUID = 1;

    SessionNotHeld(SessionState state) {
        super("On n’émarge que pour une séance tenue ; celle-ci est " + state.label() + ".");
    }
}
