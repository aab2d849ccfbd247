package org.maillage.command.bilan;

import org.maillage.command.Refusal;

/** One bilan per partnership. */
final class BilanAlreadyExists extends Refusal {

    private static final long serialVersionUID = 1;

    BilanAlreadyExists() {
        super("Ce partenariat a déjà un bilan.");
    }
}
