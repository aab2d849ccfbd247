package org.maillage.kernel.wire;

/** Bytes that are no event of the type that they claim to be. The message names no content: it may be logged. */
public final class UnreadableEvent extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableEvent(String name, int revision, Throwable cause) {
        super("This is no " + name + " of revision " + revision + ": "
                + cause.getClass().getSimpleName());
    }
}
