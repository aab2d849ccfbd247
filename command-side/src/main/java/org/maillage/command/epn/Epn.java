package org.maillage.command.epn;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ImportPartners;
import org.maillage.command.Known;
import org.maillage.command.UnknownReference.UnknownEpn;
import org.maillage.command.epn.EpnCommand.*;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.ledger.NestedCommands;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.Grants;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.Fundings;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.CircuitTemplates;

@Aggregate
final class Epn {

    static final String FUNDING_CLAIM = "funding-agreement";

    /** One rate per person or role and day. */
    private record RateKey(
            @Nullable PersonId personId, @Nullable Role role, LocalDate effectiveFrom) {}

    @AggregateIdentifier
    private EpnId id;

    private List<String> missions;
    private List<String> domains;
    private @Nullable String positioning;
    private Thresholds thresholds = Thresholds.DEFAULT;
    private Fundings fundings = Fundings.NONE;
    private Grants grants;
    private final Map<PartnerKind, List<TemplateStep>> templates = new EnumMap<>(PartnerKind.class);
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
                command.domains(),
                command.positioning(),
                command.administrator()));
    }

    @CommandHandler
    void handle(ReviseEpnMissions command) {
        if (command.missions().equals(missions)) {
            return;
        }
        apply(new EpnMissionsRevised(id, command.missions()));
    }

    @CommandHandler
    void handle(PositionEpn command) {
        if (command.domains().equals(domains) && Objects.equals(command.positioning(), positioning)) {
            return;
        }
        apply(new EpnPositioned(id, command.domains(), command.positioning()));
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

    /** A request names the centre in its body, so that a centre which does not exist is a reference without an answer. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DeclareFunding command, Claims claims) {
        if (id == null) {
            throw new UnknownEpn();
        }
        // Who ends an agreement names it alone: the claim tells whose it is.
        claims.take(FUNDING_CLAIM, command.fundingId().toString(), id, IllegalStateException::new);
        apply(new FundingDeclared(
                id,
                command.fundingId(),
                command.funder(),
                command.missions(),
                command.exclusive(),
                command.amount(),
                command.from(),
                command.until()));
    }

    @CommandHandler
    void handle(EndFunding command) {
        var agreement = fundings.find(command.fundingId()).orElseThrow(UnknownFunding::new);
        if (command.endedOn().isBefore(agreement.from())) {
            throw new FundingEndsBeforeItBegins();
        }
        if (command.endedOn().equals(agreement.until())) {
            return;
        }
        apply(new FundingEnded(id, command.fundingId(), command.endedOn(), command.reason()));
    }

    @CommandHandler
    void handle(SetThresholds command) {
        var wanted = new Thresholds(
                Objects.requireNonNullElse(command.staleCardDays(), thresholds.staleCardDays()),
                Objects.requireNonNullElse(command.analysisDelayDays(), thresholds.analysisDelayDays()),
                Objects.requireNonNullElse(command.lateBilanMeetingDays(), thresholds.lateBilanMeetingDays()),
                Objects.requireNonNullElse(command.sizeableContribution(), thresholds.sizeableContribution()),
                command.activePartnerships() == null ? thresholds.activePartnerships() : command.activePartnerships(),
                Objects.requireNonNullElse(command.expiryNoticeDays(), thresholds.expiryNoticeDays()));
        if (wanted.equals(thresholds)) {
            return;
        }
        apply(new ThresholdsSet(id, wanted));
    }

    @CommandHandler
    void handle(SetCircuitTemplate command, Look look) {
        command.steps().forEach(step -> Known.personOrNobody(look, step.deciderId(), id));
        var before = templates.getOrDefault(command.partnerKind(), CircuitTemplates.of(command.partnerKind()));
        if (command.steps().equals(before)) {
            return;
        }
        apply(new CircuitTemplateSet(id, command.partnerKind(), command.steps()));
    }

    @CommandHandler
    void handle(GrantAccess command, Look look) {
        Known.personOrNobody(look, command.personId(), id);
        if (command.partnerId() != null) {
            Known.partner(look, command.partnerId(), id);
        }
        var roles = List.copyOf(EnumSet.copyOf(command.roles()));
        var granted = new AccessGranted(id, command.subject(), roles, command.personId(), command.partnerId());
        var after = Grants.after(grants, granted);
        if (after.equals(grants)) {
            return;
        }
        requireAdministrator(after);
        apply(granted);
    }

    @CommandHandler
    void handle(RevokeAccess command) {
        if (!grants.bySubject().containsKey(command.subject())) {
            throw new NoSuchAccess();
        }
        var revoked = new AccessRevoked(id, command.subject(), command.reason());
        requireAdministrator(Grants.after(grants, revoked));
        apply(revoked);
    }

    /** Nobody could let anybody in any more. */
    private static void requireAdministrator(Grants after) {
        if (after.administered()
                && after.bySubject().values().stream()
                        .noneMatch(grant -> grant.roles().contains(AccessRole.ADMINISTRATEUR))) {
            throw new LastAdministrator();
        }
    }

    @EventSourcingHandler
    void on(EpnEvent event) {
        grants = Grants.after(grants, event);
        thresholds = Thresholds.after(thresholds, event);
        fundings = Fundings.after(fundings, event);
        switch (event) {
            case EpnRegistered registered -> {
                id = registered.id();
                missions = registered.missions();
                domains = registered.domains();
                positioning = registered.positioning();
            }
            case EpnMissionsRevised revised -> missions = revised.missions();
            case EpnPositioned positioned -> {
                domains = positioned.domains();
                positioning = positioned.positioning();
            }
            case CircuitTemplateSet template -> templates.put(template.partnerKind(), template.steps());
            case StaffAppointed appointed -> staff.put(appointed.personId(), appointed.role());
            case HourlyRateSet rate ->
                rates.put(new RateKey(rate.personId(), rate.role(), rate.effectiveFrom()), rate.amount());
            case FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }
}
