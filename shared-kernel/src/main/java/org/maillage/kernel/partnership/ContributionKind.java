package org.maillage.kernel.partnership;

/** How a contribution (apport) counts in the figures. */
public enum ContributionKind {
    /** Apport financier (numéraire). */
    CASH,

    /** Apport en nature, valorisé. */
    IN_KIND
}
