package org.maillage.infra.faults;

/** A fault that met nothing: nobody published, or no answer came by that could be lost. It does not count. */
final class Missed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Missed(String why) {
        super(why, null, false, false);
    }
}
