package org.maillage.query;

/** What whoever runs the platform asks for cannot be done as things are (409): nothing was, and the log says so. */
public final class OperationRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    private OperationRefused(String code, String detail) {
        // An answer, not a failure: nobody reads its stack.
        super(detail, null, false, false);
        this.code = code;
    }

    public static OperationRefused notTheFirstEvent() {
        return new OperationRefused(
                "not-the-first-event",
                "Seul le premier événement en attente d’une clé peut être écarté : relisez ce qui attend.");
    }

    /** Stable, kebab-case, for programs. */
    public String code() {
        return code;
    }

    /** French, for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
