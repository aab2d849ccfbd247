package org.maillage.command.partnership;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

@Aggregate
final class Partnership {

    private static final String OPEN_PROPOSAL = "open-proposal";

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
    private @Nullable PersonId clearedBy;
    private Terms terms = Terms.NONE;
    private Team team;
    private final Accounts accounts = new Accounts();
    private final Calendar calendar = new Calendar();
    private final Resources resources = new Resources();
    private @Nullable Posture posture;
    private final Set<CumulationConflict> waived = new HashSet<>();
    private @Nullable CumulationConflictWaived lastWaiver;
    private @Nullable ConventionId agreedBy;
    private @Nullable AgreedWithoutConvention agreedWithout;
    private @Nullable LocalDate startedOn;
    private @Nullable LocalDate completedOn;
    private @Nullable FollowUpDecided followUp;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    Warned handle(ProposePartnership command, Look look, Claims claims) {
        Known.epn(look, command.epnId());
        Known.project(look, command.projectId(), command.epnId());
        command.partnerIds().forEach(partner -> Known.partner(look, partner, command.epnId()));
        Known.person(look, command.pilotId(), command.epnId());
        takeProposal(claims, command.id(), command.epnId(), command.partnerIds(), command.projectId());
        var warnings = new ProposalAdvice(
                        look, command.epnId(), command.projectId(), command.partnerIds(), command.today())
                .on(new Terms(command.ourBenefits(), command.theirBenefits(), command.missions()), Set.of());
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

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    void handle(RenewPartnership command, Look look, Claims claims) {
        takeProposal(claims, command.id(), command.epnId(), command.partnerIds(), command.projectId());
        var warnings = new ProposalAdvice(
                        look, command.epnId(), command.projectId(), command.partnerIds(), command.today())
                .on(Terms.NONE, Set.of());
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
                warnings));
    }

    @CommandHandler
    Warned handle(ReviseProposal command, Look look) {
        var revised = terms.revised(command);
        if (revised.equals(terms)) {
            return Warned.NONE;
        }
        require(standing.acceptsFacts());
        var warnings = advice(look, command.today()).on(revised, waived);
        apply(new ProposalRevised(
                id, standing.epnId(), revised.ourBenefits(), revised.theirBenefits(), revised.missions(), warnings));
        return new Warned(warnings);
    }

    private ProposalAdvice advice(Look look, LocalDate today) {
        return new ProposalAdvice(look, standing.epnId(), standing.projectId(), standing.partnerIds(), today);
    }

    @CommandHandler
    void handle(AddPartner command, Look look, Claims claims) {
        if (standing.concerns(command.partnerId())) {
            return;
        }
        require(standing.acceptsPartners());
        Known.partner(look, command.partnerId(), standing.epnId());
        takeProposal(claims, id, standing.epnId(), List.of(command.partnerId()), standing.projectId());
        apply(new PartnerJoined(id, standing.epnId(), command.partnerId()));
    }

    @CommandHandler
    void handle(RemovePartner command, Claims claims) {
        var partner = command.partnerId();
        if (team.hasLost(partner)) {
            return;
        }
        require(standing.acceptsPartners());
        requireParty(partner);
        if (standing.partnerIds().size() == 1) {
            throw new LastPartner();
        }
        if (accounts.hasPledged(partner)) {
            throw new PartnerHasPledged();
        }
        if (team.isLedBy(partner)) {
            throw new PartnerLeads();
        }
        releaseProposal(claims, List.of(partner));
        apply(new PartnerLeft(id, standing.epnId(), partner, command.reason()));
    }

    @CommandHandler
    void handle(AssignPilot command, Look look) {
        var assigned = new PilotAssigned(id, standing.epnId(), command.personId(), command.partnerId());
        if (team.holds(assigned)) {
            return;
        }
        require(standing.acceptsFacts());
        requirePartyOrCentre(command.partnerId());
        Known.person(look, command.personId(), standing.epnId());
        apply(assigned);
    }

    @CommandHandler
    void handle(AssignResponsibility command, Look look) {
        var assigned = new ResponsibilityAssigned(
                id, standing.epnId(), command.field(), command.personId(), command.partnerId());
        if (team.holds(assigned)) {
            return;
        }
        require(standing.acceptsFacts());
        requirePartyOrCentre(command.partnerId());
        Known.person(look, command.personId(), standing.epnId());
        apply(assigned);
    }

    @CommandHandler
    void handle(SetPosture command) {
        if (command.posture() == posture) {
            return;
        }
        require(standing.acceptsFacts());
        apply(new PostureSet(id, standing.epnId(), command.posture()));
    }

    @CommandHandler
    void handle(WaiveCumulationConflict command, Look look) {
        var open = advice(look, command.today()).conflicts(terms).stream()
                .filter(conflict -> !waived.contains(conflict))
                .toList();
        if (open.isEmpty() && isLastWaiver(command)) {
            return;
        }
        require(standing.acceptsFacts());
        Known.personOrNobody(look, command.authorId(), standing.epnId());
        if (open.isEmpty()) {
            throw new NoCumulationConflict();
        }
        apply(new CumulationConflictWaived(id, standing.epnId(), command.authorId(), command.reason(), open));
    }

    private boolean isLastWaiver(WaiveCumulationConflict command) {
        return lastWaiver != null
                && lastWaiver.reason().equals(command.reason())
                && Objects.equals(lastWaiver.authorId(), command.authorId());
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

    private void cleared(Clearance decision, @Nullable PersonId decider) {
        clearance = decision;
        clearedBy = decider;
    }

    private void clear(Clearance decision, @Nullable PersonId decider, Look look, PartnershipEvent fact) {
        require(standing.acceptsFacts());
        Known.personOrNobody(look, decider, standing.epnId());
        if (clearance != decision || (decider != null && !decider.equals(clearedBy))) {
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
        requireParty(command.partnerId());
        var warnings = Pledged.warnings(command.nature());
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

    /** Corrections have a reason, and are possible for ever. */
    @CommandHandler
    Warned handle(AmendPledge command) {
        var amended = accounts.amended(command);
        if (amended == null) {
            return Warned.NONE;
        }
        apply(amended);
        return new Warned(amended.warnings());
    }

    @CommandHandler
    Received handle(ReceiveContribution command) {
        require(standing.acceptsFacts());
        apply(accounts.received(command));
        return new Received(command.receiptId());
    }

    @CommandHandler
    void handle(CorrectReceipt command) {
        var corrected = accounts.corrected(command);
        if (corrected != null) {
            apply(corrected);
        }
    }

    @CommandHandler
    Incurred handle(RecordDirectCost command) {
        require(standing.acceptsFacts());
        apply(new DirectCostRecorded(
                id, standing.epnId(), command.costId(), command.amount(), command.label(), command.incurredOn()));
        return new Incurred(command.costId());
    }

    @CommandHandler
    void handle(CorrectDirectCost command) {
        var corrected = accounts.corrected(command);
        if (corrected != null) {
            apply(corrected);
        }
    }

    @CommandHandler
    Supported handle(GrantSupport command) {
        require(standing.acceptsPledges());
        requireParty(command.partnerId());
        apply(new SupportGranted(
                id,
                standing.epnId(),
                command.supportId(),
                command.partnerId(),
                command.kind(),
                command.amount(),
                command.purpose(),
                command.decidedOn(),
                command.decisionReference(),
                command.paidFrom(),
                command.paidUntil()));
        return new Supported(command.supportId());
    }

    /** An avenant that every party signed concludes what is concluded. */
    @CommandHandler
    void handle(ConcludeByConvention command) {
        if (command.conventionId().equals(agreedBy)) {
            return;
        }
        requireState(PartnershipState.NEGOTIATING);
        apply(new PartnershipAgreed(id, standing.epnId(), command.conventionId()));
    }

    @CommandHandler
    Warned handle(AgreeWithoutConvention command) {
        if (agreedWithout != null && agreedWithout.reason().equals(command.reason())) {
            return Warned.NONE;
        }
        requireState(PartnershipState.NEGOTIATING);
        var warnings = List.of(Warning.NO_CONVENTION);
        apply(new AgreedWithoutConvention(id, standing.epnId(), command.reason(), warnings));
        return new Warned(warnings);
    }

    @CommandHandler
    void handle(ScheduleBilanMeeting command) {
        require(standing.acceptsFacts());
        if (!calendar.bilanMeetsAt(command.at())) {
            apply(new BilanMeetingScheduled(id, standing.epnId(), command.at()));
        }
    }

    @CommandHandler
    Planned handle(PlanMilestone command) {
        var planned = calendar.planned(command, standing.epnId());
        if (!calendar.holds(planned)) {
            require(standing.acceptsFacts());
            if (calendar.isReached(planned.milestoneId())) {
                throw new MilestoneAlreadyReached();
            }
            apply(planned);
        }
        return new Planned(planned.milestoneId());
    }

    @CommandHandler
    void handle(ReachMilestone command) {
        var reached = new MilestoneReached(id, standing.epnId(), command.milestoneId(), command.on());
        if (calendar.holds(reached)) {
            return;
        }
        require(standing.acceptsFacts());
        if (calendar.isReached(command.milestoneId())) {
            throw new MilestoneAlreadyReached();
        }
        apply(reached);
    }

    @CommandHandler
    Constrained handle(DeclareTimeConstraint command) {
        var declared = calendar.declared(command, standing.epnId());
        if (!calendar.holds(declared)) {
            require(standing.acceptsFacts());
            requirePartyOrCentre(command.partnerId());
            apply(declared);
        }
        return new Constrained(declared.constraintId());
    }

    @CommandHandler
    void handle(LiftTimeConstraint command) {
        if (calendar.isLifted(command.constraintId())) {
            return;
        }
        require(standing.acceptsFacts());
        apply(new TimeConstraintLifted(id, standing.epnId(), command.constraintId(), command.reason()));
    }

    @CommandHandler
    Attached handle(AttachDocument command) {
        var attached = resources.attached(command, standing.epnId());
        if (!resources.holds(attached)) {
            require(standing.acceptsFacts());
            apply(attached);
        }
        return new Attached(attached.documentId(), attached.version());
    }

    @CommandHandler
    Equipped handle(AgreeTool command) {
        var agreed = resources.agreed(command, standing.epnId());
        if (!resources.holds(agreed)) {
            require(standing.acceptsFacts());
            command.lackedBy().forEach(this::requireParty);
            apply(agreed);
        }
        return new Equipped(agreed.toolId(), agreed.warnings());
    }

    @CommandHandler
    void handle(PlanToolTraining command) {
        var planned = new ToolTrainingPlanned(id, standing.epnId(), command.toolId(), command.at(), command.place());
        if (!resources.holds(planned)) {
            require(standing.acceptsFacts());
            apply(planned);
        }
    }

    @CommandHandler
    void handle(RecordPartnerPresence command, Look look) {
        var recorded = new PartnerPresenceRecorded(
                id, standing.epnId(), command.partnerId(), command.sessionId(), command.on(), command.note());
        if (team.holds(recorded)) {
            return;
        }
        require(standing.acceptsFacts());
        requireParty(command.partnerId());
        if (command.sessionId() != null) {
            Known.session(look, command.sessionId(), id);
        }
        apply(recorded);
    }

    @CommandHandler
    Warned handle(StartAction command) {
        if (standing.state() == PartnershipState.RUNNING && command.startedOn().equals(startedOn)) {
            return Warned.NONE;
        }
        requireState(PartnershipState.AGREED);
        var warnings = calendar.hasBilanMeeting() ? List.<Warning>of() : List.of(Warning.NO_BILAN_MEETING);
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
        if (command.completedOn().equals(completedOn)) {
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

    private static void takeProposal(
            Claims claims, PartnershipId owner, EpnId epn, List<PartnerId> partners, ProjectId project) {
        for (var partner : partners) {
            claims.take(OPEN_PROPOSAL, proposalKey(epn, partner, project), owner, ProposalAlreadyOpen::new);
        }
    }

    /** A partnership that ended early has released its proposal already: its follow-up does not release it again. */
    private void releaseProposal(Claims claims) {
        if (holdsProposal) {
            releaseProposal(claims, standing.partnerIds());
        }
    }

    private void releaseProposal(Claims claims, List<PartnerId> partners) {
        for (var partner : partners) {
            claims.release(OPEN_PROPOSAL, proposalKey(standing.epnId(), partner, standing.projectId()), id);
        }
    }

    private static String proposalKey(EpnId epn, PartnerId partner, ProjectId project) {
        return epn + "/" + partner + "/" + project;
    }

    private void requireParty(PartnerId partner) {
        if (!standing.concerns(partner)) {
            throw new NotAParty();
        }
    }

    private void requirePartyOrCentre(@Nullable PartnerId partner) {
        if (partner != null) {
            requireParty(partner);
        }
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
                terms = Terms.of(proposed);
                team = new Team(proposed);
            }
            case ProposalRevised revised -> terms = Terms.of(revised);
            case PartnerJoined joined -> team.on(joined);
            case PartnerLeft left -> team.on(left);
            case PilotAssigned assigned -> team.on(assigned);
            case ResponsibilityAssigned assigned -> team.on(assigned);
            case PartnerPresenceRecorded recorded -> team.on(recorded);
            case PostureSet set -> posture = set.posture();
            case CumulationConflictWaived waiver -> {
                waived.addAll(waiver.conflicts());
                lastWaiver = waiver;
            }
            case AuthorityClearanceRequested requested -> cleared(Clearance.REQUESTED, requested.deciderId());
            case AuthorityClearanceGranted granted -> cleared(Clearance.GRANTED, granted.deciderId());
            case AuthorityClearanceRefused refused -> cleared(Clearance.REFUSED, refused.deciderId());
            case ContributionPledged pledged -> accounts.on(pledged);
            case PledgeAmended amended -> accounts.on(amended);
            case ContributionReceived received -> accounts.on(received);
            case ReceiptCorrected corrected -> accounts.on(corrected);
            case DirectCostRecorded recorded -> accounts.on(recorded);
            case DirectCostCorrected corrected -> accounts.on(corrected);
            case BilanMeetingScheduled scheduled -> calendar.on(scheduled);
            case MilestonePlanned planned -> calendar.on(planned);
            case MilestoneReached reached -> calendar.on(reached);
            case TimeConstraintDeclared declared -> calendar.on(declared);
            case TimeConstraintLifted lifted -> calendar.on(lifted);
            case DocumentAttached attached -> resources.on(attached);
            case ToolAgreed agreed -> resources.on(agreed);
            case ToolTrainingPlanned planned -> resources.on(planned);
            case PartnershipAgreed agreed -> agreedBy = agreed.conventionId();
            case AgreedWithoutConvention agreed -> agreedWithout = agreed;
            case ActionStarted started -> startedOn = started.startedOn();
            case ActionCompleted completed -> completedOn = completed.completedOn();
            case PartnershipTerminated _, PartnershipDeclined _, ProposalWithdrawn _ -> holdsProposal = false;
            case FollowUpDecided decided -> {
                followUp = decided;
                holdsProposal = false;
            }
            case ExchangeLogged _,
                    NegotiationEntered _,
                    SupportGranted _,
                    ActionSuspended _,
                    ActionResumed _,
                    IntangibleBenefitRated _,
                    BilanDelivered _ -> {}
        }
    }
}
