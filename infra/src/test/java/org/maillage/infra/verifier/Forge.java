package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes ledgers as the page describes them, in the plainest way: the tree is the recursive definition of RFC 6962. Seeded, so that a
 * failure is found again.
 */
final class Forge {

    static final String LEDGER = "main";

    private final KeyPair keys;
    private final Random random = new Random(8);
    private final UUID[] aggregates = {uuid(), uuid(), uuid()};
    private final long[] sequences = new long[aggregates.length];

    Forge() {
        try {
            this.keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    TrustedKeys trusted() {
        try {
            return TrustedKeys.parse(pem());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Positions 1 to {@code size}, all in one stream. */
    List<LedgerEvent> events(int size) {
        var events = new ArrayList<LedgerEvent>();
        for (int position = 1; position <= size; position++) {
            int which = random.nextInt(aggregates.length);
            events.add(sealed(new LedgerEvent(
                    position,
                    Instant.ofEpochSecond(1_780_000_000L + position, 1000L * random.nextInt(1_000_000)),
                    uuid(),
                    aggregates[which],
                    sequences[which]++,
                    which == 0 ? "partnership" : "convention",
                    "Something" + which,
                    1,
                    aggregates[0],
                    ("{\"n\":" + random.nextInt() + ",\"é\":\"\"}").getBytes(UTF_8),
                    ("{\"actor\":\"" + uuid() + "\"}").getBytes(UTF_8),
                    null)));
        }
        return events;
    }

    /** With the leaf that belongs to it. */
    static LedgerEvent sealed(LedgerEvent event) {
        return Tampering.withLeaf(event, leaf(event));
    }

    static byte[] leaf(LedgerEvent event) {
        var content = content(event);
        return sha256(written(out -> {
            out.writeByte(0);
            out.writeLong(event.position());
            out.writeLong(event.recordedAt().getEpochSecond() * 1_000_000
                    + event.recordedAt().getNano() / 1000);
            out.write(content);
        }));
    }

    static byte[] content(LedgerEvent event) {
        return sha256(written(out -> {
            for (var field : List.of(
                    written(o -> id(o, event.id())),
                    written(o -> id(o, event.aggregate())),
                    written(o -> o.writeLong(event.sequence())),
                    event.aggregateType().getBytes(UTF_8),
                    event.type().getBytes(UTF_8),
                    written(o -> o.writeInt(event.revision())),
                    written(o -> id(o, event.streamKey())),
                    event.payload(),
                    event.metadata())) {
                out.writeInt(field.length);
                out.write(field);
            }
        }));
    }

    private static void id(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    /** MTH of RFC 6962, section 2.1. */
    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return sha256(new byte[0]);
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return sha256(written(out -> {
            out.writeByte(1);
            out.write(root(leaves.subList(0, split)));
            out.write(root(leaves.subList(split, leaves.size())));
        }));
    }

    /** PATH of RFC 6962, section 2.1.1. */
    static List<byte[]> path(int index, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        boolean left = index < split;
        var path = new ArrayList<>(
                left
                        ? path(index, leaves.subList(0, split))
                        : path(index - split, leaves.subList(split, leaves.size())));
        path.add(root(left ? leaves.subList(split, leaves.size()) : leaves.subList(0, split)));
        return path;
    }

    /** A chain over these events, for these sizes. */
    List<Checkpoint> checkpoints(List<LedgerEvent> events, int... sizes) {
        var leaves = events.stream().map(Forge::leaf).toList();
        var chain = new ArrayList<Checkpoint>();
        for (int size : sizes) {
            chain.add(sign(
                    LEDGER,
                    size,
                    root(leaves.subList(0, size)),
                    Instant.ofEpochSecond(1_790_000_000L + size).toString(),
                    chain.isEmpty() ? null : chain.getLast()));
        }
        return chain;
    }

    Checkpoint sign(String ledger, long size, byte[] root, String at, @Nullable Checkpoint before) {
        var previous = before == null ? null : base64(sha256(lines(before)));
        var unsigned = new Checkpoint(ledger, size, base64(root), at, previous, keyId(), "");
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(lines(unsigned));
            return new Checkpoint(ledger, size, base64(root), at, previous, keyId(), base64(signature.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String keyId() {
        return HexFormat.of().formatHex(sha256(keys.getPublic().getEncoded()), 0, 8);
    }

    private static byte[] lines(Checkpoint checkpoint) {
        return ("maillage-checkpoint-1\n" + checkpoint.ledger() + "\n" + checkpoint.size() + "\n" + checkpoint.root()
                        + "\n" + checkpoint.at() + "\n"
                        + (checkpoint.previous() == null ? "-" : checkpoint.previous()) + "\n")
                .getBytes(UTF_8);
    }

    static String json(Checkpoint checkpoint) {
        return """
            {"ledger": "%s", "size": %d, "root": "%s", "at": "%s", "previous": %s,
             "keyId": "%s", "signature": "%s"}
            """.formatted(
                        checkpoint.ledger(),
                        checkpoint.size(),
                        checkpoint.root(),
                        checkpoint.at(),
                        checkpoint.previous() == null ? "null" : "\"" + checkpoint.previous() + "\"",
                        checkpoint.keyId(),
                        checkpoint.signature());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
