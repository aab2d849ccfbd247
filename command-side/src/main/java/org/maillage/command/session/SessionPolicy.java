package org.maillage.command.session;

import java.util.List;
import java.util.Objects;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.command.session.SessionCommand.PlanSession;
import org.maillage.command.session.SessionCommand.ReplaceSession;
import org.maillage.kernel.Event;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionEvent;
import org.maillage.kernel.session.SessionEvent.*;
import org.springframework.stereotype.Component;

/**
 * A rescheduled session and the one that replaces it are one write: roster, minutes, place and images are copied. So are the
 * sessions of a series.
 */
@Component
final class SessionPolicy implements Policy {

    private static final String LATEST_PLAN = SessionPolicy.class.getName();

    /** What one session hands on to another. */
    private record Plan(Minutes minutes, @Nullable String place, List<PersonId> roster, boolean imagesTaken) {

        static Plan of(SessionPlanned planned) {
            return new Plan(planned.minutes(), planned.place(), planned.roster(), planned.imagesTaken());
        }

        Plan with(boolean images) {
            return new Plan(minutes, place, roster, images);
        }
    }

    private final NestedCommands commands;
    private final Look look;

    SessionPolicy(NestedCommands commands, Look look) {
        this.commands = commands;
        this.look = look;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof SessionRescheduled rescheduled) {
            replace(rescheduled);
        } else if (event instanceof SessionPlanned planned) {
            // A series is heard right after the plan of its first session, which no look can see yet.
            CurrentUnitOfWork.get().root().resources().put(LATEST_PLAN, planned);
        } else if (event instanceof SessionSeriesPlanned series) {
            planTheOthers(series);
        }
    }

    private void replace(SessionRescheduled rescheduled) {
        var plan = Objects.requireNonNull(look.state(rescheduled.id(), SessionEvent.class, SessionPolicy::plan));
        commands.dispatch(new ReplaceSession(
                rescheduled.rescheduledAs(),
                rescheduled.id(),
                rescheduled.partnershipId(),
                rescheduled.startsAt(),
                plan.minutes(),
                plan.place(),
                plan.roster(),
                plan.imagesTaken()));
    }

    private static Plan plan(@Nullable Plan before, SessionEvent event) {
        return switch (event) {
            case SessionPlanned planned -> Plan.of(planned);
            case ImagesDecided decided -> Objects.requireNonNull(before).with(decided.imagesTaken());
            case SessionRescheduled _,
                    SessionCancelled _,
                    SessionHeld _,
                    AttendanceRecorded _,
                    HeadcountRecorded _,
                    AttendanceCorrected _,
                    SheetClosed _,
                    SessionSeriesPlanned _ -> Objects.requireNonNull(before);
        };
    }

    private void planTheOthers(SessionSeriesPlanned series) {
        SessionPlanned first = CurrentUnitOfWork.get().root().getResource(LATEST_PLAN);
        if (!first.id().equals(series.id())) {
            throw new IllegalStateException("A series begins with the plan of its first session");
        }
        series.sessions().stream()
                .skip(1)
                .forEach(slot -> commands.dispatch(new PlanSession(
                        slot.sessionId(),
                        first.partnershipId(),
                        slot.startsAt(),
                        first.minutes(),
                        first.place(),
                        first.roster(),
                        first.imagesTaken())));
    }
}
