package org.maillage.query.cards;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.intake.Recorded;

/**
 * A person, decrypted while it is read.
 *
 * @param fullName « personne effacée » once the person's key is destroyed, and then there is neither e-mail nor phone nor portrait
 * @param photo where the portrait is; null without one
 */
record PersonCard(
        UUID id,
        UUID epnId,
        String fullName,
        @Nullable String email,
        @Nullable String phone,
        boolean minor,
        boolean erased,
        @Nullable String photo) {

    /** The newest details as they are kept, unreadable. */
    record Sealed(
            PersonId id,
            UUID epnId,
            Class<? extends PersonEvent> event,
            int keyVersion,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor,
            boolean erased) {

        static Sealed of(List<Recorded> history) {
            var sealed = sealed((PersonRegistered) history.getFirst().event());
            for (var recorded : history) {
                sealed = switch ((PersonEvent) recorded.event()) {
                    case PersonRegistered _, PersonPhotoSet _ -> sealed;
                    case PersonRevised revised -> sealed.as(revised);
                    case PersonErased _ -> sealed.forgotten();
                };
            }
            return sealed;
        }

        private static Sealed sealed(PersonRegistered person) {
            return new Sealed(
                    person.id(),
                    person.epnId().value(),
                    PersonRegistered.class,
                    person.keyVersion(),
                    person.fullName(),
                    person.email(),
                    person.phone(),
                    person.minor(),
                    false);
        }

        private Sealed as(PersonRevised person) {
            return new Sealed(
                    id,
                    epnId,
                    PersonRevised.class,
                    person.keyVersion(),
                    person.fullName(),
                    person.email(),
                    person.phone(),
                    person.minor(),
                    erased);
        }

        private Sealed forgotten() {
            return new Sealed(id, epnId, event, keyVersion, fullName, email, phone, minor, true);
        }
    }

    /**
     * @param readers one for each person at least of the answer who was not erased
     * @param portraits whose portrait is known
     */
    static PersonCard of(Sealed person, Map<PersonId, PersonNames.Reader> readers, Set<UUID> portraits) {
        var reader = person.erased() ? null : readers.get(person.id());
        if (reader == null && !person.erased()) {
            throw new IllegalArgumentException("Nothing reads the data of person " + person.id());
        }
        if (reader == null || reader.erased()) {
            return new PersonCard(
                    person.id().value(), person.epnId(), PersonNames.ERASED, null, null, person.minor(), true, null);
        }
        return new PersonCard(
                person.id().value(),
                person.epnId(),
                reader.read(person.event(), "fullName", person.keyVersion(), person.fullName()),
                clear(reader, "email", person, person.email()),
                clear(reader, "phone", person, person.phone()),
                person.minor(),
                false,
                portraits.contains(person.id().value()) ? "/api/v1/persons/" + person.id() + "/photo" : null);
    }

    private static @Nullable String clear(
            PersonNames.Reader reader, String field, Sealed person, @Nullable Ciphertext sealed) {
        return sealed == null ? null : reader.read(person.event(), field, person.keyVersion(), sealed);
    }
}
