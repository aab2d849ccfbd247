package org.maillage.command.partnership;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.maillage.command.Known;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.ledger.Claims;
import org.maillage.command.ledger.Look;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardConfirmed;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class Partnership {

    private static final String OPEN_PROPOSAL = "open-proposal";
    private static final int STALE_AFTER_DAYS = 365;

    /** What a partner promised, and how much of it has come. */
    private record Pledge(ContributionKind kind, BigDecimal amount, BigDecimal received) {}

    private enum Clearance {
        NONE,
        REQUESTED,
        GRANTED,
        REFUSED
    }

    @AggregateIdentifier
    private PartnershipId id;

    private PartnershipStanding standing;
    private boolean holdsProposal;
    private Clearance clearance = Clearance.NONE;
    private final Map<PledgeId, Pledge> pledges = new HashMap<>();
    private @Nullable Instant bilanMeetingAt;
    private @Nullable LocalDate startedOn;
    private @Nullable FollowUpDecided followUp;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Warned handle(ProposePartnership command, Look look, Claims claims) {
        Known.epn(look, command.epnId());
        Known.project(look, command.projectId(), command.epnId());
        command.partnerIds().forEach(partner -> Known.partner(look, partner, command.epnId()));
        Known.person(look, command.pilotId(), command.epnId());
        takeProposal(claims, command.id(), command.epnId(), command.partnerIds(), command.projectId());
        var warnings = proposalWarnings(command, look);
        apply(new PartnershipProposed(
                command.id(),
                command.epnId(),
                command.projectId(),
                command.partnerIds(),
                command.pilotId(),
                command.ourBenefits(),
                command.theirBenefits(),
                command.missions(),
                null,
                warnings));
        return new Warned(warnings);
    }

    private static List<Warning> proposalWarnings(ProposePartnership command, Look look) {
        var warnings = new ArrayList<Warning>();
        if (command.theirBenefits().isEmpty()) {
            warnings.add(Warning.NO_PARTNER_BENEFIT);
        }
        var freshSince = command.today().minusDays(STALE_AFTER_DAYS);
        if (command.partnerIds().stream()
                .map(partner -> look.state(partner, PartnerEvent.class, Partnership::lastConfirmation))
                .anyMatch(confirmed -> confirmed != null && confirmed.isBefore(freshSince))) {
            warnings.add(Warning.STALE_PARTNER_CARD);
        }
        return warnings;
    }

    private static @Nullable LocalDate lastConfirmation(@Nullable LocalDate before, PartnerEvent event) {
        return event instanceof PartnerCardConfirmed confirmed
                        && (before == null || confirmed.on().isAfter(before))
                ? confirmed.on()
                : before;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RenewPartnership command, Claims claims) {
        takeProposal(claims, command.id(), command.epnId(), command.partnerIds(), command.projectId());
        apply(new PartnershipProposed(
                command.id(),
                command.epnId(),
                command.projectId(),
                command.partnerIds(),
                command.pilotId(),
                List.of(),
                List.of(),
                List.of(),
                command.renewedFrom(),
                List.of()));
    }

    @CommandHandler
    void handle(LogExchange command, Look look) {
        require(standing.acceptsFacts());
        Known.personOrNobody(look, command.contactId(), standing.epnId());
        apply(new ExchangeLogged(
                id, standing.epnId(), command.channel(), command.on(), command.note(), command.contactId()));
    }

    @CommandHandler
    void handle(RequestAuthorityClearance command, Look look) {
        var decider = command.deciderId();
        clear(Clearance.REQUESTED, decider, look, new AuthorityClearanceRequested(id, standing.epnId(), decider));
    }

    @CommandHandler
    void handle(GrantAuthorityClearance command, Look look) {
        var decider = command.deciderId();
        clear(Clearance.GRANTED, decider, look, new AuthorityClearanceGranted(id, standing.epnId(), decider));
    }

    @CommandHandler
    void handle(RefuseAuthorityClearance command, Look look) {
        var decider = command.deciderId();
        clear(
                Clearance.REFUSED,
                decider,
                look,
                new AuthorityClearanceRefused(id, standing.epnId(), decider, command.reason()));
    }

    private void clear(Clearance decision, @Nullable PersonId decider, Look look, PartnershipEvent fact) {
        require(standing.acceptsFacts());
        Known.personOrNobody(look, decider, standing.epnId());
        if (clearance != decision) {
            apply(fact);
        }
    }

    @CommandHandler
    Warned handle(EnterNegotiation command) {
        if (standing.state() == PartnershipState.NEGOTIATING) {
            return Warned.NONE;
        }
        requireState(PartnershipState.PROPOSED);
        var warnings = clearance == Clearance.GRANTED ? List.<Warning>of() : List.of(Warning.NO_AUTHORITY_CLEARANCE);
        apply(new NegotiationEntered(id, standing.epnId(), warnings));
        return new Warned(warnings);
    }

    @CommandHandler
    Pledged handle(PledgeContribution command) {
        require(standing.acceptsPledges());
        if (!standing.concerns(command.partnerId())) {
            throw new NotAParty();
        }
        var warnings = command.nature() == ContributionNature.OPERATING
                ? List.of(Warning.OPERATING_CONTRIBUTION)
                : List.<Warning>of();
        apply(new ContributionPledged(
                id,
                standing.epnId(),
                command.pledgeId(),
                command.partnerId(),
                command.kind(),
                command.nature(),
                command.amount(),
                command.description(),
                warnings));
        return new Pledged(command.pledgeId(), warnings);
    }

    @CommandHandler
    Received handle(ReceiveContribution command) {
        require(standing.acceptsFacts());
        var pledge = pledges.get(command.pledgeId());
        if (pledge == null) {
            throw new UnknownPledge();
        }
        if (command.amount().plus(pledge.received()).compareTo(pledge.amount()) > 0) {
            throw new ReceivedMoreThanPledged();
        }
        apply(new ContributionReceived(
                id,
                standing.epnId(),
                command.receiptId(),
                command.pledgeId(),
                pledge.kind(),
                command.amount(),
                command.receivedOn()));
        return new Received(command.receiptId());
    }

    @CommandHandler
    Incurred handle(RecordDirectCost command) {
        require(standing.acceptsFacts());
        apply(new DirectCostRecorded(
                id, standing.epnId(), command.costId(), command.amount(), command.label(), command.incurredOn()));
        return new Incurred(command.costId());
    }

    @CommandHandler
    void handle(ConcludeByConvention command) {
        requireState(PartnershipState.NEGOTIATING);
        apply(new PartnershipAgreed(id, standing.epnId(), command.conventionId()));
    }

    @CommandHandler
    Warned handle(AgreeWithoutConvention command) {
        requireState(PartnershipState.NEGOTIATING);
        var warnings = List.of(Warning.NO_CONVENTION);
        apply(new AgreedWithoutConvention(id, standing.epnId(), command.reason(), warnings));
        return new Warned(warnings);
    }

    @CommandHandler
    void handle(ScheduleBilanMeeting command) {
        require(standing.acceptsFacts());
        if (command.at().equals(bilanMeetingAt)) {
            return;
        }
        apply(new BilanMeetingScheduled(id, standing.epnId(), command.at()));
    }

    @CommandHandler
    Warned handle(StartAction command) {
        if (standing.state() == PartnershipState.RUNNING && command.startedOn().equals(startedOn)) {
            return Warned.NONE;
        }
        requireState(PartnershipState.AGREED);
        var warnings = bilanMeetingAt == null ? List.of(Warning.NO_BILAN_MEETING) : List.<Warning>of();
        apply(new ActionStarted(id, standing.epnId(), command.startedOn(), warnings));
        return new Warned(warnings);
    }

    @CommandHandler
    void handle(SuspendAction command) {
        if (standing.state() == PartnershipState.SUSPENDED) {
            return;
        }
        requireState(PartnershipState.RUNNING);
        apply(new ActionSuspended(id, standing.epnId(), command.reason()));
    }

    @CommandHandler
    void handle(ResumeAction command) {
        if (standing.state() == PartnershipState.RUNNING) {
            return;
        }
        requireState(PartnershipState.SUSPENDED);
        apply(new ActionResumed(id, standing.epnId(), command.reason()));
    }

    @CommandHandler
    void handle(CompleteAction command) {
        if (standing.state() == PartnershipState.AWAITING_BILAN) {
            return;
        }
        requireState(PartnershipState.RUNNING, PartnershipState.SUSPENDED);
        if (startedOn != null && command.completedOn().isBefore(startedOn)) {
            throw new CompletedBeforeStart();
        }
        apply(new ActionCompleted(id, standing.epnId(), command.completedOn()));
    }

    @CommandHandler
    void handle(TerminateEarly command, Claims claims) {
        if (standing.state() == PartnershipState.TERMINATED) {
            return;
        }
        requireState(PartnershipState.AGREED, PartnershipState.RUNNING, PartnershipState.SUSPENDED);
        releaseProposal(claims);
        apply(new PartnershipTerminated(id, standing.epnId(), command.reason()));
    }

    @CommandHandler
    void handle(DeclinePartnership command, Claims claims) {
        if (standing.state() == PartnershipState.DECLINED) {
            return;
        }
        requireState(PartnershipState.PROPOSED, PartnershipState.NEGOTIATING);
        releaseProposal(claims);
        apply(new PartnershipDeclined(id, standing.epnId(), command.reason()));
    }

    @CommandHandler
    void handle(WithdrawProposal command, Claims claims) {
        if (standing.state() == PartnershipState.WITHDRAWN) {
            return;
        }
        requireState(PartnershipState.PROPOSED, PartnershipState.NEGOTIATING);
        releaseProposal(claims);
        apply(new ProposalWithdrawn(id, standing.epnId(), command.reason()));
    }

    @CommandHandler
    void handle(RateIntangibleBenefit command) {
        require(standing.acceptsFacts());
        apply(new IntangibleBenefitRated(id, standing.epnId(), command.kind(), command.level(), command.note()));
    }

    @CommandHandler
    void handle(DeliverBilan command) {
        if (standing.bilanDelivered()) {
            return;
        }
        apply(new BilanDelivered(id, standing.epnId()));
    }

    @CommandHandler
    FollowedUp handle(DecideFollowUp command, Look look, Claims claims) {
        if (followUp != null
                && followUp.decision() == command.decision()
                && Objects.equals(followUp.projectId(), command.projectId())) {
            return new FollowedUp(followUp.renewedAs());
        }
        requireState(PartnershipState.BILAN_SHARED);
        if (command.projectId() != null) {
            Known.project(look, command.projectId(), standing.epnId());
        }
        releaseProposal(claims);
        apply(new FollowUpDecided(id, standing.epnId(), command.decision(), command.projectId(), command.renewedAs()));
        return new FollowedUp(command.renewedAs());
    }

    /** What the partnership that follows starts from. */
    static RenewPartnership renewal(FollowUpDecided decided, PartnershipProposed proposed) {
        return new RenewPartnership(
                Objects.requireNonNull(decided.renewedAs()),
                decided.epnId(),
                decided.decision() == FollowUp.NEW_PROJECT
                        ? Objects.requireNonNull(decided.projectId())
                        : proposed.projectId(),
                proposed.partnerIds(),
                proposed.pilotId(),
                decided.id());
    }

    private static void takeProposal(
            Claims claims, PartnershipId owner, EpnId epn, List<PartnerId> partners, ProjectId project) {
        for (var partner : partners) {
            claims.take(OPEN_PROPOSAL, proposalKey(epn, partner, project), owner, ProposalAlreadyOpen::new);
        }
    }

    /** A partnership that ended early has released its proposal already: its follow-up does not release it again. */
    private void releaseProposal(Claims claims) {
        if (holdsProposal) {
            for (var partner : standing.partnerIds()) {
                claims.release(OPEN_PROPOSAL, proposalKey(standing.epnId(), partner, standing.projectId()), id);
            }
        }
    }

    private static String proposalKey(EpnId epn, PartnerId partner, ProjectId project) {
        return epn + "/" + partner + "/" + project;
    }

    private void requireState(PartnershipState first, PartnershipState... others) {
        require(EnumSet.of(first, others).contains(standing.state()));
    }

    private void require(boolean legal) {
        if (!legal) {
            throw new WrongPartnershipState(standing.state());
        }
    }

    @EventSourcingHandler
    void on(PartnershipEvent event) {
        standing = PartnershipStanding.after(standing, event);
        switch (event) {
            case PartnershipProposed proposed -> {
                id = proposed.id();
                holdsProposal = true;
            }
            case AuthorityClearanceRequested _ -> clearance = Clearance.REQUESTED;
            case AuthorityClearanceGranted _ -> clearance = Clearance.GRANTED;
            case AuthorityClearanceRefused _ -> clearance = Clearance.REFUSED;
            case ContributionPledged pledged ->
                pledges.put(
                        pledged.pledgeId(),
                        new Pledge(pledged.kind(), pledged.amount().value(), BigDecimal.ZERO));
            case ContributionReceived received ->
                pledges.computeIfPresent(
                        received.pledgeId(),
                        (_, pledge) -> new Pledge(
                                pledge.kind(),
                                pledge.amount(),
                                received.amount().plus(pledge.received())));
            case BilanMeetingScheduled scheduled -> bilanMeetingAt = scheduled.at();
            case ActionStarted started -> startedOn = started.startedOn();
            case PartnershipTerminated _, PartnershipDeclined _, ProposalWithdrawn _ -> holdsProposal = false;
            case FollowUpDecided decided -> {
                followUp = decided;
                holdsProposal = false;
            }
            case ExchangeLogged _,
                    NegotiationEntered _,
                    DirectCostRecorded _,
                    PartnershipAgreed _,
                    AgreedWithoutConvention _,
                    ActionSuspended _,
                    ActionResumed _,
                    ActionCompleted _,
                    IntangibleBenefitRated _,
                    BilanDelivered _,
                    ProposalRevised _,
                    PartnerJoined _,
                    PartnerLeft _,
                    PilotAssigned _,
                    ResponsibilityAssigned _,
                    PostureSet _,
                    CumulationConflictWaived _,
                    PledgeAmended _,
                    ReceiptCorrected _,
                    DirectCostCorrected _,
                    SupportGranted _,
                    MilestonePlanned _,
                    MilestoneReached _,
                    TimeConstraintDeclared _,
                    TimeConstraintLifted _,
                    DocumentAttached _,
                    ToolAgreed _,
                    ToolTrainingPlanned _,
                    PartnerPresenceRecorded _ -> {}
        }
    }
}
