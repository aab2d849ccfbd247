package org.maillage.command.convention;

import java.util.Objects;
import org.maillage.command.convention.ConventionCommand.ChangeParties;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerLeft;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.springframework.stereotype.Component;

/** Who joins a partnership signs its convention too, and who leaves does not any more: one write. */
@Component
final class ConventionPolicy implements Policy {

    private final NestedCommands commands;
    private final Look look;
    private final Claims claims;

    ConventionPolicy(NestedCommands commands, Look look, Claims claims) {
        this.commands = commands;
        this.look = look;
        this.claims = claims;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof PartnerJoined || event instanceof PartnerLeft) {
            follow((PartnershipEvent) event);
        }
    }

    private void follow(PartnershipEvent event) {
        var live = claims.owner(Convention.LIVE_CLAIM, event.id().toString());
        if (live == null) {
            return;
        }
        // A look does not see what this write adds.
        var before = Objects.requireNonNull(look.state(event.id(), PartnershipEvent.class, PartnershipStanding::after));
        commands.dispatch(new ChangeParties(
                new ConventionId(live), Convention.partiesOf(PartnershipStanding.after(before, event))));
    }
}
