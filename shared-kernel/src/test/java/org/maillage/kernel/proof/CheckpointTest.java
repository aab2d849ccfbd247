package org.maillage.kernel.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.UnreadableEvent;

class CheckpointTest {

    private static final Instant AT = Instant.parse("2026-11-23T16:00:00Z");
    private static final String ROOT = Base64.getEncoder().encodeToString(MerkleTree.emptyRoot());

    @TempDir
    Path directory;

    /** With the JDK's own classes and the page that describes the format, nothing of ours. */
    @Test
    void its_signature_is_Ed25519_over_the_lines_of_the_page() throws Exception {
        var key = key();
        var first = key.sign("main", 4711, ROOT, AT, null);
        var lines = "maillage-checkpoint-1\nmain\n4711\n" + ROOT + "\n2026-11-23T16:00:00Z\n-\n";

        var der = Base64.getMimeDecoder().decode(key.verifyingKey().pem().replaceAll("-----.*-----", ""));
        assertThat(signed(der, lines, first.signature())).isTrue();
        assertThat(first.keyId())
                .isEqualTo(HexFormat.of().formatHex(sha256(der)).substring(0, 16));

        var digest = Base64.getEncoder().encodeToString(sha256(lines.getBytes(UTF_8)));
        assertThat(first.digest()).isEqualTo(digest);
        var second = key.sign("main", 4712, ROOT, AT.plusNanos(1_000), digest);
        assertThat(signed(
                        der,
                        "maillage-checkpoint-1\nmain\n4712\n" + ROOT + "\n2026-11-23T16:00:00.000001Z\n" + digest
                                + "\n",
                        second.signature()))
                .isTrue();
    }

    private static boolean signed(byte[] der, String lines, String signature) throws GeneralSecurityException {
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
        verifier.update(lines.getBytes(UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void whatever_is_changed_in_it_shows() {
        var key = key();
        var genuine = key.sign("main", 5, ROOT, AT, ROOT);
        var otherRoot = Base64.getEncoder().encodeToString(new byte[32]);
        var other = SigningKey.readOrCreate(directory.resolve("other.pem"));

        assertThat(key.verifyingKey().verifies(genuine)).isTrue();
        var id = genuine.keyId();
        var signature = genuine.signature();
        assertThat(List.of(
                        new Checkpoint("mine", 5, ROOT, AT, ROOT, id, signature),
                        new Checkpoint("main", 6, ROOT, AT, ROOT, id, signature),
                        new Checkpoint("main", 5, otherRoot, AT, ROOT, id, signature),
                        new Checkpoint("main", 5, ROOT, AT.plusSeconds(1), ROOT, id, signature),
                        new Checkpoint("main", 5, ROOT, AT, null, id, signature),
                        new Checkpoint("main", 5, ROOT, AT, otherRoot, id, signature),
                        new Checkpoint(
                                "main", 5, ROOT, AT, ROOT, other.verifyingKey().id(), signature),
                        new Checkpoint("main", 5, ROOT, AT, ROOT, id, "nonsense"),
                        new Checkpoint(
                                "main",
                                5,
                                ROOT,
                                AT,
                                ROOT,
                                id,
                                other.sign("main", 5, ROOT, AT, ROOT).signature())))
                .noneMatch(key.verifyingKey()::verifies);
        assertThat(other.verifyingKey().verifies(genuine)).isFalse();
    }

    @Test
    void what_cannot_be_signed_is_no_checkpoint() {
        var key = key();

        assertThatIllegalArgumentException().isThrownBy(() -> key.sign("main\n5", 5, ROOT, AT, null));
        assertThatIllegalArgumentException().isThrownBy(() -> key.sign("", 5, ROOT, AT, null));
        assertThatIllegalArgumentException().isThrownBy(() -> key.sign("main", 0, ROOT, AT, null));
        assertThatIllegalArgumentException().isThrownBy(() -> key.sign("main", 5, "AAAA", AT, null));
        assertThatIllegalArgumentException().isThrownBy(() -> key.sign("main", 5, ROOT, AT, "-"));
    }

    @Test
    void it_travels_as_JSON() {
        var key = key();
        var first = key.sign("main", 4711, ROOT, AT, null);

        assertThat(new String(CheckpointCodec.write(first), UTF_8))
                .isEqualTo("{\"ledger\":\"main\",\"size\":4711,\"root\":\"" + ROOT
                        + "\",\"at\":\"2026-11-23T16:00:00Z\",\"previous\":null,\"keyId\":\"" + first.keyId()
                        + "\",\"signature\":\"" + first.signature() + "\"}");
        assertThat(CheckpointCodec.read(CheckpointCodec.write(first))).isEqualTo(first);
        var second = key.sign("main", 4712, ROOT, AT.plusNanos(123_456_000), first.digest());
        assertThat(CheckpointCodec.read(CheckpointCodec.write(second))).isEqualTo(second);
        assertThatExceptionOfType(UnreadableEvent.class).isThrownBy(() -> CheckpointCodec.read("{}".getBytes(UTF_8)));
    }

    @Test
    void a_key_is_made_once_for_its_owner_with_its_public_half_beside_it() throws IOException {
        var file = directory.resolve("ledger-key.pem");
        var made = SigningKey.readOrCreate(file);
        var publicFile = directory.resolve("ledger-key.pub.pem");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(VerifyingKey.ofPem(Files.readString(publicFile)).id())
                .isEqualTo(made.verifyingKey().id());
        assertThat(SigningKey.readOrCreate(file).verifyingKey().id())
                .isEqualTo(made.verifyingKey().id());
        assertThat(VerifyingKey.ofBase64(made.verifyingKey().base64()).pem())
                .isEqualTo(Files.readString(publicFile))
                .startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void a_file_without_a_pair_of_keys_is_refused() throws IOException {
        var missing = directory.resolve("missing.pem");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SigningKey.read(missing))
                .withMessageContaining("There is no ledger key file");
        var empty = Files.createFile(directory.resolve("empty.pem"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SigningKey.read(empty))
                .withMessageContaining("holds no pair");

        var mine = directory.resolve("mine.pem");
        var his = directory.resolve("his.pem");
        SigningKey.readOrCreate(mine);
        var mixed = Files.readString(mine).replaceAll("(?s)-----BEGIN PUBLIC.*", "")
                + SigningKey.readOrCreate(his).verifyingKey().pem();
        Files.writeString(mine, mixed);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SigningKey.read(mine))
                .withMessageContaining("not of one pair");
    }

    private SigningKey key() {
        return SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
    }
}
