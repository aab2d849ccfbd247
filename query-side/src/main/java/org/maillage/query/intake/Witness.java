package org.maillage.query.intake;

import java.util.Collection;
import org.maillage.kernel.person.PersonId;

/** Notes whose personal data is about to be read: asked before anything is decrypted. */
@FunctionalInterface
public interface Witness {

    /**
     * The current request is about to read these.
     *
     * @throws RuntimeException when it cannot be noted: then nothing is read
     */
    void reads(Collection<PersonId> persons);
}
