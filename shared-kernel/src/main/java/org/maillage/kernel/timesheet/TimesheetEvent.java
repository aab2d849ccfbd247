package org.maillage.kernel.timesheet;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** What happens to the timesheet of one person and month (temps-homme); each fact is read with its partnership. */
public sealed interface TimesheetEvent extends Event {

    @Override
    TimesheetId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    TimeEntryId entryId();

    PersonId personId();

    Phase phase();

    LocalDate day();

    Minutes minutes();

    /**
     * Somebody worked on a partnership.
     *
     * @param role in which role, when it is not the one they have on the staff
     */
    record TimeLogged(
            TimesheetId id,
            PartnershipId partnershipId,
            EpnId epnId,
            TimeEntryId entryId,
            PersonId personId,
            @Nullable Role role,
            Phase phase,
            LocalDate day,
            Minutes minutes,
            @Nullable String note)
            implements TimesheetEvent {}

    /** An entry was wrong; it carries the full new state of the entry. The day stays in its month. */
    record TimeCorrected(
            TimesheetId id,
            PartnershipId partnershipId,
            EpnId epnId,
            TimeEntryId entryId,
            PersonId personId,
            @Nullable Role role,
            Phase phase,
            LocalDate day,
            Minutes minutes,
            String reason)
            implements TimesheetEvent {}
}
