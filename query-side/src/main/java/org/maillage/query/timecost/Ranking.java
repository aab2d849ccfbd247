package org.maillage.query.timecost;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.query.timecost.TimeCost.Ranked;

/** By which figure the partnerships of a portfolio are sorted: highest first, those without the figure last. */
enum Ranking {
    RETURN_PER_HOUR("returnPerHour", Ranked::returnPerHour),
    CASH_RETURN("cashReturn", Ranked::cashReturn),
    NET("net", Ranked::net),
    HOURS("hours", Ranked::hours);

    private final String parameter;
    private final Comparator<Ranked> order;

    Ranking(String parameter, Function<Ranked, @Nullable BigDecimal> figure) {
        this.parameter = parameter;
        this.order = Comparator.comparing(figure, Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder()))
                .thenComparing(Ranked::name)
                .thenComparing(Ranked::id);
    }

    /** @throws InvalidRequest for a figure by which nothing is sorted */
    static Ranking named(String parameter) {
        for (var ranking : values()) {
            if (ranking.parameter.equals(parameter)) {
                return ranking;
            }
        }
        throw InvalidRequest.parameter("sort", "Le tri se fait par returnPerHour, cashReturn, net ou hours.");
    }

    Comparator<Ranked> order() {
        return order;
    }
}
