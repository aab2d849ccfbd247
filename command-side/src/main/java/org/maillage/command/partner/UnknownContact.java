package org.maillage.command.partner;

import org.maillage.command.Refusal;

/** Nobody of that identity is or was a contact of the partner. */
final class UnknownContact extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownContact() {
        super("Cette personne n’est pas un contact du partenaire.");
    }

    @Override
    public int status() {
        return 404;
    }
}
