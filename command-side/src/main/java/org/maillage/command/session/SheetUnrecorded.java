package org.maillage.command.session;

import org.maillage.command.Refusal;

/** A sheet with nothing on it cannot be closed. */
final class SheetUnrecorded extends Refusal {

    private static final long serialVersionUID = 1;

    SheetUnrecorded() {
        super("La feuille d’émargement est encore vide.");
    }
}
