package org.maillage.infra.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.UUID;
import org.maillage.kernel.KeyFile;

/**
 * The keys that sign tokens. RSA: a token is signed once and verified with each request, and RSA verifies many times faster than
 * elliptic curves do. The first of the file signs; the others are shown still, for tokens that they signed.
 */
final class IssuerKeys {

    private static final String FILE = "issuer-keys.json";
    private static final int BITS = 2048;

    private IssuerKeys() {}

    static JWKSet readOrCreate(Path dataDir) {
        var file = dataDir.resolve(FILE);
        KeyFile.createUnlessThere(file, IssuerKeys::generated);
        try {
            var keys = JWKSet.load(file.toFile());
            if (keys.isEmpty() || !keys.getKeys().getFirst().isPrivate()) {
                throw new IllegalStateException(file + " holds no key that signs; restore it, or delete it");
            }
            return keys;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read " + file, unreadable);
        } catch (ParseException damaged) {
            // Not the cause, which may quote the key.
            throw new IllegalStateException(file + " is no JSON Web Key Set; restore it, or delete it");
        }
    }

    private static String generated() {
        try {
            var key = new RSAKeyGenerator(BITS)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
            return new JWKSet(key).toString(false) + "\n";
        } catch (JOSEException impossible) {
            throw new AssertionError("Every JDK has RSA", impossible);
        }
    }
}
