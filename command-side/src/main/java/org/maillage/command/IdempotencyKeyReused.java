package org.maillage.command;

/** A key that was given with another request. */
public final class IdempotencyKeyReused extends Refusal {

    private static final long serialVersionUID = 1;

    public IdempotencyKeyReused() {
        super("Cette clé d’idempotence a déjà servi à une autre requête.");
    }

    @Override
    public int status() {
        return 422;
    }
}
