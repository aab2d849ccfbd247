package org.maillage.kernel.convention;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** The SHA-256 of a convention's canonical text, 64 lower-case hexadecimal digits: what a signatory signs. */
public record VersionHash(String value) implements Scalar<String> {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /** @throws InvalidValue {@code invalid-version-hash} */
    public VersionHash {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue(
                    "invalid-version-hash", "L’empreinte d’une version est un SHA-256 de 64 chiffres hexadécimaux.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
