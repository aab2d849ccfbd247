package org.maillage.command.partnership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.DocumentId;
import org.maillage.kernel.partnership.DocumentKind;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.Opening;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.SupportId;
import org.maillage.kernel.partnership.TimeConstraintId;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionId;

/** In the order of a partnership's life. */
sealed interface PartnershipCommand extends Command {

    PartnershipId id();

    @Override
    default PartnershipId target() {
        return id();
    }

    /**
     * @param today the day of the proposal, to tell how old a partner card is and which funding is in force
     */
    record ProposePartnership(
            PartnershipId id,
            EpnId epnId,
            ProjectId projectId,
            List<PartnerId> partnerIds,
            PersonId pilotId,
            List<String> ourBenefits,
            List<String> theirBenefits,
            List<String> missions,
            LocalDate today)
            implements PartnershipCommand {
        @Override
        public EpnId within() {
            return epnId;
        }
    }

    record LogExchange(
            PartnershipId id,
            ExchangeChannel channel,
            LocalDate on,
            @Nullable String note,
            @Nullable PersonId contactId)
            implements PartnershipCommand {}

    record RequestAuthorityClearance(
            PartnershipId id, @Nullable PersonId deciderId) implements PartnershipCommand {}

    record GrantAuthorityClearance(
            PartnershipId id, @Nullable PersonId deciderId) implements PartnershipCommand {
        @Override
        public @Nullable PersonId inTheNameOf() {
            return deciderId;
        }
    }

    record RefuseAuthorityClearance(
            PartnershipId id, @Nullable PersonId deciderId, String reason) implements PartnershipCommand {
        @Override
        public @Nullable PersonId inTheNameOf() {
            return deciderId;
        }
    }

    record EnterNegotiation(PartnershipId id) implements PartnershipCommand {}

    record PledgeContribution(
            PartnershipId id,
            PledgeId pledgeId,
            PartnerId partnerId,
            ContributionKind kind,
            ContributionNature nature,
            Money amount,
            String description)
            implements PartnershipCommand {}

    record ReceiveContribution(
            PartnershipId id, ReceiptId receiptId, PledgeId pledgeId, Money amount, LocalDate receivedOn)
            implements PartnershipCommand {}

    record RecordDirectCost(PartnershipId id, CostId costId, Money amount, String label, LocalDate incurredOn)
            implements PartnershipCommand {}

    /** Sent from within, once every party signed. */
    record ConcludeByConvention(PartnershipId id, ConventionId conventionId) implements PartnershipCommand {}

    record AgreeWithoutConvention(PartnershipId id, String reason) implements PartnershipCommand {}

    record ScheduleBilanMeeting(PartnershipId id, Instant at) implements PartnershipCommand {}

    record StartAction(PartnershipId id, LocalDate startedOn) implements PartnershipCommand {}

    record SuspendAction(PartnershipId id, String reason) implements PartnershipCommand {}

    record ResumeAction(PartnershipId id, String reason) implements PartnershipCommand {}

    record CompleteAction(PartnershipId id, LocalDate completedOn) implements PartnershipCommand {}

    record TerminateEarly(PartnershipId id, String reason) implements PartnershipCommand {}

    record DeclinePartnership(PartnershipId id, String reason) implements PartnershipCommand {}

    record WithdrawProposal(PartnershipId id, String reason) implements PartnershipCommand {}

    record RateIntangibleBenefit(
            PartnershipId id,
            IntangibleBenefit kind,
            int level,
            @Nullable String note) implements PartnershipCommand {}

    /** Sent from within, once the bilan was shared with every partner. */
    record DeliverBilan(PartnershipId id) implements PartnershipCommand {}

    /**
     * @param renewedAs the id of the partnership that will follow, unless the decision is to close
     */
    record DecideFollowUp(
            PartnershipId id,
            FollowUp decision,
            @Nullable ProjectId projectId,
            @Nullable PartnershipId renewedAs) implements PartnershipCommand {}

    /** Sent from within, by the follow-up of another partnership; nothing is inherited but parties, pilot and project. */
    record RenewPartnership(
            PartnershipId id,
            EpnId epnId,
            ProjectId projectId,
            List<PartnerId> partnerIds,
            PersonId pilotId,
            PartnershipId renewedFrom,
            LocalDate today)
            implements PartnershipCommand {
        @Override
        public PartnershipId within() {
            return renewedFrom;
        }
    }

