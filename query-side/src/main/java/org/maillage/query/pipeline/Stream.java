package org.maillage.query.pipeline;

/** What an event is kept with, and what lists show. */
enum Stream {
    /** What a centre says of itself, under the centre. */
    CENTRE,
    /** How far each partnership of a centre came, under the centre. */
    LIVES,
    /** A project and the image consents that were asked for it, under the project. */
    PROJECT,
    /** Under the partner. */
    PARTNER,
    /** A partnership and all that is decided in it, under the partnership; on the centre's list. */
    PARTNERSHIP,
    /** What a person is called, under the person. */
    PERSON
}
