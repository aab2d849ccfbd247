package org.maillage.query.cards;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        boolean erased) {}
