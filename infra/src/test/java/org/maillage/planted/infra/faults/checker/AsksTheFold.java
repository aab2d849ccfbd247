package org.maillage.planted.infra.faults.checker;

import java.time.Instant;
import java.time.LocalDate;
import org.maillage.kernel.calendar.BusinessDay;

public final class AsksTheFold {

    LocalDate day(Instant instant) {
        return BusinessDay.of(instant);
    }
}
