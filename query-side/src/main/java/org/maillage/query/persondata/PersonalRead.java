package org.maillage.query.persondata;

import java.time.Instant;

/**
 * Somebody was shown a person’s data.
 *
 * @param at the first time in its minute: the same reader on the same page counts once a minute
 * @param actor who asked: the person whom the grant names, else the token’s subject; {@code anonymous} when nobody signed in
 * @param endpoint the path’s template
 * @param traceId of the request
 */
record PersonalRead(Instant at, String actor, String endpoint, String traceId) {}
