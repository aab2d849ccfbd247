package org.maillage.command;

import org.jspecify.annotations.Nullable;

/** The ledger cannot serve now (503): too many commands wait, or the database does not answer. Asking again later is right. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
        super(message);
    }

    public Unavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
