package org.maillage.query;

import java.util.Collection;
import java.util.Map;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonId;

/** The keys of persons, as far as they still exist. */
public interface PersonKeys {

    /** The keys of those of the persons who were not erased. */
    Map<PersonId, PersonCipher> of(Collection<PersonId> persons);
}
