package org.maillage.command.convention;

import org.maillage.command.Refusal;

/** The circuit has no step of that name. */
final class UnknownStep extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownStep() {
        super("Le circuit de validation n’a aucune étape de ce nom.");
    }

    @Override
    public int status() {
        return 404;
    }
}
