package org.maillage.kernel.timesheet;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies a timesheet: one person, one month (feuille de temps). */
public record TimesheetId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}
