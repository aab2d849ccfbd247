package org.maillage.query.intake;

import java.time.Duration;

/** The read model does not contain yet what the question needs: 503 with Retry-After, never a stale answer. */
public final class ReadModelBehind extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Duration retryAfter;

    ReadModelBehind(Duration retryAfter) {
        super("Les données demandées sont en cours de mise à jour. Réessayez dans un instant.", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return "read-model-behind";
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
