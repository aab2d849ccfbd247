package org.maillage.command.project;

import org.maillage.command.Refusal;

/** The project has no such need. */
final class UnknownNeed extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownNeed() {
        super("Le projet n’a aucun besoin sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
