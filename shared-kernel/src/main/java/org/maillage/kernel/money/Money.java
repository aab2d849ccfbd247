package org.maillage.kernel.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.Scalar;

/**
 * An amount in euros (montant): exact, 0 to 999,999,999.99, at most two decimals.
 *
 * @param value scale 2
 */
public record Money(BigDecimal value) implements Scalar<BigDecimal>, Comparable<Money> {

    private static final BigDecimal MOST = new BigDecimal("999999999.99");

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    /** @throws InvalidValue {@code invalid-amount} when negative, too large or finer than a cent */
    public Money {
        // An exponent can hide millions of digits: look at the precision before any arithmetic.
        if (value.precision() - (long) value.scale() > 9 && value.signum() != 0) {
            throw new InvalidValue("invalid-amount", "Le montant dépasse 999 999 999,99 €.");
        }
        if (value.signum() < 0) {
            throw new InvalidValue("invalid-amount", "Un montant ne peut pas être négatif.");
        }
        if (value.signum() != 0 && value.scale() > 100) {
            throw new InvalidValue("invalid-amount", "Un montant a au plus deux décimales.");
        }
        if (value.signum() == 0) {
            value = BigDecimal.ZERO;
        }
        if (value.stripTrailingZeros().scale() > 2) {
            throw new InvalidValue("invalid-amount", "Un montant a au plus deux décimales.");
        }
        value = value.setScale(2, RoundingMode.UNNECESSARY);
        if (value.compareTo(MOST) > 0) {
            throw new InvalidValue("invalid-amount", "Le montant dépasse 999 999 999,99 €.");
        }
    }

    public static Money of(String euros) {
        return new Money(new BigDecimal(euros));
    }

    /** The exact sum, which may be larger than a single amount is allowed to be. */
    public BigDecimal plus(BigDecimal other) {
        return value.add(other);
    }

    @Override
    public int compareTo(Money other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
