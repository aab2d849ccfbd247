package org.maillage.command.timesheet;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetId;

sealed interface TimesheetCommand extends Command {

    TimesheetId id();

    @Override
    default TimesheetId target() {
        return id();
    }

    record LogTime(
            TimesheetId id,
            TimeEntryId entryId,
            PersonId personId,
            @Nullable Role role,
            PartnershipId partnershipId,
            Phase phase,
            LocalDate day,
            Minutes minutes,
            @Nullable String note)
            implements TimesheetCommand {}

    /** Several at once: all of them, or none. */
    record LogTimes(
            TimesheetId id, PersonId personId, @Nullable Role role, List<Line> lines) implements TimesheetCommand {}

    /** One entry of several. */
    record Line(
            TimeEntryId entryId,
            PartnershipId partnershipId,
            Phase phase,
            LocalDate day,
            Minutes minutes,
            @Nullable String note) {}

    /** What is null stays as it is. */
    record CorrectTime(
            TimesheetId id,
            TimeEntryId entryId,
            @Nullable Minutes minutes,
            @Nullable Phase phase,
            @Nullable LocalDate day,
            String reason)
            implements TimesheetCommand {}
}
