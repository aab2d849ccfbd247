package org.maillage.kernel.poll;

/** To what degree somebody commits to a date (« à des degrés différents, ou refuser »). */
public enum Availability {
    /** Oui. */
    YES,
    /** Si nécessaire. */
    IF_NEED_BE,
    /** Non. */
    NO
}
