package org.maillage.kernel.partner;

/** How familiar a partner is with technology (degré de familiarité). */
public enum TechFamiliarity {
    /** Aucune : « n’a jamais touché un ordinateur ». */
    NONE,
    /** Faible. */
    LOW,
    /** Correcte. */
    FAIR,
    /** Grande. */
    HIGH
}
