package org.maillage.kernel.deliverable;

/** What a deliverable is made of. */
public enum Medium {
    /** Image fixe. */
    STILL,
    /** Image animée. */
    MOVING,
    /** Voix. */
    VOICE,
    /** Texte. */
    TEXT,
    /** Objet. */
    OBJECT
}
