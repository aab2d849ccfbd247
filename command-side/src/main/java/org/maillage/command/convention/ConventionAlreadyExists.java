package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** One live convention per partnership. */
final class ConventionAlreadyExists extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionAlreadyExists() {
        super("Ce partenariat a déjà une convention : révisez-la plutôt.");
    }
}
