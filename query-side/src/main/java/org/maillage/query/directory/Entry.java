package org.maillage.query.directory;

/** What the directory keeps events of. */
enum Entry {
    CENTRE,
    PARTNER,
    PARTNERSHIP,
    PROJECT,
    PERSON,
    /** A list only: the portraits are large and are answered elsewhere. */
    PORTRAIT
}
