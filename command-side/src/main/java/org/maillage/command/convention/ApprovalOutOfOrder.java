package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** Approvals come in the order of the circuit. */
final class ApprovalOutOfOrder extends Refusal {

    private static final long serialVersionUID = 1;

    ApprovalOutOfOrder(String awaited) {
        super("L’étape précédente n’est pas encore décidée : " + awaited + ".");
    }
}
