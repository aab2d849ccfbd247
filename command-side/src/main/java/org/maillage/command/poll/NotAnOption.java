package org.maillage.command.poll;

import org.maillage.command.Refusal;

/** Only the dates that were put to the vote are answered and chosen. */
final class NotAnOption extends Refusal {

    private static final long serialVersionUID = 1;

    NotAnOption() {
        super("Cette date ne fait pas partie de celles que propose le sondage.");
    }
}
