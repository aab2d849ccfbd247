package org.maillage.kernel.partnership;

/** Where a partnership stands in its life. */
public enum PartnershipState {
    /** Proposé. */
    PROPOSED("proposé"),
    /** En négociation. */
    NEGOTIATING("en négociation"),
    /** Conclu : signé, ou décidé sans convention. */
    AGREED("conclu"),
    /** Action en cours. */
    RUNNING("action en cours"),
    /** Action suspendue. */
    SUSPENDED("action suspendue"),
    /** Action terminée, bilan attendu. */
    AWAITING_BILAN("action terminée"),
    /** Bilan transmis à tous les partenaires. */
    BILAN_SHARED("bilan transmis à tous les partenaires"),
    /** Suites décidées. */
    FOLLOWED_UP("suites décidées"),
    /** Refusé par un partenaire. */
    DECLINED("refusé par un partenaire"),
    /** Proposition retirée. */
    WITHDRAWN("proposition retirée"),
    /** Fin anticipée, bilan attendu. */
    TERMINATED("fin anticipée");

    private final String label;

    PartnershipState(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }
}
