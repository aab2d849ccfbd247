package org.maillage.kernel.consent;

/** The media that a consent can cover. */
public enum ImageMedium {
    /** Image fixe. */
    STILL,
    /** Image animée. */
    MOVING,
    /** Voix. */
    VOICE
}
