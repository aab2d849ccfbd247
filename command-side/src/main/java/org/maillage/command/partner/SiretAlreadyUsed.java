package org.maillage.command.partner;

import org.maillage.command.Refusal;

/** The centre already has a card for this establishment. */
final class SiretAlreadyUsed extends Refusal {

    private static final long serialVersionUID = 1;

    SiretAlreadyUsed() {
        super("Une fiche partenaire de cet EPN porte déjà ce SIRET.");
    }
}
