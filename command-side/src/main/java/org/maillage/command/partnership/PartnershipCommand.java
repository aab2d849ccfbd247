package org.maillage.command.partnership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** In the order of a partnership's life. */
sealed interface PartnershipCommand extends Command {

    PartnershipId id();

    @Override
    default PartnershipId target() {
        return id();
    }

    /**
     * @param today the day of the proposal, to tell how old a partner card is
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
            implements PartnershipCommand {}

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
            PartnershipId id, @Nullable PersonId deciderId) implements PartnershipCommand {}

    record RefuseAuthorityClearance(
            PartnershipId id, @Nullable PersonId deciderId, String reason) implements PartnershipCommand {}

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
            PartnershipId renewedFrom)
            implements PartnershipCommand {}
}
