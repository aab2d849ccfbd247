package org.maillage.query.agenda;

/** What an event is kept with, and what lists show. */
enum Stream {
    /** That there is a centre. */
    CENTRE,
    /** What a project is called, under the project. */
    PROJECT,
    /** All that has a date in a partnership, under the partnership; on the centre's list. */
    PARTNERSHIP
}
