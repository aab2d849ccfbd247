package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such document. */
final class UnknownDocument extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownDocument() {
        super("Le partenariat n’a aucun document sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
