package org.maillage.command.ledger;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.Refusal;

/** Commands that follow from a command: they are decided at once, and are part of its write. */
public final class NestedCommands {

    private final @Nullable CommandBus bus;
    private final List<Command> remembered = new ArrayList<>();

    /** For decisions without a bus; it remembers what follows from them. */
    public NestedCommands() {
        this.bus = null;
    }

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
        if (bus == null) {
            remembered.add(command);
            return;
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

    /** What was dispatched so far; only without a bus. */
    public List<Command> dispatched() {
        return List.copyOf(remembered);
    }
}
