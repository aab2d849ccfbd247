package org.maillage.command.epn;

import org.maillage.command.Refusal;

/** There is no such agreement. */
final class UnknownFunding extends Refusal {

    private static final long serialVersionUID = 1;

    UnknownFunding() {
        super("Aucun financement n’a cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
