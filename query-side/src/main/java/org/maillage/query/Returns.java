package org.maillage.query;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.maillage.query.intake.AsOf;

/** What one read model knows of working time and its return, and another one warns about (« pas rentable »). */
public interface Returns {

    /**
     * What these partnerships cost in working time and brought back, all in one question.
     *
     * @return one entry for each of them, zeros for those of which nothing is known
     */
    Map<UUID, Worth> of(Collection<UUID> partnerships, AsOf asOf);

    /**
     * Cost against return.
     *
     * @param labourCost of the minutes that have a rate, in EUR, two decimals
     * @param totalReturn received in cash and in kind, in EUR
     * @param unratedMinutes those that no rate covers: the cost is at least what it says
     */
    record Worth(BigDecimal labourCost, BigDecimal totalReturn, long unratedMinutes) {}
}
