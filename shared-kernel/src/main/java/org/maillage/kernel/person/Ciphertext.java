package org.maillage.kernel.person;

import org.maillage.kernel.Scalar;

/**
 * A personal datum, encrypted under the key of its person (donnée personnelle chiffrée): authenticated encryption, Base64. It
 * can be read as long as that key exists, and by nobody afterwards.
 */
public record Ciphertext(String value) implements Scalar<String> {}
