package org.maillage.query.persondata;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.person.PersonId;

/**
 * A person in an event.
 *
 * @param role as what: the path of the id in the event, or {@value #ACTOR}
 */
record Mention(UUID person, String role) {

    /** Who did it, says the metadata. */
    static final String ACTOR = "actor";

    /** Each person once in each role. An actor who is no person is an id of which nobody ever asks. */
    static SequencedSet<Mention> of(Event event, @Nullable String actor) {
        var mentions = new LinkedHashSet<Mention>();
        Leaves.visit(event, (path, value) -> {
            if (value instanceof PersonId person) {
                mentions.add(new Mention(person.value(), path));
            }
        });
        var acting = id(actor);
        if (acting != null) {
            mentions.add(new Mention(acting, ACTOR));
        }
        return mentions;
    }

    private static @Nullable UUID id(@Nullable String actor) {
        if (actor == null || actor.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(actor);
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }
}
