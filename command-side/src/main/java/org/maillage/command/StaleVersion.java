package org.maillage.command;

import org.maillage.kernel.wire.ProblemCode;

/** The aggregate has moved on since the client looked at it. */
public final class StaleVersion extends Refusal {

    private static final long serialVersionUID = 1;

    public StaleVersion() {
        super(ProblemCode.STALE_VERSION.detail());
    }

    @Override
    public int status() {
        return ProblemCode.STALE_VERSION.status();
    }
}
