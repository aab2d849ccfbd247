package org.maillage.command.session;

import org.maillage.command.Refusal;

/** A closed sheet takes corrections only. */
final class SheetIsClosed extends Refusal {

    private static final long serialVersionUID = 1;

    SheetIsClosed() {
        super("La feuille d’émargement est close : seules des corrections motivées sont possibles.");
    }
}
