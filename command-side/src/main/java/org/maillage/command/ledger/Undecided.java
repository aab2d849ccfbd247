package org.maillage.command.ledger;

/** This attempt ended without an answer; the command is looked at again. */
final class Undecided extends RuntimeException {

    private static final long serialVersionUID = 1;

    enum Reason {
        /** Nothing happened, but on a state that may be out of date. */
        CACHED_STATE,
        /** The command id was written before. */
        KNOWN_COMMAND,
        /** Somebody else was faster. */
        LOST_RACE,
        /** What was to be new exists. */
        BORN_ALREADY
    }

    private final Reason reason;

    Undecided(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
