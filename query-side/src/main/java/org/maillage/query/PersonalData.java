package org.maillage.query;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.springframework.stereotype.Component;

/** Personal data, decrypted for one answer and kept nowhere: tables hold ciphertext, and an erased person stays erased. */
@Component
public final class PersonalData {

    /** What stands where a name stood. */
    public static final String ERASED = "personne effacée";

    private final PersonKeys keys;

    PersonalData(PersonKeys keys) {
        this.keys = keys;
    }

    /**
     * Who somebody is.
     *
     * @param fullName {@link #ERASED} once the key is gone
     */
    public record Identity(
            String fullName,
            @Nullable String email,
            @Nullable String phone,
            boolean erased) {}

    /** One identity for each of the persons. */
    public Map<PersonId, Identity> of(Collection<PersonRegistered> persons) {
        var ciphers = keys.of(persons.stream().map(PersonRegistered::id).collect(Collectors.toSet()));
        var identities = new HashMap<PersonId, Identity>();
        for (var person : persons) {
            var cipher = ciphers.get(person.id());
            identities.put(
                    person.id(),
                    cipher == null
                            ? new Identity(ERASED, null, null, true)
                            : new Identity(
                                    clear(cipher, "fullName", person, person.fullName()),
                                    clearOrNull(cipher, "email", person, person.email()),
                                    clearOrNull(cipher, "phone", person, person.phone()),
                                    false));
        }
        return identities;
    }

    private static @Nullable String clearOrNull(
            PersonCipher cipher, String field, PersonRegistered person, @Nullable Ciphertext sealed) {
        return sealed == null ? null : clear(cipher, field, person, sealed);
    }

    private static String clear(PersonCipher cipher, String field, PersonRegistered person, Ciphertext sealed) {
        return cipher.decrypt(PersonRegistered.class, field, person.keyVersion(), sealed);
    }
}
