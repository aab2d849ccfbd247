package org.maillage.command;

/** The aggregate has moved on since the client looked at it. */
public final class StaleVersion extends Refusal {

    private static final long serialVersionUID = 1;

    public StaleVersion() {
        super("Quelqu’un a modifié ces données depuis votre dernière lecture. Relisez-les avant de recommencer.");
    }

    @Override
    public int status() {
        return 412;
    }
}
