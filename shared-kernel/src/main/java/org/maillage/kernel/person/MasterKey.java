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
import org.maillage.kernel.KeyFile;

/**
 * The key that wraps the data keys of persons (clé maîtresse). It lives in a file of its own, a Tink keyset in JSON, away from
 * databases and their backups; whoever lacks it reads no name. Without it every name is lost: keep a copy in a safe place.
 */
public final class MasterKey {

    private static final Configuration CONFIGURATION = AeadConfig2026.get();

    private final Aead aead;

    private MasterKey(Aead aead) {
        this.aead = aead;
    }

    /**
     * @throws IllegalStateException if the file does not exist or holds no key
     * @throws UncheckedIOException if it cannot be read
     */
    public static MasterKey read(Path file) {
        try {
            var keys = TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), CONFIGURATION, InsecureSecretKeyAccess.get());
            return new MasterKey(keys.getPrimitive(CONFIGURATION, Aead.class));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("There is no master key file " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("The master key file " + file + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file " + file + " holds no master key", e);
        }
    }

    /**
     * Reads the key, having made it first if the file does not exist, readable by its owner alone. Several processes may do
     * so at once: one makes it, all read the same, none reads a half. For the local platform; elsewhere a missing key is a
     * mistake that {@link #read} reports.
     */
    public static MasterKey readOrCreate(Path file) {
        KeyFile.createUnlessThere(file, MasterKey::newKeys);
        return read(file);
    }

    /** With its nonces of 192 random bits it may wrap any number of keys. */
    private static String newKeys() {
        try {
            var keys = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, CONFIGURATION);
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, CONFIGURATION, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No master key can be made", e);
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
