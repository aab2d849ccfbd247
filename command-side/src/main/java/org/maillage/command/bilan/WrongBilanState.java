package org.maillage.command.bilan;

import org.maillage.command.Refusal;
import org.maillage.kernel.bilan.BilanState;

/** The bilan is not where this can happen. */
final class WrongBilanState extends Refusal {

    private static final long serialVersionUID = 1;

    WrongBilanState(BilanState state) {
        super("Ce n’est pas possible dans l’état actuel du bilan : " + state.label() + ".");
    }
}
