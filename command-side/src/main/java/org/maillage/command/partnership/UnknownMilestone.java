package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such milestone. */
final class UnknownMilestone extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownMilestone() {
        super("Le partenariat n’a aucune étape sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
