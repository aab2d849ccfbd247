package org.maillage.command;

/** Somebody acts for an organisation that takes no part in the partnership. */
public final class NotAParty extends Refusal {

    private static final long serialVersionUID = 1;

    public NotAParty() {
        super("Cette organisation ne fait pas partie du partenariat.");
    }
}
