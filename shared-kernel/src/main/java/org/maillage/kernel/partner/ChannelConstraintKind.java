package org.maillage.kernel.partner;

/** What makes a contact hard to reach (« stockage limité, délai de réception... »). */
public enum ChannelConstraintKind {
    /** Messagerie de faible capacité. */
    SMALL_MAILBOX,
    /** Réponses tardives. */
    SLOW_ANSWERS,
    /** Téléphone seulement. */
    PHONE_ONLY,
    /** Courrier postal seulement. */
    LETTER_ONLY,
    /** Autre contrainte. */
    OTHER
}
