package org.maillage.kernel.timesheet;

/** The phase of a partnership in which time was worked; any phase is legal in any state. */
public enum Phase {
    /** Prospection. */
    PROSPECTING,

    /** Négociation. */
    NEGOTIATION,

    /** Rédaction. */
    DRAFTING,

    /** Préparation. */
    PREPARATION,

    /** Animation. */
    DELIVERY,

    /** Suivi. */
    FOLLOW_UP,

    /** Bilan. */
    BILAN
}
