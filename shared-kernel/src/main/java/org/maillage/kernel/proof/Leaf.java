package org.maillage.kernel.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The leaf (feuille) of an event in the ledger's Merkle tree (RFC 6962): {@code SHA-256(0x00 ‖ position ‖ recordedAt ‖ content)}, where
 * {@code content} is the SHA-256 of the other stored fields, each behind its length.
 *
 * <p>Position (8 bytes) and recording time (8 bytes, microseconds since 1970) are known only under the ledger's lock; the content is
 * hashed before, by whoever decides. All integers are big-endian; lengths take 4 bytes.
 */
public final class Leaf {

    private Leaf() {}

    /** The digest of what is stored of an event, except where and when it was recorded. */
    public static byte[] content(
            UUID eventId,
            UUID aggregateId,
            long sequence,
            String aggregateType,
            String type,
            int revision,
            UUID streamKey,
            byte[] payload,
            byte[] metadata) {
        var sha256 = MerkleTree.sha256();
        update(sha256, bytes(eventId));
        update(sha256, bytes(aggregateId));
        update(sha256, ByteBuffer.allocate(8).putLong(sequence).array());
        update(sha256, aggregateType.getBytes(StandardCharsets.UTF_8));
        update(sha256, type.getBytes(StandardCharsets.UTF_8));
        update(sha256, ByteBuffer.allocate(4).putInt(revision).array());
        update(sha256, bytes(streamKey));
        update(sha256, payload);
        update(sha256, metadata);
        return sha256.digest();
    }

    /**
     * The leaf of an event.
     *
     * @param position from 1
     * @param recordedAt to the microsecond
     * @param content as {@link #content} makes it
     */
    public static byte[] of(long position, Instant recordedAt, byte[] content) {
        var sha256 = MerkleTree.sha256();
        sha256.update((byte) 0);
        sha256.update(ByteBuffer.allocate(16)
                .putLong(position)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt))
                .array());
        return sha256.digest(content);
    }

    private static void update(MessageDigest sha256, byte[] field) {
        sha256.update(ByteBuffer.allocate(4).putInt(field.length).array());
        sha256.update(field);
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
