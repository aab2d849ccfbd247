package org.maillage.kernel.organisation;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/** The code of a commune in INSEE's official geographic code (COG): not its postal code. */
public record CommuneCode(String value) implements Scalar<String> {

    private static final Pattern SHAPE = Pattern.compile("([013-9]\\d|2[AB1-9])\\d{3}");

    /** @throws InvalidValue {@code invalid-commune-code} */
    public CommuneCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValue(
                    "invalid-commune-code",
                    "Le code commune de l’Insee a cinq caractères, par exemple 49007 ou 2A004.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
