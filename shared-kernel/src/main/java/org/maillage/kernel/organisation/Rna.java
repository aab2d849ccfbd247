package org.maillage.kernel.organisation;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** The number of an association in the national register (RNA): W and nine letters or digits. */
public record Rna(String value) implements Scalar<String> {

    private static final Pattern SHAPE = Pattern.compile("W[0-9A-Z]{9}");

    /** @throws InvalidValue {@code invalid-rna} */
    public Rna {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue("invalid-rna", "Le numéro RNA est un W suivi de neuf chiffres ou lettres.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
