package org.maillage.kernel.partner;

/** How an exchange (échange) with a partner took place. */
public enum ExchangeChannel {
    /** Courriel. */
    MAIL,

    /** Téléphone. */
    PHONE,

    /** Courrier. */
    LETTER,

    /** Rencontre. */
    MEETING,

    /** Événement de la vie locale. */
    LOCAL_EVENT,

    /** Mise en relation par un tiers. */
    INTRODUCTION
}
