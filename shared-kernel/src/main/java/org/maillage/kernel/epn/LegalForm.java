package org.maillage.kernel.epn;

/** What kind of body runs the centre (forme juridique). */
public enum LegalForm {
    /** An association: it must look for funding. */
    ASSOCIATION,

    /** A service of the town: private aid comes on top of public funds. */
    MUNICIPAL_SERVICE
}
