package org.maillage.kernel.organisation;

import java.util.regex.Pattern;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/**
 * The number of an establishment (SIRET): 14 digits that pass the Luhn check, or, for La Poste (SIREN 356000000), whose sum
 * of digits is a multiple of 5. Spaces are accepted and dropped.
 */
public record Siret(String value) implements Scalar<String> {

    private static final Pattern DIGITS = Pattern.compile("\\d{14}");
    private static final String LA_POSTE = "356000000";

    /** @throws InvalidValue {@code invalid-siret} */
    public Siret {
        value = value.replaceAll("[ \u00a0\u202f]", "");
        if (!DIGITS.matcher(value).matches() || !(luhn(value) || isOfLaPoste(value))) {
            throw new InvalidValue("invalid-siret", "Le SIRET doit avoir 14 chiffres et une clé de contrôle valide.");
        }
    }

    private static boolean isOfLaPoste(String digits) {
        return digits.startsWith(LA_POSTE)
                && digits.chars().map(Character::getNumericValue).sum() % 5 == 0;
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.getNumericValue(digits.charAt(digits.length() - 1 - i)) * (i % 2 + 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
