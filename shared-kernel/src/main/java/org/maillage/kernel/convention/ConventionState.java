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
    SIGNED("signée par toutes les parties"),
    /** Modifiée par un avenant. */
    AMENDED("modifiée par un avenant"),
    /** Arrivée à échéance. */
    EXPIRED("arrivée à échéance"),
    /** Dénoncée avant son terme. */
    TERMINATED("dénoncée avant son terme");

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
            case ConventionDrafted _, ConventionRevised _, StepRejected _, PartiesChanged _ -> DRAFT;
            case ConventionSubmitted _ -> SUBMITTED;
            case StepApproved _, DeciderNamed _, MunicipalActAttached _ -> before;
            case ConventionValidated _ -> VALIDATED;
            // An amendment is signed too, and stays one.
            case ConventionSigned _ -> before == AMENDED ? AMENDED : PARTLY_SIGNED;
            case ConventionFullySigned _ -> before == AMENDED ? AMENDED : SIGNED;
            case ConventionAmended _ -> AMENDED;
            case ConventionExpired _ -> EXPIRED;
            case ConventionTerminated _ -> TERMINATED;
        };
    }
}
