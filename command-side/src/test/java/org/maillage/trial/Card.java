package org.maillage.trial;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.command.Command;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;

@Aggregate(type = "Partner")
public final class Card {

    public record MakeCard(PartnerId target, EpnId epn, String name) implements Command {}

    @AggregateIdentifier
    private PartnerId id;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(MakeCard command) {
        apply(new PartnerRegistered(
                command.target(),
                command.epn(),
                command.name(),
                PartnerKind.COMPANY,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of()));
    }

    @EventSourcingHandler
    void on(PartnerEvent event) {
        id = event.id() instanceof PartnerId partner ? partner : id;
    }
}
