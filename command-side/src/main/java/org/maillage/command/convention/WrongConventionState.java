package org.maillage.command.convention;

import org.maillage.command.Refusal;
import org.maillage.kernel.convention.ConventionState;

/** The convention is not where this can happen. */
final class WrongConventionState extends Refusal {

    private static final long serialVersionUID = 1;

    WrongConventionState(ConventionState state) {
        super("Ce n’est pas possible dans l’état actuel de la convention : " + state.label() + ".");
    }
}
