package org.maillage.kernel.project;

/** How equipment can be had (« soit l’achat, soit la location, soit le prêt »). */
public enum AcquisitionMode {
    /** Achat. */
    BUY,
    /** Location. */
    RENT,
    /** Prêt. */
    BORROW
}
