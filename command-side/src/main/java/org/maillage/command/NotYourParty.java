package org.maillage.command;

/** The people of a partner speak for that partner alone. */
public final class NotYourParty extends Refusal {

    private static final long serialVersionUID = 1;

    public NotYourParty() {
        super("Vous ne pouvez agir que pour votre organisation.");
    }

    @Override
    public int status() {
        return 403;
    }
}
