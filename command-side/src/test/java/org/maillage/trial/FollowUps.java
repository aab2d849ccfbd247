package org.maillage.trial;

import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.PersonId;
import org.maillage.trial.CentreCommand.Staff;

/** Who was said when a centre was cleared is the id of the centre that gets the first person again; nobody may have been said. */
public final class FollowUps implements Policy {

    public static final PersonId NOBODY = new PersonId(new java.util.UUID(0, 0));

    private final NestedCommands commands;

    public FollowUps(NestedCommands commands) {
        this.commands = commands;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof HourlyRateSet cleared
                && cleared.personId() != null
                && !cleared.personId().equals(NOBODY)) {
            commands.dispatch(new Staff(new EpnId(cleared.personId().value()), cleared.personId()));
        }
    }
}
