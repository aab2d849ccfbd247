package org.maillage.query.intake;

/** A record of the feed that nobody can read. Its message says where it is wrong, and nothing of what it says. */
final class UnreadableRecord extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnreadableRecord(String message) {
        super(message, null, false, false);
    }
}
