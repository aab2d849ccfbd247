package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** One open proposal per centre, partner and project. */
final class ProposalAlreadyOpen extends Refusal {

    private static final long serialVersionUID = 1;

    ProposalAlreadyOpen() {
        super("Une proposition est déjà ouverte avec ce partenaire pour ce projet.");
    }
}
