package org.maillage.kernel.partnership;

/** A return that is not money; listed beside it, never blended into it. */
public enum IntangibleBenefit {
    /** Crédibilité. */
    CREDIBILITY,

    /** Écoute. */
    LISTENING,

    /** Nouveaux publics. */
    NEW_AUDIENCE,

    /** Notoriété. */
    VISIBILITY
}
