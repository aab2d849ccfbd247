package org.maillage.kernel.access;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/**
 * What an issuer calls somebody, for ever the same ({@code sub}, RFC 7519 §4.1.2): 1 to 255 visible ASCII characters. It must be
 * opaque, not a name or an address, for facts that are never altered carry it.
 */
public record Subject(String value) implements Scalar<String> {

    private static final Pattern SHAPE = Pattern.compile("[!-~]{1,255}");

    /** @throws InvalidValue {@code invalid-subject} */
    public Subject {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue(
                    "invalid-subject", "L’identifiant d’un compte a de 1 à 255 caractères ASCII, sans espace.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
