package org.maillage.kernel.partnership;

/** What follows a finished partnership (suites à donner). */
public enum FollowUp {
    /** Reconduction à l’identique. */
    RENEW_IDENTICAL,

    /** Nouveau projet avec les mêmes partenaires. */
    NEW_PROJECT,

    /** Clôture, sans suite. */
    CLOSE
}
