package org.maillage.command.poll;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Known;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Look;
import org.maillage.command.poll.DatePollCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.poll.PollAnswer;

@Aggregate
final class DatePoll {

    @AggregateIdentifier
    private DatePollId id;

    private PartnershipId partnershipId;
    private EpnId epnId;
    private List<Instant> options;
    private final Map<PersonId, Set<PollAnswer>> answers = new HashMap<>();
    private @Nullable Instant chosen;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(OpenDatePoll command, Look look) {
        var partnership = requireLive(look, command.partnershipId());
        apply(new DatePollOpened(
                command.id(), command.partnershipId(), partnership.epnId(), command.question(), command.options()));
    }

    @CommandHandler
    void handle(AnswerDatePoll command, Look look) {
        Known.person(look, command.personId(), epnId);
        command.answers().forEach(answer -> requireOption(answer.option()));
        if (new HashSet<>(command.answers()).equals(answers.get(command.personId()))) {
            return;
        }
        if (chosen != null) {
            throw new PollIsClosed();
        }
        requireLive(look, partnershipId);
        apply(new DatePollAnswered(id, partnershipId, epnId, command.personId(), command.answers()));
    }

    @CommandHandler
    void handle(CloseDatePoll command, Look look) {
        requireOption(command.chosen());
        if (command.chosen().equals(chosen)) {
            return;
        }
        if (chosen != null) {
            throw new PollIsClosed();
        }
        requireLive(look, partnershipId);
        apply(new DatePollClosed(id, partnershipId, epnId, command.chosen()));
    }

    private void requireOption(Instant option) {
        if (!options.contains(option)) {
            throw new NotAnOption();
        }
    }

    private static PartnershipStanding requireLive(Look look, PartnershipId id) {
        var partnership = Known.partnership(look, id);
        if (!partnership.acceptsFacts()) {
            throw new WrongPartnershipState(partnership.state());
        }
        return partnership;
    }

    @EventSourcingHandler
    void on(DatePollEvent event) {
        switch (event) {
            case DatePollOpened opened -> {
                id = opened.id();
                partnershipId = opened.partnershipId();
                epnId = opened.epnId();
                options = opened.options();
            }
            case DatePollAnswered answered -> answers.put(answered.personId(), Set.copyOf(answered.answers()));
            case DatePollClosed closed -> chosen = closed.chosen();
        }
    }
}
