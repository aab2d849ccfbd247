package org.maillage.command.session;

import org.maillage.command.Refusal;

/** Where people are expected by name, they are recorded by name. */
final class HeadcountNeedsOpenEvent extends Refusal {

    private static final long serialVersionUID = 1;

    HeadcountNeedsOpenEvent() {
        super("Un simple comptage ne vaut que pour une séance ouverte, sans liste de participants.");
    }
}
