package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** A partnership has at least one partner. */
final class LastPartner extends Refusal {

    private static final long serialVersionUID = 1;

    LastPartner() {
        super("Un partenariat a au moins un partenaire : retirez plutôt la proposition.");
    }
}
