package org.maillage.trial;

import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.PersonId;

public sealed interface CentreCommand extends Command {

    EpnId id();

    @Override
    default EpnId target() {
        return id();
    }

    record Open(EpnId id) implements CentreCommand {}

    record OpenOrStaff(EpnId id, PersonId person) implements CentreCommand {}

    /** Silence for somebody who is there. */
    record Staff(EpnId id, PersonId person) implements CentreCommand {}

    /** Refused when that many are there. */
    record StaffUnless(EpnId id, PersonId person, int there) implements CentreCommand {}

    /** Sends everybody home; the policies of the trial hear it. */
    record Clear(EpnId id, PersonId said) implements CentreCommand {}

    record Hold(EpnId id, String key, PersonId person) implements CentreCommand {}

    record LetGo(EpnId id, String key, PersonId person) implements CentreCommand {}

    /** Staffs this centre, then another one by a nested command. */
    record StaffBoth(EpnId id, EpnId other, PersonId person, After after) implements CentreCommand {}

    enum After {
        NOTHING,
        FAIL,
        CATCH
    }

    /** Something happens while it is decided. */
    record StaffMeanwhile(EpnId id, PersonId person, Runnable meanwhile) implements CentreCommand {}

    /** Refused unless somebody works at the other centre. */
    record StaffLike(EpnId id, EpnId other, PersonId person) implements CentreCommand {}
}
