package org.maillage.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

    /** Since when these partnerships have been costing more than they brought back, and have had minutes without a rate. */
    Map<UUID, Since> since(Collection<UUID> partnerships, AsOf asOf);

    /**
     * When the facts behind a figure were recorded.
     *
     * @param loss of the entry with which the cost passed what came back until the question; null while it has not
     * @param unrated of the first entry that still has no rate; null when all have
     */
    record Since(@Nullable Instant loss, @Nullable Instant unrated) {

        public static final Since NEVER = new Since(null, null);
    }
}
