package org.maillage.command.epn;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ImportPartners;
import org.maillage.command.Known;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.person.PersonId;

@Aggregate
final class Epn {

    /** One rate per person or role and day. */
    private record RateKey(
            @Nullable PersonId personId, @Nullable Role role, LocalDate effectiveFrom) {}

    @AggregateIdentifier
    private EpnId id;

    private final Map<PersonId, Role> staff = new HashMap<>();
    private final Map<RateKey, Money> rates = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RegisterEpn command) {
        apply(new EpnRegistered(
                command.id(),
                command.name(),
                command.legalForm(),
                command.siret(),
                command.communeCode(),
                command.missions(),
                command.audiences(),
                command.activePartnershipThreshold(),
                List.of(),
                null));
    }

    @CommandHandler
    void handle(AppointStaff command, Look look) {
        Known.person(look, command.personId(), id);
        if (command.role().equals(staff.get(command.personId()))) {
            return;
        }
        apply(new StaffAppointed(id, command.personId(), command.role()));
    }

    @CommandHandler
    void handle(SetHourlyRate command, Look look) {
        Known.personOrNobody(look, command.personId(), id);
        var key = new RateKey(command.personId(), command.role(), command.effectiveFrom());
        if (command.amount().equals(rates.get(key))) {
            return;
        }
        apply(new HourlyRateSet(id, command.personId(), command.role(), command.amount(), command.effectiveFrom()));
    }

    @CommandHandler
    ImportPartners.Report handle(ImportPartners command, Claims claims, NestedCommands nested) {
        command.requirement().accept(claims);
        apply(new PartnersImported(id, command.cards().size()));
        command.cards().forEach(nested::dispatch);
        return command.report();
    }

    @EventSourcingHandler
    void on(EpnEvent event) {
        switch (event) {
            case EpnRegistered registered -> id = registered.id();
            case StaffAppointed appointed -> staff.put(appointed.personId(), appointed.role());
            case HourlyRateSet rate ->
                rates.put(new RateKey(rate.personId(), rate.role(), rate.effectiveFrom()), rate.amount());
            case EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _ -> {}
        }
    }
}
