package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the leaf of one event is made of, and the leaf that was stored with it where one is. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record LedgerEvent(
        long position,
        Instant recordedAt,
        UUID id,
        UUID aggregate,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        UUID streamKey,
        byte[] payload,
        byte[] metadata,
        byte @Nullable [] storedLeaf) {

    byte[] leaf() {
        var sha256 = Sha256.digest();
        field(sha256, bytes(id));
        field(sha256, bytes(aggregate));
        field(sha256, bytes(sequence));
        field(sha256, aggregateType.getBytes(UTF_8));
        field(sha256, type.getBytes(UTF_8));
        field(sha256, ByteBuffer.allocate(4).putInt(revision).array());
        field(sha256, bytes(streamKey));
        field(sha256, payload);
        field(sha256, metadata);
        return leaf(position, recordedAt, sha256.digest());
    }

    /** @param content the digest of everything else that is stored */
    static byte[] leaf(long position, Instant recordedAt, byte[] content) {
        var sha256 = Sha256.digest();
        sha256.update((byte) 0);
        sha256.update(bytes(position));
        sha256.update(bytes(micros(recordedAt)));
        return sha256.digest(content);
    }

    private static long micros(Instant recordedAt) {
        long micros;
        try {
            micros = ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt);
        } catch (ArithmeticException tooFar) {
            throw Fault.ofAnEvent("it is recorded at " + recordedAt + ", which no clock can say");
        }
        if (recordedAt.getNano() % 1000 != 0) {
            throw Fault.ofAnEvent("it is recorded at " + recordedAt + ", finer than a microsecond");
        }
        return micros;
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
