package org.maillage.kernel.timesheet;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.UUID;
import org.maillage.kernel.Id;
import org.maillage.kernel.person.PersonId;

/** Identifies a timesheet: one person, one month (feuille de temps). */
public record TimesheetId(UUID value) implements Id {

    /** The one timesheet of a person and month: named, not drawn, so that nobody needs to look it up. */
    public static TimesheetId of(PersonId person, YearMonth month) {
        return new TimesheetId(UUID.nameUUIDFromBytes((person + "/" + month).getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
