package org.maillage.kernel.organisation;

import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** What somebody does in a centre or at a partner (fonction), as its people say it: « animatrice », « élu »… 1 to 80 characters. */
public record Role(String value) implements Scalar<String> {

    /** @throws InvalidValue {@code invalid-role} */
    public Role {
        value = value.strip();
        if (value.isEmpty() || value.length() > 80) {
            throw new InvalidValue("invalid-role", "La fonction a de 1 à 80 caractères.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
