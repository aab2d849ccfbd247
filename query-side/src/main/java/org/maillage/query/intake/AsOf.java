package org.maillage.query.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;

/**
 * The instant of a question: what was known then. A controller takes it as a parameter; it is made from {@code ?asOf=}.
 *
 * @param instant null for now: everything that is recorded
 */
public record AsOf(@Nullable Instant instant) {

    public static final AsOf NOW = new AsOf(null);

    private static final OffsetDateTime ALWAYS = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);

    /** The value of {@code recorded_at <= :asOf}: the far future when the question is about now. */
    public OffsetDateTime bound() {
        return instant == null ? ALWAYS : instant.atOffset(ZoneOffset.UTC);
    }

    /** The day of the question for those who ask it: what is due, late or out of date depends on it. */
    public LocalDate today() {
        return BusinessDay.of(instant == null ? Instant.now() : instant);
    }
}
