package org.maillage.kernel.convention;

/** What a convention must say (« dans votre convention devront figurer »). */
public enum Clause {
    PREAMBLE("préambule"),
    OBJECTIVES("attentes et objectifs généraux"),
    MODALITIES("modalités de collaboration"),
    PLANNED_SESSIONS("nombre de séances"),
    COMMITMENTS("engagements respectifs"),
    FOLLOW_UP("modalités de suivi");

    private final String label;

    Clause(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }
}
