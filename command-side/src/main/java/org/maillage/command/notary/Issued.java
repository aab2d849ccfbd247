package org.maillage.command.notary;

import org.maillage.kernel.proof.Checkpoint;

/**
 * A checkpoint as it is kept.
 *
 * @param publicKey verifies it: in X.509 form, DER, Base64
 */
public record Issued(Checkpoint checkpoint, String publicKey) {}
