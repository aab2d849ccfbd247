package org.maillage.command.consent;

import org.maillage.command.Refusal;

/** A guardian who is of age signs for a minor. */
final class GuardianRequired extends Refusal {

    private static final long serialVersionUID = 1;

    GuardianRequired() {
        super("Cette personne est mineure : son représentant légal, majeur, doit être indiqué.");
    }
}
