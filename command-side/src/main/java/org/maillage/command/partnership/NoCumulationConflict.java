package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** There is nothing to waive. */
final class NoCumulationConflict extends Refusal {

    private static final long serialVersionUID = 1;

    NoCumulationConflict() {
        super("Aucun conflit de cumul n’est ouvert : il n’y a rien à lever.");
    }
}
