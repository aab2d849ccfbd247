package org.maillage.kernel.partnership;

/** What a contribution is for. */
public enum ContributionNature {
    /** Équipement, matériel. */
    EQUIPMENT,

    /** Location. */
    RENTAL,

    /** Fonctionnement (salaires…): rarely financed by a partnership. */
    OPERATING,

    /** Locaux. */
    PREMISES,

    /** Intervenants. */
    SPEAKERS,

    /** Publics. */
    AUDIENCE,

    /** Notoriété. */
    VISIBILITY
}
