package org.maillage.command;

/** A person's own token must be that person: somebody named another one as the one who decides, signs, works or answers. */
public final class NotYourself extends Refusal {

    private static final long serialVersionUID = 1;

    public NotYourself() {
        super("Vous ne pouvez agir qu’en votre propre nom.");
    }

    @Override
    public int status() {
        return 403;
    }
}
