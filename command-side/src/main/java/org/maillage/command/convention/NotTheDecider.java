package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** A step is decided by the person it names. */
final class NotTheDecider extends Refusal {

    private static final long serialVersionUID = 1;

    NotTheDecider() {
        super("Cette étape revient à une autre personne.");
    }
}
