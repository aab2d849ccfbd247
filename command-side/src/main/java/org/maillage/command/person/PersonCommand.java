package org.maillage.command.person;

import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonId;

sealed interface PersonCommand extends Command {

    PersonId id();

    @Override
    default PersonId target() {
        return id();
    }

    /** The personal fields come encrypted: no clear name gets further than the edge. */
    record RegisterPerson(
            PersonId id,
            EpnId epnId,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor,
            int keyVersion)
            implements PersonCommand {}
}
