package org.maillage.edge;

/** The centre knows the caller, who is not allowed this there (403). A stranger is told that nothing is there (404). */
public final class Forbidden extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Forbidden() {
        // An answer, not a failure: nobody reads its stack.
        super(null, null, false, false);
    }
}
