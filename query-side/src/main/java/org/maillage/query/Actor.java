package org.maillage.query;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import org.maillage.kernel.person.PersonId;

/** Who asks, as records of it say: the person whom the centre’s grant names, as in the history, else the account. */
public final class Actor {

    /** What stands for somebody who was not asked who they are. */
    public static final String ANONYMOUS = "anonymous";

    private static final String ACTOR = Actor.class.getName();

    private Actor() {}

    /** @param persons who the caller is in the centres that the question is about; it counts when all of them agree */
    public static void is(HttpServletRequest request, Collection<PersonId> persons) {
        var different = new HashSet<>(persons);
        if (different.size() == 1) {
            request.setAttribute(ACTOR, different.iterator().next().toString());
        }
    }

    public static String of(HttpServletRequest request) {
        return request.getAttribute(ACTOR) instanceof String person
                ? person
                : Objects.requireNonNullElse(request.getRemoteUser(), ANONYMOUS);
    }
}
