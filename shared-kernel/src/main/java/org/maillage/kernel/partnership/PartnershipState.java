package org.maillage.kernel.partnership;

/** Where a partnership stands in its life. */
public enum PartnershipState {
    /** Proposé. */
    PROPOSED,
    /** En négociation. */
    NEGOTIATING,
    /** Conclu : signé, ou décidé sans convention. */
    AGREED,
    /** Action en cours. */
    RUNNING,
    /** Action suspendue. */
    SUSPENDED,
    /** Action terminée, bilan attendu. */
    AWAITING_BILAN,
    /** Bilan transmis à tous les partenaires. */
    BILAN_SHARED,
    /** Suites décidées. */
    FOLLOWED_UP,
    /** Refusé par un partenaire. */
    DECLINED,
    /** Proposition retirée. */
    WITHDRAWN,
    /** Fin anticipée, bilan attendu. */
    TERMINATED
}
