package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such tool. */
final class UnknownTool extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownTool() {
        super("Le partenariat n’a aucun outil sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
