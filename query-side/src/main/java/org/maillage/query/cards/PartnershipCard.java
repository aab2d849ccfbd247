package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Posture;
import org.maillage.query.Advice;
import org.maillage.query.intake.Recorded;

/**
 * A partnership as it stands.
 *
 * @param conventionId its convention, from the draft on
 * @param bilanId its final report, from the draft on
 * @param warnings the advice that no later fact has resolved
 * @param pilotPartnerId whom the pilot belongs to; null for the centre
 * @param timeConstraints those that hold still
 */
record PartnershipCard(
        UUID id,
        UUID epnId,
        UUID projectId,
        List<UUID> partnerIds,
        UUID pilotId,
        PartnershipState state,
        @Nullable UUID conventionId,
        @Nullable UUID bilanId,
        List<Advice> warnings,
        @Nullable UUID renewedFrom,
        @Nullable UUID renewedAs,
        @Nullable FollowUp followUp,
        List<String> ourBenefits,
        List<String> theirBenefits,
        List<String> missions,
        @Nullable LocalDate startedOn,
        @Nullable LocalDate completedOn,
        @Nullable Instant bilanMeetingAt,
        List<Contributions.Pledge> pledges,
        List<Contributions.DirectCost> directCosts,
        List<Contributions.Receipt> receipts,
        List<Contributions.Support> supportsGranted,
        @Nullable UUID pilotPartnerId,
        List<Responsibilities.Responsibility> responsibilities,
        @Nullable Posture posture,
        Responsibilities.@Nullable Clearance clearance,
        List<Calendar.Milestone> milestones,
        List<Calendar.TimeConstraint> timeConstraints,
        List<Workspace.Document> documents,
        List<Workspace.Tool> tools,
        List<Echoes.Presence> partnerPresence,
        List<Echoes.IntangibleRating> intangibleBenefits,
        List<Echoes.Waiver> cumulationWaivers) {

    /** What other things say of a partnership. */
    record Beside(@Nullable UUID conventionId, @Nullable UUID bilanId, List<Advice> warnings) {}

    static PartnershipCard of(List<Recorded> history, Beside beside) {
        var proposed = (PartnershipProposed) history.getFirst().event();
        PartnershipStanding standing = null;
        var contributions = new Contributions();
        var responsibilities = new Responsibilities();
        var calendar = new Calendar();
        var workspace = new Workspace();
        var echoes = new Echoes();
        var wording = new ProposalRevised(
                proposed.id(),
                proposed.epnId(),
                proposed.ourBenefits(),
                proposed.theirBenefits(),
                proposed.missions(),
                List.of());
        UUID renewedAs = null;
        FollowUp followUp = null;
        for (var recorded : history) {
            var event = (PartnershipEvent) recorded.event();
            standing = PartnershipStanding.after(standing, event);
            switch (event) {
                case PartnershipProposed e -> responsibilities.proposed(e);
                case ProposalRevised e -> wording = e;
                case PilotAssigned e -> responsibilities.piloted(e);
                case ResponsibilityAssigned e -> responsibilities.assigned(e);
                case PartnerLeft e -> responsibilities.left(e);
                case PostureSet e -> responsibilities.set(e);
                case AuthorityClearanceRequested e -> responsibilities.requested(e, recorded.at());
                case AuthorityClearanceGranted e -> responsibilities.granted(e, recorded.at());
                case AuthorityClearanceRefused e -> responsibilities.refused(e, recorded.at());
                case ContributionPledged e -> contributions.pledged(e);
                case PledgeAmended e -> contributions.amended(e);
                case ContributionReceived e -> contributions.received(e);
                case ReceiptCorrected e -> contributions.corrected(e);
                case DirectCostRecorded e -> contributions.paid(e);
                case DirectCostCorrected e -> contributions.corrected(e);
                case SupportGranted e -> contributions.granted(e);
                case BilanMeetingScheduled e -> calendar.scheduled(e);
                case ActionStarted e -> calendar.started(e);
                case ActionCompleted e -> calendar.completed(e);
                case MilestonePlanned e -> calendar.planned(e);
                case MilestoneReached e -> calendar.reached(e);
                case TimeConstraintDeclared e -> calendar.declared(e);
                case TimeConstraintLifted e -> calendar.lifted(e);
                case DocumentAttached e -> workspace.attached(e, recorded.at());
                case ToolAgreed e -> workspace.agreed(e);
                case ToolTrainingPlanned e -> workspace.planned(e);
                case PartnerPresenceRecorded e -> echoes.present(e);
                case IntangibleBenefitRated e -> echoes.rated(e, recorded.at());
                case CumulationConflictWaived e -> echoes.waived(e, recorded.at());
                case FollowUpDecided e -> {
                    followUp = e.decision();
                    renewedAs = e.renewedAs() == null ? null : e.renewedAs().value();
                }
                case ExchangeLogged _,
                        NegotiationEntered _,
                        PartnershipAgreed _,
                        AgreedWithoutConvention _,
                        ActionSuspended _,
                        ActionResumed _,
                        PartnershipTerminated _,
                        PartnershipDeclined _,
                        ProposalWithdrawn _,
                        BilanDelivered _,
                        PartnerJoined _ -> {}
            }
        }
        var renewedFrom = proposed.renewedFrom();
        return new PartnershipCard(
                proposed.id().value(),
                proposed.epnId().value(),
                proposed.projectId().value(),
                Objects.requireNonNull(standing).partnerIds().stream()
                        .map(PartnerId::value)
                        .toList(),
                responsibilities.pilot().personId(),
                standing.state(),
                beside.conventionId(),
                beside.bilanId(),
                beside.warnings(),
                renewedFrom == null ? null : renewedFrom.value(),
                renewedAs,
                followUp,
                wording.ourBenefits(),
                wording.theirBenefits(),
                wording.missions(),
                calendar.startedOn(),
                calendar.completedOn(),
                calendar.bilanMeetingAt(),
                contributions.pledges(),
                contributions.directCosts(),
                contributions.receipts(),
                contributions.supports(),
                responsibilities.pilot().partnerId(),
                responsibilities.fields(),
                responsibilities.posture(),
                responsibilities.clearance(),
                calendar.milestones(),
                calendar.constraints(),
                workspace.documents(),
                workspace.tools(),
                echoes.presences(),
                echoes.ratings(),
                echoes.waivers());
    }
}
