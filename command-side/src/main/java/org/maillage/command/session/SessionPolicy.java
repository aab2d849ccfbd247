package org.maillage.command.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.command.session.SessionCommand.ReplaceSession;
import org.maillage.kernel.Event;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.SessionPlanned;
import org.maillage.kernel.session.SessionEvent.SessionRescheduled;
import org.springframework.stereotype.Component;

/** A rescheduled session and the one that replaces it are one write: roster, minutes and place are copied. */
@Component
final class SessionPolicy implements Policy {

    private final NestedCommands commands;
    private final Look look;

    SessionPolicy(NestedCommands commands, Look look) {
        this.commands = commands;
        this.look = look;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof SessionRescheduled rescheduled) {
            var planned =
                    Objects.requireNonNull(look.state(rescheduled.id(), SessionEvent.class, SessionPolicy::planned));
            commands.dispatch(new ReplaceSession(
                    rescheduled.rescheduledAs(),
                    rescheduled.id(),
                    rescheduled.partnershipId(),
                    rescheduled.startsAt(),
                    planned.minutes(),
                    planned.place(),
                    planned.roster()));
        }
    }

    private static SessionPlanned planned(@Nullable SessionPlanned before, SessionEvent event) {
        return event instanceof SessionPlanned planned ? planned : Objects.requireNonNull(before);
    }
}
