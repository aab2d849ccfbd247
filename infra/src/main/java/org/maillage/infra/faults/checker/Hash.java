package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The hashes of the ledger's tree, as {@code infra/docs/ledger-format.md} says, and the partition of a key. */
final class Hash {

    private Hash() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] leaf(StoredEvent event) {
        var content = sha256();
        field(content, bytes(event.id()));
        field(content, bytes(event.aggregate()));
        field(content, bytes(event.sequence()));
        field(content, event.aggregateType().getBytes(UTF_8));
        field(content, event.type().getBytes(UTF_8));
        field(content, ByteBuffer.allocate(4).putInt(event.revision()).array());
        field(content, bytes(event.key()));
        field(content, event.payload());
        field(content, event.metadata());
        var leaf = sha256();
        leaf.update((byte) 0);
        leaf.update(bytes(event.position()));
        leaf.update(bytes(ChronoUnit.MICROS.between(Instant.EPOCH, event.recordedAt())));
        return leaf.digest(content.digest());
    }

    static byte[] node(byte[] left, byte[] right) {
        var sha256 = sha256();
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }

    private static void field(MessageDigest sha256, byte[] bytes) {
        sha256.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        sha256.update(bytes);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
