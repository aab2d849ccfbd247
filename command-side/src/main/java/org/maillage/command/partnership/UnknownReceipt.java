package org.maillage.command.partnership;

import org.maillage.command.Refusal;

/** The partnership has no such receipt. */
final class UnknownReceipt extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownReceipt() {
        super("Le partenariat n’a aucun apport reçu sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
