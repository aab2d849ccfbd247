package org.maillage.kernel.consent;

/** Who may use an image. */
public enum ImageUser {
    /** L’EPN. */
    EPN,
    /** Les partenaires. */
    PARTNERS
}
