package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** A convention is signed only once its circuit has validated it. */
final class ConventionNotValidated extends Refusal {

    private static final long serialVersionUID = 1;

    ConventionNotValidated() {
        super("La convention n’a pas encore été validée par tout son circuit.");
    }
}
