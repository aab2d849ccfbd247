package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such time constraint. */
final class UnknownTimeConstraint extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownTimeConstraint() {
        super("Le partenariat n’a aucun impératif horaire sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
