package org.maillage.command.consent;

import org.maillage.command.Refusal;

/** One consent per person and project, until it is refused or withdrawn. */
final class ConsentAlreadyRequested extends Refusal {

    private static final long serialVersionUID = 1;

    ConsentAlreadyRequested() {
        super("L’autorisation de cette personne a déjà été demandée pour ce projet.");
    }
}
