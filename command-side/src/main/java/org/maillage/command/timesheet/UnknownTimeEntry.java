package org.maillage.command.timesheet;

import org.maillage.command.Refusal;

/** There is no such entry. */
final class UnknownTimeEntry extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownTimeEntry() {
        super("Aucune saisie de temps n’a cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
