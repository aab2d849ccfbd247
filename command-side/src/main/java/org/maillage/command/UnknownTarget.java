package org.maillage.command;

/** The aggregate that should decide does not exist, or is one of another kind. */
public final class UnknownTarget extends Refusal {

    private static final long serialVersionUID = 1;

    public UnknownTarget() {
        super("Rien n’existe sous cet identifiant.");
    }

    @Override
    public int status() {
        return 404;
    }
}
