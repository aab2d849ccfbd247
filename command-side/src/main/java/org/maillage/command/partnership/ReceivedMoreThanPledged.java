package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** What is received stays within what was pledged. */
final class ReceivedMoreThanPledged extends Refusal {

    private static final long serialVersionUID = 1;

    ReceivedMoreThanPledged() {
        super("Le montant reçu dépasse l’apport promis : corrigez d’abord l’un ou l’autre.");
    }
}
