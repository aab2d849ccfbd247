package org.maillage.kernel.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** What day it is for the people who use Maillage: the day in Europe/Paris. */
public final class BusinessDay {

    public static final ZoneId ZONE = ZoneId.of("Europe/Paris");

    private BusinessDay() {}

    public static LocalDate of(Instant instant) {
        return instant.atZone(ZONE).toLocalDate();
    }
}
