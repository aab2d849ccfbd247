package org.maillage.kernel.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger's tree was when it had so many leaves, signed (point de contrôle). Each names the one before it, so that they form a
 * chain; {@link VerifyingKey#verifies} tells whether one is genuine.
 *
 * @param ledger the name of the ledger
 * @param size the number of leaves: every position from 1 to here is covered
 * @param root the root of the tree, Base64
 * @param at when it was signed, to the microsecond; never before the recording of what it covers
 * @param previous the {@link #digest} of the checkpoint before, null for the first
 * @param keyId {@link VerifyingKey#id} of the key that signed
 * @param signature Ed25519 over {@link #signedLines}, Base64
 */
public record Checkpoint(
        String ledger,
        long size,
        String root,
        Instant at,
        @Nullable String previous,
        String keyId,
        String signature) {

    /** The first line that is signed: what this is, and in which version. */
    public static final String HEADING = "maillage-checkpoint-1";

    /** @throws IllegalArgumentException if a field cannot be one of a checkpoint */
    public Checkpoint {
        Objects.requireNonNull(at);
        Objects.requireNonNull(keyId);
        Objects.requireNonNull(signature);
        signedLines(ledger, size, root, at, previous);
    }

    /** What is signed. */
    public byte[] signedLines() {
        return signedLines(ledger, size, root, at, previous);
    }

    static byte[] signedLines(String ledger, long size, String root, Instant at, @Nullable String previous) {
        // A line feed in a field would let two checkpoints share their lines.
        if (ledger.isEmpty() || ledger.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("This is no name of a ledger");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("A checkpoint covers no position " + size);
        }
        requireHash(root);
        if (previous != null) {
            requireHash(previous);
        }
        return String.join(
                        "\n",
                        HEADING,
                        ledger,
                        Long.toString(size),
                        root,
                        at.toString(),
                        previous == null ? "-" : previous,
                        "")
                .getBytes(UTF_8);
    }

    private static void requireHash(String base64) {
        if (Base64.getDecoder().decode(base64).length != MerkleTree.HASH_BYTES) {
            throw new IllegalArgumentException("This is no SHA-256 in Base64");
        }
    }

    /** What the next checkpoint names as its {@link #previous}: the SHA-256 of the signed lines, Base64. */
    public String digest() {
        return Base64.getEncoder().encodeToString(MerkleTree.sha256().digest(signedLines()));
    }

    /** The root as bytes. */
    public byte[] rootBytes() {
        return Base64.getDecoder().decode(root);
    }
}
