package org.maillage.kernel.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.KeyFile;

/**
 * The key that signs a ledger's checkpoints (clé de signature du registre), Ed25519. It lives in a file of its own, PKCS#8 in PEM, followed
 * by its public half, away from the database: whoever can change the database alone cannot sign what they made of it.
 */
public final class SigningKey {

    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
        this.key = key;
        this.verifyingKey = verifyingKey;
    }

    /**
     * @throws IllegalStateException if the file does not exist or holds no pair of keys
     * @throws UncheckedIOException if it cannot be read
     */
    public static SigningKey read(Path file) {
        try {
            var pem = Files.readString(file);
            var der = Base64.getDecoder().decode(Pem.content(LABEL, pem));
            var key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            var pair = new SigningKey(key, VerifyingKey.ofPem(pem));
            pair.requireOnePair(file);
            return pair;
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("There is no ledger key file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger key file " + file + " cannot be read", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("The file " + file + " holds no pair of Ed25519 keys", e);
        }
    }

    /** The JDK derives no public key from a private one: a signature tells. */
    private void requireOnePair(Path file) {
        var trial = sign("trial", 1, Base64.getEncoder().encodeToString(MerkleTree.emptyRoot()), Instant.EPOCH, null);
        if (!verifyingKey.verifies(trial)) {
            throw new IllegalStateException("The two keys in the file " + file + " are not of one pair");
        }
    }

    /**
     * Reads the key, having made it first if the file does not exist, readable by its owner alone, and puts the public half beside it.
     * For the local platform; elsewhere a missing key is a mistake that {@link #read} reports.
     */
    public static SigningKey readOrCreate(Path file) {
        // Both halves in one file, so that no crash and no rival can separate them; the second file is a copy for
        // others.
        KeyFile.createUnlessThere(file, SigningKey::newPair);
        var key = read(file);
        KeyFile.createUnlessThere(publicFile(file), key.verifyingKey()::pem);
        return key;
    }

    private static String newPair() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Pem.of(LABEL, pair.getPrivate().getEncoded()) + new VerifyingKey(pair.getPublic()).pem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No ledger key can be made", e);
        }
    }

    /** Where the public half lies: {@code ledger-key.pub.pem} beside {@code ledger-key.pem}. */
    public static Path publicFile(Path file) {
        var name = file.getFileName().toString();
        var stem = name.endsWith(".pem") ? name.substring(0, name.length() - ".pem".length()) : name;
        return file.resolveSibling(stem + ".pub.pem");
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** Signs what a tree is. The fields are those of {@link Checkpoint}. */
    public Checkpoint sign(String ledger, long size, String root, Instant at, @Nullable String previous) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(Checkpoint.signedLines(ledger, size, root, at, previous));
            return new Checkpoint(
                    ledger,
                    size,
                    root,
                    at,
                    previous,
                    verifyingKey.id(),
                    Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A checkpoint cannot be signed", e);
        }
    }
}
