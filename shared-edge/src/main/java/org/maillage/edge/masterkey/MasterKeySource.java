package org.maillage.edge.masterkey;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.MasterKeyFailure;
import org.springframework.boot.convert.DurationStyle;

/**
 * The file of the master key and, where it is encrypted, the key of a KMS that opens it. One call to the KMS opens the file; after
 * that nobody asks it anything, however many persons there are.
 */
public record MasterKeySource(Path file, @Nullable Kms kms) {

    private static final String FILE = "maillage.master-key-file";
    private static final String KMS = "maillage.master-key-kms";
    private static final String TOKEN_FILE = "maillage.master-key-kms-token-file";
    private static final String CA_FILE = "maillage.master-key-kms-ca-file";
    private static final String PATIENCE = "maillage.master-key-kms-patience";

    /** Long enough for a KMS that starts, or is unsealed, together with us. */
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(1);

    /** A file that nothing guards but its permissions. */
    public static MasterKeySource plain(Path file) {
        return new MasterKeySource(file, null);
    }

    /**
     * As the properties {@code maillage.master-key-…} say.
     *
     * @param property the text of a property, null or blank if it is not set
     * @throws MasterKeyFailure if they cannot be
     */
    public static MasterKeySource of(Function<String, @Nullable String> property) {
        var file = path(FILE, property);
        if (file == null) {
            throw new MasterKeyFailure(FILE + " is not set");
        }
        var text = text(KMS, property);
        if (text == null) {
            return plain(file);
        }
        var address = Kms.Address.of(text);
        var tokenFile = path(TOKEN_FILE, property);
        if (tokenFile == null) {
            throw new MasterKeyFailure(KMS + " is set, but not " + TOKEN_FILE
                    + " (MAILLAGE_MASTER_KEY_KMS_TOKEN_FILE), the file of the token for it");
        }
        return new MasterKeySource(file, new Kms(address, tokenFile, path(CA_FILE, property), patience(property)));
    }

    private static Duration patience(Function<String, @Nullable String> property) {
        var text = text(PATIENCE, property);
        try {
            return text == null ? USUAL_PATIENCE : DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException invalid) {
            throw new MasterKeyFailure(PATIENCE + " must be a duration as 60s", invalid);
        }
    }

    private static @Nullable String text(String name, Function<String, @Nullable String> property) {
        var text = property.apply(name);
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable Path path(String name, Function<String, @Nullable String> property) {
        var text = text(name, property);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new MasterKeyFailure(name + " must be a file", invalid);
        }
    }

    /** What {@link #of} makes this from. */
    public Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put(FILE, file.toString());
        if (kms != null) {
            properties.put(KMS, kms.address().toString());
            properties.put(TOKEN_FILE, kms.tokenFile().toString());
            if (kms.caFile() != null) {
                properties.put(CA_FILE, kms.caFile().toString());
            }
            properties.put(PATIENCE, kms.patience().toString());
        }
        return properties;
    }

    /**
     * Reads the key.
     *
     * @throws MasterKeyFailure with why there is none
     */
    public MasterKey read() {
        return MasterKey.read(file, guard());
    }

    /**
     * Reads the key, having made it first if there is no file.
     *
     * @throws MasterKeyFailure with why there is none, and none was made
     */
    public MasterKey readOrCreate() {
        return MasterKey.readOrCreate(file, guard());
    }

    /**
     * Encrypts a file that was plain, or encrypts it anew under the newest version of the KMS's key. The keys in it stay.
     *
     * @throws MasterKeyFailure with why it is as it was
     */
    public void wrap() {
        var guard = guard();
        if (guard == null) {
            throw new MasterKeyFailure("No KMS is configured to encrypt the master key file " + file
                    + " with: set maillage.master-key-kms (MAILLAGE_MASTER_KEY_KMS)");
        }
        MasterKey.wrap(file, guard);
    }

    private @Nullable TransitKey guard() {
        return kms == null ? null : new TransitKey(kms);
    }
}
