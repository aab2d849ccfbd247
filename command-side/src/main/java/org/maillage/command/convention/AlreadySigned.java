package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** Each party signs once. */
final class AlreadySigned extends Refusal {

    private static final long serialVersionUID = 1;

    AlreadySigned() {
        super("Cette partie a déjà signé, par une autre personne.");
    }
}
