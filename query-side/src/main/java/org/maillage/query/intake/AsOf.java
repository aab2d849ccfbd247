package org.maillage.query.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.wire.InvalidRequest;

/**
 * The instant of a question: what was known then. A controller takes it as a parameter; it is made from {@code ?asOf=}.
 *
 * @param instant null for now: everything that is recorded
 */
public record AsOf(@Nullable Instant instant) {

    public static final String PARAMETER = "asOf";
    public static final AsOf NOW = new AsOf(null);

    private static final Instant BEFORE_EVERYTHING = Instant.parse("1900-01-01T00:00:00Z");
    private static final OffsetDateTime ALWAYS = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC);

    /**
     * To the microsecond, as recording times are: finer, a database would round it upwards. What lies before our calendar was never
     * recorded.
     *
     * @throws InvalidRequest 400 for a text that is no instant
     */
    public static Instant parse(String text) {
        try {
            var asked = Instant.parse(text);
            return asked.isBefore(BEFORE_EVERYTHING) ? BEFORE_EVERYTHING : asked.truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException invalid) {
            throw InvalidRequest.parameter(PARAMETER, "Un instant est attendu, comme 2026-01-31T14:00:00Z.");
        }
    }

    /** The value of {@code recorded_at <= :asOf}: the far future when the question is about now. */
    public OffsetDateTime bound() {
        return instant == null ? ALWAYS : instant.atOffset(ZoneOffset.UTC);
    }

    /** The day of the question for those who ask it: what is due, late or out of date depends on it. */
    public LocalDate today() {
        return BusinessDay.of(instant == null ? Instant.now() : instant);
    }
}
