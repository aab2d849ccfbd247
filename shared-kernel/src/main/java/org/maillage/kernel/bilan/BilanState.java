package org.maillage.kernel.bilan;

import org.maillage.kernel.bilan.BilanEvent.*;

/** Where a bilan stands. */
public enum BilanState {
    /** Brouillon. */
    DRAFT("brouillon"),
    /** Transmis à un partenaire au moins. */
    SHARED("transmis à un partenaire au moins"),
    /** Définitif. */
    FINAL("définitif");

    private final String label;

    BilanState(String label) {
        this.label = label;
    }

    /** French, for people. */
    public String label() {
        return label;
    }

    /** The state after an event. */
    public static BilanState after(BilanState before, BilanEvent event) {
        return switch (event) {
            case BilanDrafted _, BilanRevised _, BilanReopened _ -> DRAFT;
            case BilanShared _ -> SHARED;
            case BilanAmended _ -> before;
            case BilanFinalised _ -> FINAL;
        };
    }
}
