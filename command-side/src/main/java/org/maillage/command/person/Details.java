package org.maillage.command.person;

import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent;

/**
 * What is known of a person, encrypted for one event.
 *
 * @param in the kind of event: it is part of what was encrypted
 * @param keyVersion which version of the person's key encrypts the fields
 */
record Details(
        Class<? extends PersonEvent> in,
        Ciphertext fullName,
        @Nullable Ciphertext email,
        @Nullable Ciphertext phone,
        int keyVersion) {}
