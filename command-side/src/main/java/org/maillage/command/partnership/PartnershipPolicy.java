package org.maillage.command.partnership;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.command.ledger.Policy;
import org.maillage.command.partnership.PartnershipCommand.ConcludeByConvention;
import org.maillage.command.partnership.PartnershipCommand.DeliverBilan;
import org.maillage.command.partnership.PartnershipCommand.RenewPartnership;
import org.maillage.kernel.Event;
import org.maillage.kernel.bilan.BilanEvent.BilanShared;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.convention.ConventionEvent.ConventionFullySigned;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipEvent.PilotAssigned;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.person.PersonId;
import org.springframework.stereotype.Component;

/** What must hold for a partnership together with a fact of another aggregate: one write, or none. */
@Component
final class PartnershipPolicy implements Policy {

    private final NestedCommands commands;
    private final Look look;
    private final Clock clock;

    PartnershipPolicy(NestedCommands commands, Look look, Clock clock) {
        this.commands = commands;
        this.look = look;
        this.clock = clock;
    }

    @Override
    public void hear(Event event) {
        if (event instanceof ConventionFullySigned signed) {
            commands.dispatch(new ConcludeByConvention(signed.partnershipId(), signed.id()));
        } else if (event instanceof BilanShared shared && shared.withEveryPartner()) {
            commands.dispatch(new DeliverBilan(shared.partnershipId()));
        } else if (event instanceof FollowUpDecided decided && decided.renewedAs() != null) {
            var parties = Objects.requireNonNull(look.state(decided.id(), PartnershipEvent.class, Parties::after));
            commands.dispatch(parties.renewal(decided, BusinessDay.of(clock.instant())));
        }
    }

    /** What a renewal inherits: parties, pilot and project. */
    record Parties(PartnershipStanding standing, PersonId pilotId) {

        static Parties after(@Nullable Parties before, PartnershipEvent event) {
            var standing = PartnershipStanding.after(before == null ? null : before.standing, event);
            if (event instanceof PartnershipProposed proposed) {
                return new Parties(standing, proposed.pilotId());
            }
            return new Parties(
                    standing,
                    event instanceof PilotAssigned assigned
                            ? assigned.personId()
                            : Objects.requireNonNull(before).pilotId);
        }

        RenewPartnership renewal(FollowUpDecided decided, LocalDate today) {
            return new RenewPartnership(
                    Objects.requireNonNull(decided.renewedAs()),
                    decided.epnId(),
                    Objects.requireNonNullElse(decided.projectId(), standing.projectId()),
                    standing.partnerIds(),
                    pilotId,
                    decided.id(),
                    today);
        }
    }
}
