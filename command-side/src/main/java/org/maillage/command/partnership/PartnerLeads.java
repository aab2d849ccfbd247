package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The pilot does not leave without a successor: there is exactly one at any time. */
final class PartnerLeads extends Refusal {

    private static final long serialVersionUID = 1;

    PartnerLeads() {
        super("Le pilote appartient à ce partenaire : désignez d’abord un autre pilote.");
    }
}
