package org.maillage.command.timesheet;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.Refusal;
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
            implements TimesheetCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }

        @Override
        public PersonId inTheNameOf() {
            return personId;
        }
    }

    /** Several at once, of one centre: all of them, or none. */
    record LogTimes(
            TimesheetId id, PersonId personId, @Nullable Role role, List<Line> lines) implements TimesheetCommand {

        public LogTimes {
            lines = List.copyOf(lines);
        }

        @Override
        public PartnershipId within() {
            return lines.getFirst().partnershipId();
        }

        @Override
        public PersonId inTheNameOf() {
            return personId;
        }
    }

    /** One entry of several. */
    record Line(
            TimeEntryId entryId,
            PartnershipId partnershipId,
            Phase phase,
            LocalDate day,
            Minutes minutes,
            @Nullable String note) {}

    /**
     * What is null stays as it is.
     *
     * @param personId whose work it is
     */
    record CorrectTime(
            TimesheetId id,
            PersonId personId,
            TimeEntryId entryId,
            @Nullable Minutes minutes,
            @Nullable Phase phase,
            @Nullable LocalDate day,
            String reason)
            implements TimesheetCommand {
        @Override
        public PersonId inTheNameOf() {
            return personId;
        }

        @Override
        public Refusal unknown() {
            return new UnknownTimeEntry();
        }
    }
}
