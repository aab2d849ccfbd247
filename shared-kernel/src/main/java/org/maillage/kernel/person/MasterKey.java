package org.maillage.kernel.person;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.KeyFile;

/**
 * The key that wraps the data keys of persons (clé maîtresse). It lives in a file of its own, a Tink keyset in JSON, away from
 * databases and their backups; whoever lacks it reads no name. Without it every name is lost: keep a copy in a safe place.
 *
 * <p>The file may be encrypted by a guard, a key that never leaves the KMS where it lies; then a copy of the file alone opens nothing.
 */
public final class MasterKey {

    private static final Configuration CONFIGURATION = AeadConfig2026.get();

    /** So that nothing else that the guard has encrypted is taken for a master key. */
    private static final byte[] PURPOSE = "maillage master key 1".getBytes(UTF_8);

    private final Aead aead;

    private MasterKey(Aead aead) {
        this.aead = aead;
    }

    /**
     * Reads a file that is not encrypted.
     *
     * @throws MasterKeyFailure if it does not exist, cannot be read, is encrypted or holds no key
     */
    public static MasterKey read(Path file) {
        return read(file, null);
    }

    /**
     * Reads a file that is encrypted if there is a guard, and is not if there is none: neither is taken for the other in silence.
     *
     * @throws MasterKeyFailure if it does not exist, cannot be read, is of the other kind or holds no key; what the guard throws
     */
    public static MasterKey read(Path file, @Nullable Aead guard) {
        var text = text(file);
        if (guard == null && isEncrypted(text)) {
            throw new MasterKeyFailure(
                    "The master key file " + file + " is encrypted, and no KMS is configured to open it:"
                            + " set maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)");
        }
        if (guard != null && !isEncrypted(text)) {
            throw new MasterKeyFailure(
                    "The master key file " + file + " is not encrypted, although a KMS is configured: encrypt it,"
                            + " keeping its keys, with \"master-key wrap\", or unset"
                            + " maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)");
        }
        try {
            return new MasterKey(keys(text, guard).getPrimitive(CONFIGURATION, Aead.class));
        } catch (GeneralSecurityException e) {
            throw new MasterKeyFailure("The file " + file + " holds no master key", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new MasterKeyFailure("There is no master key file " + file, e);
        } catch (IOException e) {
            throw new MasterKeyFailure("The master key file " + file + " cannot be read (" + e + ")", e);
        }
    }

    /** Tink writes this name nowhere else, and no key can spell it: Base64 has no quotation mark. */
    private static boolean isEncrypted(String text) {
        return text.contains("\"encryptedKeyset\"");
    }

    private static KeysetHandle keys(String text, @Nullable Aead guard) throws GeneralSecurityException {
        return guard == null
                ? TinkJsonProtoKeysetFormat.parseKeyset(text, CONFIGURATION, InsecureSecretKeyAccess.get())
                : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(text, guard, PURPOSE, CONFIGURATION);
    }

    /** As {@link #readOrCreate(Path, Aead)}, without a guard. */
    public static MasterKey readOrCreate(Path file) {
        return readOrCreate(file, null);
    }

    /**
     * Reads the key, having made it first if the file does not exist, readable by its owner alone. Several processes may do
     * so at once: one makes it, all read the same, none reads a half. For the local platform; elsewhere a missing key is a
     * mistake that {@link #read} reports.
     */
    public static MasterKey readOrCreate(Path file, @Nullable Aead guard) {
        KeyFile.createUnlessThere(file, () -> newKeys(guard));
        return read(file, guard);
    }

    /** With its nonces of 192 random bits it may wrap any number of keys. */
    private static String newKeys(@Nullable Aead guard) {
        try {
            var keys = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, CONFIGURATION);
            return guard == null
                    ? TinkJsonProtoKeysetFormat.serializeKeyset(keys, CONFIGURATION, InsecureSecretKeyAccess.get())
                    : encrypted(keys, guard);
        } catch (GeneralSecurityException e) {
            throw new MasterKeyFailure("No master key can be made", e);
        }
    }

    /** Not before the guard has opened it again: what it only encrypts would be lost. */
    private static String encrypted(KeysetHandle keys, Aead guard) throws GeneralSecurityException {
        var text = TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keys, guard, PURPOSE, CONFIGURATION);
        if (!keys(text, guard).equalsKeyset(keys)) {
            throw new MasterKeyFailure("The KMS does not give back what it has encrypted");
        }
        return text;
    }

    /**
     * Encrypts the file, which may be encrypted already, under the guard's newest key. The keys in it stay, and so does all that they
     * have wrapped.
     *
     * @throws MasterKeyFailure if the file holds no key or cannot be replaced; it is as it was then. So it is after what the guard throws
     */
    public static void wrap(Path file, Aead guard) {
        var text = text(file);
        try {
            var keys = keys(text, isEncrypted(text) ? guard : null);
            // A keyset of another purpose would be found out by whoever starts next: too late.
            keys.getPrimitive(CONFIGURATION, Aead.class);
            KeyFile.replace(file, encrypted(keys, guard));
        } catch (GeneralSecurityException e) {
            throw new MasterKeyFailure("The file " + file + " holds no master key", e);
        } catch (UncheckedIOException e) {
            throw new MasterKeyFailure("The master key file " + file + " cannot be replaced (" + e.getCause() + ")", e);
        }
    }

    /** A new data key for somebody who has none, version 1. It must be kept before anything that it encrypts is. */
    public PersonCipher newCipher(PersonId person) {
        try {
            var keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION);
            var wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(keys, aead, owner(person, 1), CONFIGURATION);
            var key = new WrappedKey(person, 1, Base64.getEncoder().encodeToString(wrapped));
            return new PersonCipher(key, keys.getPrimitive(CONFIGURATION, Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No data key can be made", e);
        }
    }

    /** @throws Undecipherable if this master key did not wrap it, for that person and that version */
    public PersonCipher open(WrappedKey key) {
        try {
            var wrapped = Base64.getDecoder().decode(key.wrapped());
            var keys = TinkProtoKeysetFormat.parseEncryptedKeyset(
                    wrapped, aead, owner(key.person(), key.version()), CONFIGURATION);
            return new PersonCipher(key, keys.getPrimitive(CONFIGURATION, Aead.class));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Undecipherable("The data key of a person", e);
        }
    }

    private static byte[] owner(PersonId person, int version) {
        return String.join("\n", "person-key", person.toString(), "" + version).getBytes(UTF_8);
    }
}
