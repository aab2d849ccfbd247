package org.maillage.kernel.person;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The data key of one person, opened (clé de la personne): it encrypts the personal data of that person's events and reads
 * them back. A value is bound to its place: event type, field, person and key version are authenticated with it, so that a
 * ciphertext moved elsewhere is unreadable there. Made by {@link MasterKey}; safe for several threads.
 */
public final class PersonCipher {

    private final WrappedKey key;
    private final Aead aead;

    PersonCipher(WrappedKey key, Aead aead) {
        this.key = key;
        this.aead = aead;
    }

    public PersonId person() {
        return key.person();
    }

    /** What the event must carry as {@code keyVersion} beside what this cipher encrypts. */
    public int version() {
        return key.version();
    }

    /** The same key as it is kept. */
    public WrappedKey wrapped() {
        return key;
    }

    /** Encrypts one field of an event of this person: {@code encrypt(PersonRegistered.class, "fullName", name)}. */
    public Ciphertext encrypt(Class<? extends PersonEvent> event, String field, String clear) {
        try {
            var sealed = aead.encrypt(clear.getBytes(UTF_8), place(event, field, version()));
            return new Ciphertext(Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A field of " + event.getSimpleName() + " cannot be encrypted", e);
        }
    }

    /**
     * Reads a field of an event of this person.
     *
     * @param keyVersion what the event says; at most {@link #version()}
     * @throws Undecipherable for anything that {@link #encrypt} did not make for that very place
     */
    public String decrypt(Class<? extends PersonEvent> event, String field, int keyVersion, Ciphertext sealed) {
        try {
            var bytes = Base64.getDecoder().decode(sealed.value());
            return new String(aead.decrypt(bytes, place(event, field, keyVersion)), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Undecipherable(field + " of a " + event.getSimpleName(), e);
        }
    }

    /** No part can hold a line break, so no two places read the same. */
    private byte[] place(Class<? extends PersonEvent> event, String field, int keyVersion) {
        return String.join("\n", "person-field", event.getSimpleName(), field, person().toString(), "" + keyVersion)
                .getBytes(UTF_8);
    }
}
