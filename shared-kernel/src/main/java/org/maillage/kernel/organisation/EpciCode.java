package org.maillage.kernel.organisation;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** An agglomeration (établissement public de coopération intercommunale, EPCI), by its SIREN: nine digits. */
public record EpciCode(String value) implements Scalar<String> {

    private static final Pattern SHAPE = Pattern.compile("\\d{9}");

    /** @throws InvalidValue {@code invalid-epci-code} */
    public EpciCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue("invalid-epci-code", "Un EPCI se désigne par son SIREN : neuf chiffres.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
