package org.maillage.infra.verifier;

/** How a verification ends, for scripts; the same numbers mean the same as when the platform starts. */
enum Ending {
    PROVEN(0),
    UNFORESEEN(1),
    ARGUMENTS(2),
    DATABASE(7),
    KAFKA(8),
    /** The events are not those that were signed. */
    EVENTS_DIFFER(10),
    /** A checkpoint cannot be trusted, or there is none. */
    CHECKPOINT_REFUSED(11),
    /** A file that the arguments name cannot be read. */
    FILE(12),
    /** A certified report or its certificate is not what was certified. */
    REPORT_DIFFERS(13);

    private final int exitCode;

    Ending(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
