package org.maillage.kernel.person;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;

/** What happens to a person (personne): the only events that hold personal data, and only encrypted. */
public sealed interface PersonEvent extends Event {

    @Override
    PersonId id();

    @Override
    default PersonId streamKey() {
        return id();
    }

    /**
     * A person became known to a centre.
     *
     * @param minor whether a guardian must sign for them (mineur)
     * @param keyVersion which version of the person's key encrypts the fields, from 1
     */
    record PersonRegistered(
            PersonId id,
            EpnId epnId,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor,
            int keyVersion)
            implements PersonEvent {}

    /** Somebody’s details changed; it carries the full new state. */
    record PersonRevised(
            PersonId id,
            EpnId epnId,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor,
            int keyVersion)
            implements PersonEvent {}

    /**
     * Somebody has a portrait (trombinoscope).
     *
     * @param photo its bytes in Base64, encrypted
     */
    record PersonPhotoSet(PersonId id, EpnId epnId, Ciphertext photo, String mediaType, int keyVersion)
            implements PersonEvent {}

    /** Somebody was forgotten: their key is destroyed, and with it every name, address and portrait ever recorded. */
    record PersonErased(PersonId id, EpnId epnId, String reason) implements PersonEvent {}
}
