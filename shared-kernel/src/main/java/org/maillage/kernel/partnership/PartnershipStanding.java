package org.maillage.kernel.partnership;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.project.ProjectId;

/**
 * What others need to know of a partnership: its parties and where it stands. The one place where the drawn state machine is
 * folded from events.
 *
 * @param bilanDelivered whether every partner has the bilan, which may come before the action is over
 */
public record PartnershipStanding(
        PartnershipId id,
        EpnId epnId,
        ProjectId projectId,
        List<PartnerId> partnerIds,
        PartnershipState state,
        boolean bilanDelivered) {

    private static final Set<PartnershipState> BEFORE_AGREEMENT =
            EnumSet.of(PartnershipState.PROPOSED, PartnershipState.NEGOTIATING);

    public PartnershipStanding {
        partnerIds = List.copyOf(partnerIds);
    }

    /** The standing after a whole history; null for an empty one. */
    public static @Nullable PartnershipStanding of(Collection<? extends PartnershipEvent> history) {
        PartnershipStanding standing = null;
        for (var event : history) {
            standing = after(standing, event);
        }
        return standing;
    }

    /** The standing after one more event. */
    public static PartnershipStanding after(@Nullable PartnershipStanding before, PartnershipEvent event) {
        if (event instanceof PartnershipProposed proposed) {
            return new PartnershipStanding(
                    proposed.id(),
                    proposed.epnId(),
                    proposed.projectId(),
                    proposed.partnerIds(),
                    PartnershipState.PROPOSED,
                    false);
        }
        if (before == null) {
            throw new IllegalArgumentException("A partnership begins with its proposal, not with " + event);
        }
        return before.then(event);
    }

    private PartnershipStanding then(PartnershipEvent event) {
        return switch (event) {
            case NegotiationEntered _ -> in(PartnershipState.NEGOTIATING);
            case PartnershipAgreed _, AgreedWithoutConvention _ -> in(PartnershipState.AGREED);
            case ActionStarted _, ActionResumed _ -> in(PartnershipState.RUNNING);
            case ActionSuspended _ -> in(PartnershipState.SUSPENDED);
            case ActionCompleted _ ->
                in(bilanDelivered ? PartnershipState.BILAN_SHARED : PartnershipState.AWAITING_BILAN);
            case PartnershipTerminated _ ->
                in(bilanDelivered ? PartnershipState.BILAN_SHARED : PartnershipState.TERMINATED);
            case PartnershipDeclined _ -> in(PartnershipState.DECLINED);
            case ProposalWithdrawn _ -> in(PartnershipState.WITHDRAWN);
            case BilanDelivered _ -> delivered();
            case FollowUpDecided _ -> in(PartnershipState.FOLLOWED_UP);
            case PartnerJoined joined -> among(with(joined.partnerId()));
            case PartnerLeft left -> among(without(left.partnerId()));
            case PartnershipProposed _,
                    ExchangeLogged _,
                    AuthorityClearanceRequested _,
                    AuthorityClearanceGranted _,
                    AuthorityClearanceRefused _,
                    ContributionPledged _,
                    ContributionReceived _,
                    DirectCostRecorded _,
                    BilanMeetingScheduled _,
                    IntangibleBenefitRated _,
                    ProposalRevised _,
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
                    PartnerPresenceRecorded _ -> this;
        };
    }

    private PartnershipStanding in(PartnershipState next) {
        return new PartnershipStanding(id, epnId, projectId, partnerIds, next, bilanDelivered);
    }

    private PartnershipStanding among(List<PartnerId> partners) {
        return new PartnershipStanding(id, epnId, projectId, partners, state, bilanDelivered);
    }

    private List<PartnerId> with(PartnerId partner) {
        return Stream.concat(partnerIds.stream(), Stream.of(partner)).distinct().toList();
    }

    private List<PartnerId> without(PartnerId partner) {
        return partnerIds.stream().filter(other -> !other.equals(partner)).toList();
    }

    private PartnershipStanding delivered() {
        var next = switch (state) {
            case AWAITING_BILAN, TERMINATED -> PartnershipState.BILAN_SHARED;
            case PROPOSED, NEGOTIATING, AGREED, RUNNING, SUSPENDED, BILAN_SHARED, FOLLOWED_UP, DECLINED, WITHDRAWN ->
                state;
        };
        return new PartnershipStanding(id, epnId, projectId, partnerIds, next, true);
    }

    /** Whether a convention can be drafted. */
    public boolean acceptsDrafts() {
        return BEFORE_AGREEMENT.contains(state);
    }

    /** Whether working time can still be logged: even on failed partnerships, but not once the follow-up was decided. */
    public boolean acceptsTime() {
        return state != PartnershipState.FOLLOWED_UP;
    }

    /** Whether exchanges, costs and receipts can still be recorded. */
    public boolean acceptsFacts() {
        return state != PartnershipState.FOLLOWED_UP
                && state != PartnershipState.DECLINED
                && state != PartnershipState.WITHDRAWN;
    }

    /** Whether contributions can be pledged: from the negotiation on. */
    public boolean acceptsPledges() {
        return acceptsFacts() && state != PartnershipState.PROPOSED;
    }

    /** Whether sessions can be planned and sheets kept: once agreed. */
    public boolean acceptsSessions() {
        return acceptsPledges() && state != PartnershipState.NEGOTIATING;
    }

    /** Whether a bilan can be drafted: once the action runs. */
    public boolean acceptsBilan() {
        return acceptsSessions() && state != PartnershipState.AGREED;
    }

    /** Whether partners can join and leave. */
    public boolean acceptsPartners() {
        return BEFORE_AGREEMENT.contains(state);
    }

    /** Whether nothing more is to come of it. */
    public boolean isOver() {
        return state == PartnershipState.FOLLOWED_UP
                || state == PartnershipState.DECLINED
                || state == PartnershipState.WITHDRAWN;
    }

    /** Whether this partner takes part. */
    public boolean concerns(PartnerId partner) {
        return partnerIds.contains(partner);
    }
}
