package org.maillage.command.partnership;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.command.partnership.PartnershipCommand.ConcludeByConvention;
import org.maillage.command.partnership.PartnershipCommand.DeliverBilan;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent.BilanShared;
import org.maillage.kernel.convention.ConventionEvent.ConventionFullySigned;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.springframework.stereotype.Component;

/** What must hold for a partnership together with a fact of another aggregate: one write, or none. */
@Component
final class PartnershipPolicy implements Policy {

    private final NestedCommands commands;
    private final Look look;

    PartnershipPolicy(NestedCommands commands, Look look) {
        this.commands = commands;
        this.look = look;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof ConventionFullySigned signed) {
            commands.dispatch(new ConcludeByConvention(signed.partnershipId(), signed.id()));
        } else if (event instanceof BilanShared shared && shared.withEveryPartner()) {
            commands.dispatch(new DeliverBilan(shared.partnershipId()));
        } else if (event instanceof FollowUpDecided decided && decided.renewedAs() != null) {
            var proposed = Objects.requireNonNull(
                    look.state(decided.id(), PartnershipEvent.class, PartnershipPolicy::proposal));
            commands.dispatch(Partnership.renewal(decided, proposed));
        }
    }

    private static PartnershipProposed proposal(@Nullable PartnershipProposed before, PartnershipEvent event) {
        return event instanceof PartnershipProposed proposed ? proposed : Objects.requireNonNull(before);
    }
}
