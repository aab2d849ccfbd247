package org.maillage.command.person;

import org.maillage.command.Refusal;

/** The person was erased: nothing more is recorded of them. */
final class PersonIsErased extends Refusal {

    private static final long serialVersionUID = 1;

    PersonIsErased() {
        super("Cette personne a été effacée : plus rien ne s’enregistre à son sujet.");
    }
}
