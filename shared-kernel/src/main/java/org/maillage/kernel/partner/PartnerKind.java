package org.maillage.kernel.partner;

/** What kind of organisation a partner is (type de partenaire); it decides the default validation circuit. */
public enum PartnerKind {
    /** Service municipal. */
    MUNICIPAL_SERVICE,

    /** Association. */
    ASSOCIATION,

    /** Entreprise. */
    COMPANY,

    /** Établissement scolaire. */
    SCHOOL,

    /** Lieu culturel. */
    CULTURAL_VENUE,

    /** Autre organisme public. */
    OTHER_PUBLIC_BODY
}
