package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such direct cost. */
final class UnknownCost extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownCost() {
        super("Le partenariat n’a aucune dépense directe sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
