package org.maillage.kernel.session;

/** How often the sessions of a series take place (« la fréquence des séances »). */
public enum SeriesFrequency {
    /** Chaque semaine. */
    WEEKLY,
    /** Une semaine sur deux. */
    FORTNIGHTLY,
    /** Chaque mois, le même jour du mois. */
    MONTHLY
}
