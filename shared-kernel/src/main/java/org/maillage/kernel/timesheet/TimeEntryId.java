package org.maillage.kernel.timesheet;

import java.util.UUID;
import org.maillage.kernel.Id;

/** Identifies one entry of a timesheet (saisie de temps). */
public record TimeEntryId(UUID value) implements Id {

    @Override
    public String toString() {
        return value.toString();
    }
}
