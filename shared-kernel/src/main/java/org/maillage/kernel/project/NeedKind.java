package org.maillage.kernel.project;

/** What a centre can look for in a partnership (besoin). */
public enum NeedKind {
    /** Finances. */
    FUNDING,
    /** Matériel. */
    EQUIPMENT,
    /** Locaux. */
    PREMISES,
    /** Intervenants. */
    SPEAKERS,
    /** Publics. */
    AUDIENCE,
    /** Notoriété. */
    VISIBILITY
}
