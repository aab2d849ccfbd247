package org.maillage.edge;

/** The database does not answer, and was asked before. It is said once in the log, not for every request. */
final class DatabaseIsSilent extends RuntimeException {

    private static final long serialVersionUID = 1;

    DatabaseIsSilent() {
        super("The database does not answer", null, false, false);
    }
}
