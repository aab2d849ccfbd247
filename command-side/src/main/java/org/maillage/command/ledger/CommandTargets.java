package org.maillage.command.ledger;

import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.maillage.command.Command;

/** Commands say who decides; reflection would cost a tenth of the CPU. */
final class CommandTargets implements CommandTargetResolver {

    @Override
    public VersionedAggregateIdentifier resolveTarget(CommandMessage<?> message) {
        var command = (Command) message.getPayload();
        return new VersionedAggregateIdentifier(command.target(), Attempt.expectedVersion(message));
    }
}
