package org.maillage.query.timecost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums from which every figure follows. A cost is kept in euro-minutes (Σ minutes × hourly rate), so that nothing is divided
 * before the answer; {@link RoundingMode#HALF_UP} happens in the accessors and nowhere else.
 *
 * @param unratedMinutes those of the minutes for which nobody set a rate
 */
record Sums(
        long minutes,
        long unratedMinutes,
        BigDecimal euroMinutes,
        BigDecimal directCosts,
        BigDecimal cash,
        BigDecimal inKind) {

    static final Sums NONE = new Sums(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

    Sums withWork(long workedMinutes, long withoutRate, BigDecimal worth) {
        return new Sums(
                minutes + workedMinutes,
                unratedMinutes + withoutRate,
                euroMinutes.add(worth),
                directCosts,
                cash,
                inKind);
    }

    Sums withMoney(BigDecimal spent, BigDecimal receivedCash, BigDecimal receivedInKind) {
        return new Sums(
                minutes,
                unratedMinutes,
                euroMinutes,
                directCosts.add(spent),
                cash.add(receivedCash),
                inKind.add(receivedInKind));
    }

    Sums plus(Sums other) {
        return withWork(other.minutes, other.unratedMinutes, other.euroMinutes)
                .withMoney(other.directCosts, other.cash, other.inKind);
    }

    BigDecimal hours() {
        return BigDecimal.valueOf(minutes).divide(SIXTY, 2, RoundingMode.HALF_UP);
    }

    BigDecimal labourCost() {
        return euros(euroMinutes);
    }

    BigDecimal directCostsRounded() {
        return money(directCosts);
    }

    BigDecimal totalCost() {
        return euros(totalCostMinutes());
    }

    BigDecimal cashReturn() {
        return money(cash);
    }

    BigDecimal inKindReturn() {
        return money(inKind);
    }

    BigDecimal totalReturn() {
        return money(cash.add(inKind));
    }

    BigDecimal net() {
        return euros(totalReturnMinutes().subtract(totalCostMinutes()));
    }

    BigDecimal cashNet() {
        return euros(cash.multiply(SIXTY).subtract(totalCostMinutes()));
    }

    /** Total return over total cost; null when nothing was spent. */
    @Nullable
    BigDecimal ratio() {
        return over(totalReturnMinutes(), totalCostMinutes(), 4);
    }

    /** Null when nobody worked. */
    @Nullable
    BigDecimal returnPerHour() {
        return over(totalReturnMinutes(), BigDecimal.valueOf(minutes), 2);
    }

    /** How many hours the return pays for at the mean cost of an hour; null when an hour cost nothing. */
    @Nullable
    BigDecimal breakEvenHours() {
        var left = cash.add(inKind).subtract(directCosts);
        return over(left.multiply(BigDecimal.valueOf(minutes)), euroMinutes, 2);
    }

    static BigDecimal euros(BigDecimal euroMinutes) {
        return euroMinutes.divide(SIXTY, 2, RoundingMode.HALF_UP);
    }

    private BigDecimal totalCostMinutes() {
        return euroMinutes.add(directCosts.multiply(SIXTY));
    }

    private BigDecimal totalReturnMinutes() {
        return cash.add(inKind).multiply(SIXTY);
    }

    private static BigDecimal money(BigDecimal exact) {
        return exact.setScale(2, RoundingMode.HALF_UP);
    }

    private static @Nullable BigDecimal over(BigDecimal dividend, BigDecimal divisor, int places) {
        return divisor.signum() == 0 ? null : dividend.divide(divisor, places, RoundingMode.HALF_UP);
    }
}
