package org.maillage.command.person;

import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonId;

/** The personal fields come encrypted: no clear name gets further than the edge. */
sealed interface PersonCommand extends Command {

    PersonId id();

    @Override
    default PersonId target() {
        return id();
    }

    record RegisterPerson(
            PersonId id,
            EpnId epnId,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor,
            int keyVersion)
            implements PersonCommand {
        @Override
        public EpnId within() {
            return epnId;
        }
    }

    /**
     * The full new state.
     *
     * @param minor null when nothing is said of it: nobody comes of age by an omission
     * @param comparison tells whether it is new at all
     */
    record RevisePerson(
            PersonId id, Details details, @Nullable Boolean minor, Comparison comparison) implements PersonCommand {}

    record SetPersonPhoto(PersonId id, Ciphertext photo, Picture picture, int keyVersion) implements PersonCommand {}

    record ErasePerson(PersonId id, String reason) implements PersonCommand {}
}
