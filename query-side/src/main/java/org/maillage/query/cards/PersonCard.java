package org.maillage.query.cards;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.intake.PersonNames;

/**
 * A person, decrypted while it is read.
 *
 * @param fullName « personne effacée » once the person's key is destroyed, and then there is neither e-mail nor phone
 */
record PersonCard(
        UUID id,
        UUID epnId,
        String fullName,
        @Nullable String email,
        @Nullable String phone,
        boolean minor,
        boolean erased) {

    /** @param readers one for each person at least of the answer */
    static PersonCard of(PersonRegistered person, Map<PersonId, PersonNames.Reader> readers) {
        var reader = readers.get(person.id());
        if (reader == null) {
            throw new IllegalArgumentException("Nothing reads the data of person " + person.id());
        }
        return new PersonCard(
                person.id().value(),
                person.epnId().value(),
                reader.read(PersonRegistered.class, "fullName", person.keyVersion(), person.fullName()),
                clear(reader, "email", person, person.email()),
                clear(reader, "phone", person, person.phone()),
                person.minor(),
                reader.erased());
    }

    private static @Nullable String clear(
            PersonNames.Reader reader, String field, PersonRegistered person, @Nullable Ciphertext sealed) {
        return sealed == null || reader.erased()
                ? null
                : reader.read(PersonRegistered.class, field, person.keyVersion(), sealed);
    }
}
