package org.maillage.infra.verifier;

/** Something is not as the format says; thrown where it is met. */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Ending ending;

    private Fault(Ending ending, String what) {
        super(what, null, false, false);
        this.ending = ending;
    }

    static Fault ofAnEvent(String what) {
        return new Fault(Ending.EVENTS_DIFFER, what);
    }

    static Fault ofACheckpoint(String what) {
        return new Fault(Ending.CHECKPOINT_REFUSED, what);
    }

    static Fault ofAReport(String what) {
        return new Fault(Ending.REPORT_DIFFERS, what);
    }

    Ending ending() {
        return ending;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
