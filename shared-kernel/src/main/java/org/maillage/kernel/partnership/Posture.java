package org.maillage.kernel.partnership;

/** Where the centre stands towards its partners (positionnement). */
public enum Posture {
    /** Prestation de service. */
    SERVICE,
    /** Conseil de centre ressource. */
    ADVICE,
    /** « Faire avec ». */
    WITH,
    /** « Faire pour ». */
    FOR
}
