package org.maillage.infra.faults;

import org.jspecify.annotations.Nullable;

/** The harness itself cannot do what it should: nothing is said about the platform. */
public final class StageFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StageFailure(String message) {
        this(message, null);
    }

    StageFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
