package org.maillage.infra.issuer;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a program needs to get a token by client credentials (RFC 6749 §4.4).
 *
 * @param tokenUrl where to ask
 */
public record DemoClient(URI tokenUrl, String clientId, String clientSecret) {

    private static final String FILE = "demo-client.json";
    /** For ever the same: centres remember their administrator by it. */
    static final String ID = "maillage-administrateur";

    /** Where it lies. */
    public static Path file(Path dataDir) {
        return dataDir.resolve(FILE);
    }

    /** Empty before the first start of the issuer. */
    public static Optional<DemoClient> read(Path dataDir) {
        return SecretFile.read(file(dataDir), DemoClient.class);
    }

    void write(Path dataDir) {
        SecretFile.write(file(dataDir), this);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return clientId + " at " + tokenUrl;
    }
}
