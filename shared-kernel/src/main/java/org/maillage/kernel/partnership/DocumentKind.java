package org.maillage.kernel.partnership;

/** What a document of a partnership is. */
public enum DocumentKind {
    /** Dossier de présentation. */
    DOSSIER,
    /** Diaporama. */
    SLIDES,
    /** Acte municipal. */
    MUNICIPAL_ACT,
    /** Espace de travail partagé (wiki, groupe, stockage). */
    WORKSPACE,
    /** Autre document. */
    OTHER
}
