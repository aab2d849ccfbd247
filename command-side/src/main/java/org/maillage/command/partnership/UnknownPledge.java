package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such pledge. */
final class UnknownPledge extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownPledge() {
        super("Le partenariat n’a aucun apport promis sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
