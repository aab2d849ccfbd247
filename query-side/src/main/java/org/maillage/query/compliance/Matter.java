package org.maillage.query.compliance;

/** What compliance keeps events of. */
enum Matter {
    CENTRE,
    PARTNER,
    PROJECT,
    PARTNERSHIP,
    CONSENT,
    PERSON
}
