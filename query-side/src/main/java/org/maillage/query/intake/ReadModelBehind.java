package org.maillage.query.intake;

import java.time.Duration;

/** The read model does not contain yet what the question needs: 503 with Retry-After, never a stale answer. */
public final class ReadModelBehind extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    ReadModelBehind(Duration retryAfter) {
        super("The read model is behind", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** What the question needs is on its way. */
    public static ReadModelBehind soon() {
        return new ReadModelBehind(Duration.ofSeconds(1));
    }

    /** When it is worth asking again; whole seconds. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
