package org.maillage.command.partner;

import org.maillage.command.Refusal;

/** The person is a contact of this partner already, in another role. */
final class ContactAlreadyAdded extends Refusal {

    private static final long serialVersionUID = 1;

    ContactAlreadyAdded() {
        super("Cette personne est déjà un contact du partenaire, avec une autre fonction.");
    }
}
