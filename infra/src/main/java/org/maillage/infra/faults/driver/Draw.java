package org.maillage.infra.faults.driver;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** What is left to chance; the same seed draws the same. */
final class Draw {

    private static final int TRIES = 12;

    private final RandomGenerator random;
    private final LocalDate today;
    private long texts;

    /** @param today is over, wherever somebody looks at a calendar */
    Draw(long seed, LocalDate today) {
        this.random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        this.today = today;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Both ends can come. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /** Null when no such one was met soon. */
    <T> @Nullable T oneOf(List<T> all, Predicate<? super T> such) {
        for (int i = 0; i < TRIES && !all.isEmpty(); i++) {
            var one = oneOf(all);
            if (such.test(one)) {
                return one;
            }
        }
        return null;
    }

    /** So many different ones, or all there are. */
    <T> List<T> some(List<T> all, int most) {
        var rest = new ArrayList<>(all);
        var some = new ArrayList<T>();
        while (some.size() < most && !rest.isEmpty()) {
            some.add(rest.remove(random.nextInt(rest.size())));
        }
        return some;
    }

    /** A text that nobody wrote before. */
    String text(String about) {
        return about + " n° " + ++texts;
    }

    long number() {
        return ++texts;
    }

    LocalDate pastDay() {
        return today.minusDays(between(1, 600));
    }

    LocalDate today() {
        return today;
    }

    Instant pastInstant() {
        return at(pastDay());
    }

    Instant futureInstant() {
        return at(today.plusDays(between(20, 200)));
    }

    private Instant at(LocalDate day) {
        return day.atTime(LocalTime.of(between(7, 18), oneOf(0, 15, 30, 45))).toInstant(ZoneOffset.UTC);
    }

    BigDecimal money(int most) {
        return BigDecimal.valueOf(between(100, most * 100), 2);
    }

    /** Valid, by the key of its last digit (Luhn), and used by nobody. */
    String siret() {
        var digits = "999%010d".formatted(++texts);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = (digits.charAt(digits.length() - 1 - i) - '0') * (2 - i % 2);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return digits + (10 - sum % 10) % 10;
    }

    long bits() {
        return random.nextLong();
    }

    /** Of a Poisson process. */
    double waitSeconds(double perSecond) {
        return -Math.log(1 - random.nextDouble()) / perSecond;
    }
}
