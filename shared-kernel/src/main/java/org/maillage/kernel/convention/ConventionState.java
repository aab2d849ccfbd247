package org.maillage.kernel.convention;

import org.maillage.kernel.convention.ConventionEvent.*;

/** Where a convention stands. */
public enum ConventionState {
    /** Brouillon. */
    DRAFT("brouillon"),
    /** Soumise au circuit de validation. */
    SUBMITTED("soumise au circuit de validation"),
    /** Validée par tout le circuit. */
    VALIDATED("validée par tout le circuit"),
    /** Signée par une partie au moins. */
    PARTLY_SIGNED("signée par une partie au moins"),
    /** Signée par toutes les parties. */
    SIGNED("signée par toutes les parties");

    private final String label;

    ConventionState(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }

    /** The state after an event: any revision or rejection goes back to a draft. */
    public static ConventionState after(ConventionState before, ConventionEvent event) {
        return switch (event) {
            case ConventionDrafted _, ConventionRevised _, StepRejected _ -> DRAFT;
            case ConventionSubmitted _ -> SUBMITTED;
            case StepApproved _ -> before;
            case ConventionValidated _ -> VALIDATED;
            case ConventionSigned _ -> PARTLY_SIGNED;
            case ConventionFullySigned _ -> SIGNED;
        };
    }
}
