package org.maillage.kernel.partnership;

/** A step of the calendar that the guide asks for (étape). */
public enum MilestoneKind {
    /** Rencontre informelle. */
    INFORMAL_MEETING,
    /** Allers-retours pour consolider le projet commun. */
    EXCHANGES,
    /** Rencontre formelle, vérification et signature. */
    FORMAL_MEETING,
    /** Rencontre autour de la mise en place de l’action. */
    SET_UP_MEETING,
    /** Temps fort de l’action. */
    HIGHLIGHT,
    /** Réunion de bilan. */
    BILAN_MEETING,
    /** Autre étape. */
    OTHER
}
