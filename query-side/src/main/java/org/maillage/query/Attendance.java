package org.maillage.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.query.intake.AsOf;

/** What one read model knows of attendance and another one shows beside its own figures. */
public interface Attendance {

    /**
     * Present over expected, summed over the sessions that a centre held between two days, both included.
     *
     * @return four decimals, null when nobody was expected
     */
    @Nullable
    BigDecimal rate(UUID epn, LocalDate from, LocalDate until, AsOf asOf);
}
