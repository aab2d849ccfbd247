package org.maillage.command;

/** Something new was to be made under an id that is in use. */
public final class AlreadyKnown extends Refusal {

    private static final long serialVersionUID = 1;

    public AlreadyKnown() {
        super("Cet identifiant est déjà pris.");
    }
}
