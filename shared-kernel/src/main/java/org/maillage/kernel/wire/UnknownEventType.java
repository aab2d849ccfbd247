package org.maillage.kernel.wire;

/** An event whose type or revision this build does not know: the reader must stop, since skipping would lose a fact. */
public final class UnknownEventType extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnknownEventType(String name) {
        super("No event type " + name + " is known to this build");
    }
}
