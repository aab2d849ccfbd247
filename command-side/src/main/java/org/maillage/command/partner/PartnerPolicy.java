package org.maillage.command.partner;

import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.command.partner.PartnerCommand.AbsorbPartnerCard;
import org.maillage.kernel.Event;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardMerged;
import org.springframework.stereotype.Component;

/** Both cards of a merger know of it, or none does. */
@Component
final class PartnerPolicy implements Policy {

    private final NestedCommands commands;

    PartnerPolicy(NestedCommands commands) {
        this.commands = commands;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof PartnerCardMerged merged) {
            commands.dispatch(new AbsorbPartnerCard(merged.into(), merged.id()));
        }
    }
}
