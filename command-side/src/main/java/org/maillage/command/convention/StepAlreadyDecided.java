package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** A step that is decided needs nobody else to decide it. */
final class StepAlreadyDecided extends Refusal {

    private static final long serialVersionUID = 1;

    StepAlreadyDecided() {
        super("Cette étape est déjà décidée.");
    }
}