    /**
     * @param ourBenefits null when it is not put differently, like the other two
     */
    record ReviseProposal(
            PartnershipId id,
            @Nullable List<String> ourBenefits,
            @Nullable List<String> theirBenefits,
            @Nullable List<String> missions,
            LocalDate today)
            implements PartnershipCommand {}

    record AddPartner(PartnershipId id, PartnerId partnerId) implements PartnershipCommand {}

    record RemovePartner(PartnershipId id, PartnerId partnerId, String reason) implements PartnershipCommand {}

    /**
     * @param partnerId whom the pilot belongs to; null for the centre
     */
    record AssignPilot(
            PartnershipId id, PersonId personId, @Nullable PartnerId partnerId) implements PartnershipCommand {}

    record AssignResponsibility(
            PartnershipId id,
            String field,
            PersonId personId,
            @Nullable PartnerId partnerId) implements PartnershipCommand {}

    record SetPosture(PartnershipId id, Posture posture) implements PartnershipCommand {}

    record WaiveCumulationConflict(
            PartnershipId id, @Nullable PersonId authorId, String reason, LocalDate today)
            implements PartnershipCommand {
        @Override
        public @Nullable PersonId inTheNameOf() {
            return authorId;
        }
    }

    /**
     * @param nature null when it stays, like amount and description
     */
    record AmendPledge(
            PartnershipId id,
            PledgeId pledgeId,
            @Nullable Money amount,
            @Nullable ContributionNature nature,
            @Nullable String description,
            String reason)
            implements PartnershipCommand {}

    record CorrectReceipt(
            PartnershipId id,
            ReceiptId receiptId,
            @Nullable Money amount,
            @Nullable LocalDate receivedOn,
            String reason)
            implements PartnershipCommand {}

    record CorrectDirectCost(
            PartnershipId id,
            CostId costId,
            @Nullable Money amount,
            @Nullable String label,
            @Nullable LocalDate incurredOn,
            String reason)
            implements PartnershipCommand {}

    record GrantSupport(
            PartnershipId id,
            SupportId supportId,
            PartnerId partnerId,
            ContributionKind kind,
            Money amount,
            String purpose,
            LocalDate decidedOn,
            @Nullable String decisionReference,
            @Nullable LocalDate paidFrom,
            @Nullable LocalDate paidUntil)
            implements PartnershipCommand {}

    /**
     * @param milestoneId the milestone that moves; null for one more
     * @param newId that of one more
     */
    record PlanMilestone(
            PartnershipId id,
            @Nullable MilestoneId milestoneId,
            MilestoneId newId,
            MilestoneKind kind,
            @Nullable String title,
            Instant at,
            @Nullable String place)
            implements PartnershipCommand {}

    record ReachMilestone(PartnershipId id, MilestoneId milestoneId, LocalDate on) implements PartnershipCommand {}

    /**
     * Exactly one of {@code partnerId} and {@code supplier}.
     */
    record DeclareTimeConstraint(
            PartnershipId id,
            TimeConstraintId constraintId,
            @Nullable PartnerId partnerId,
            @Nullable String supplier,
            List<Opening> openings,
            @Nullable String note)
            implements PartnershipCommand {}

    record LiftTimeConstraint(PartnershipId id, TimeConstraintId constraintId, String reason)
            implements PartnershipCommand {}

    /**
     * Exactly one of {@code url} and {@code file}.
     *
     * @param documentId the document of which this is a new version; null for one more
     * @param newId that of one more
     */
    record AttachDocument(
            PartnershipId id,
            @Nullable DocumentId documentId,
            DocumentId newId,
            DocumentKind kind,
            String title,
            @Nullable String url,
            @Nullable StoredFile file)
            implements PartnershipCommand {}

    /**
     * @param toolId the tool about which something else is noted; null for one more
     * @param newId that of one more
     * @param lackedBy the partners who do not have it
     */
    record AgreeTool(
            PartnershipId id,
            @Nullable ToolId toolId,
            ToolId newId,
            String name,
            @Nullable String url,
            boolean free,
            List<PartnerId> lackedBy)
            implements PartnershipCommand {}

    record PlanToolTraining(
            PartnershipId id,
            ToolId toolId,
            Instant at,
            @Nullable String place) implements PartnershipCommand {}

    record RecordPartnerPresence(
            PartnershipId id,
            PartnerId partnerId,
            @Nullable SessionId sessionId,
            LocalDate on,
            @Nullable String note) implements PartnershipCommand {}
}
