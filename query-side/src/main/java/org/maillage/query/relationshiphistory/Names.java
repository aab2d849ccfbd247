package org.maillage.query.relationshiphistory;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Id;
import org.maillage.kernel.person.PersonId;

/** How the people and things in a sentence are called at the moment of reading. */
interface Names {

    /** The full name, or « personne effacée ». */
    String person(PersonId id);

    /** The name of a centre, a partner or a project; null as long as nothing says it. */
    @Nullable
    String of(Id id);
}
