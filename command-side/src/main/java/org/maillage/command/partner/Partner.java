package org.maillage.command.partner;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
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
import org.maillage.command.Known;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.partner.PartnerCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Partner {

    @AggregateIdentifier
    private PartnerId id;

    private EpnId epnId;
    private final Map<PersonId, Role> contacts = new HashMap<>();
    private final Set<LocalDate> confirmations = new HashSet<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RegisterPartner command, Look look, Claims claims) {
        Known.epn(look, command.epnId());
        if (command.siret() != null) {
            claims.take("partner-siret", command.epnId() + "/" + command.siret(), command.id(), SiretAlreadyUsed::new);
        }
        apply(new PartnerRegistered(
                command.id(),
                command.epnId(),
                command.name(),
                command.kind(),
                command.siret(),
                command.rna(),
                command.communeCode(),
                command.audiences(),
                command.domains(),
                command.source(),
                null,
                null,
                List.of()));
    }

    @CommandHandler
    void handle(AddContact command, Look look) {
        Known.person(look, command.personId(), epnId);
        var role = contacts.get(command.personId());
        if (command.role().equals(role)) {
            return;
        }
        if (role != null) {
            throw new ContactAlreadyAdded();
        }
        apply(new ContactAdded(id, epnId, command.personId(), command.role()));
    }

    @CommandHandler
    void handle(LogPartnerExchange command, Look look) {
        Known.personOrNobody(look, command.contactId(), epnId);
        apply(new PartnerExchangeLogged(
                id, epnId, command.channel(), command.on(), command.note(), command.contactId()));
    }

    @CommandHandler
    void handle(ConfirmPartnerCard command) {
        if (confirmations.contains(command.on())) {
            return;
        }
        apply(new PartnerCardConfirmed(id, epnId, command.on()));
    }

    @EventSourcingHandler
    void on(PartnerEvent event) {
        switch (event) {
            case PartnerRegistered registered -> {
                id = registered.id();
                epnId = registered.epnId();
            }
            case ContactAdded added -> contacts.put(added.personId(), added.role());
            case PartnerCardConfirmed confirmed -> confirmations.add(confirmed.on());
            case PartnerExchangeLogged _,
                    PartnerRevised _,
                    ContactRoleChanged _,
                    ContactRemoved _,
                    TechFamiliaritySet _,
                    ChannelConstraintNoted _,
                    FundingObjectionDeclared _,
                    FundingObjectionWithdrawn _,
                    PartnerInvited _,
                    GreetingSent _,
                    PartnerCardMerged _,
                    PartnerCardAbsorbed _ -> {}
        }
    }
}
