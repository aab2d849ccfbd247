package org.maillage.command.ledger;

import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.Refusal;

/** Commands that follow from a command: they are decided at once, and are part of its write. */
public final class NestedCommands {

    private final CommandBus bus;

    NestedCommands(CommandBus bus) {
        this.bus = bus;
    }

    /**
     * Has a command decided within the current unit of work.
     *
     * @throws Refusal when the other aggregate says no
     */
    public void dispatch(Command command) {
        if (!CurrentUnitOfWork.isStarted()) {
            throw new IllegalStateException("A nested command needs a unit of work to be part of");
        }
        var answer = new Object() {
            @Nullable
            Throwable failure;
        };
        bus.dispatch(
                new GenericCommandMessage<>(command),
                (_, result) -> answer.failure = result.isExceptional() ? result.exceptionResult() : null);
        switch (answer.failure) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(answer.failure);
        }
    }
}
