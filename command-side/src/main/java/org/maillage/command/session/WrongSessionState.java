package org.maillage.command.session;

import org.maillage.command.Refusal;
import org.maillage.kernel.session.SessionState;

/** The session is not where this can happen. */
final class WrongSessionState extends Refusal {

    private static final long serialVersionUID = 1;

    WrongSessionState(SessionState state) {
        super("Ce n’est pas possible dans l’état actuel de la séance : " + state.label() + ".");
    }
}
