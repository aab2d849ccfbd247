package org.maillage.infra.verifier;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Nothing can be said about the ledger: what stands in the way, in words for whoever started the verification. */
final class CannotVerify extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Ending ending;

    CannotVerify(Ending ending, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.ending = ending;
    }

    CannotVerify(Ending ending, String message) {
        this(ending, message, null);
    }

    Ending ending() {
        return ending;
    }

    /** On one line, whatever a library put into it. */
    static String words(Throwable failure) {
        var innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        var message = innermost.getMessage();
        var name = innermost.getClass().getSimpleName();
        return (message == null ? name : innermost instanceof IOException ? name + ": " + message : message)
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
