package org.maillage.command.session;

import org.maillage.command.Refusal;

/** Only a line of the sheet can be corrected. */
final class PersonNotOnSheet extends Refusal {

    private static final long serialVersionUID = 1;

    PersonNotOnSheet() {
        super("Cette personne ne figure pas sur la feuille d’émargement.");
    }
}
