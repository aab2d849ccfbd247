package org.maillage.command;

import org.maillage.kernel.wire.ProblemCode;

/** A key that was given with another request. */
public final class IdempotencyKeyReused extends Refusal {

    private static final long serialVersionUID = 1;

    public IdempotencyKeyReused() {
        super(ProblemCode.IDEMPOTENCY_KEY_REUSED.detail());
    }

    @Override
    public int status() {
        return ProblemCode.IDEMPOTENCY_KEY_REUSED.status();
    }
}
