package org.maillage.kernel.convention;

import org.maillage.kernel.convention.ConventionEvent.*;

/** Where a convention stands. */
public enum ConventionState {
    /** Brouillon. */
    DRAFT,
    /** Soumise au circuit de validation. */
    SUBMITTED,
    /** Validée par tout le circuit. */
    VALIDATED,
    /** Signée par une partie au moins. */
    PARTLY_SIGNED,
    /** Signée par toutes les parties. */
    SIGNED;

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
