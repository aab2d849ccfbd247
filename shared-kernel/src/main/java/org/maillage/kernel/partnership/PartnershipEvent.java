package org.maillage.kernel.partnership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;

/** What happens to a partnership (partenariat), in the order of its life. */
public sealed interface PartnershipEvent extends Event {

    @Override
    PartnershipId id();

    @Override
    default PartnershipId streamKey() {
        return id();
    }

    /**
     * A centre proposed a partnership to one or more partners.
     *
     * @param pilotId who leads it (pilote)
     * @param ourBenefits what the centre gains
     * @param theirBenefits what the partners gain (« gagnant-gagnant »)
     * @param missions the missions of the centre that it serves
     * @param renewedFrom the partnership that this one follows (reconduction), null for a first one
     * @param warnings the advice that the proposal called for
     */
    record PartnershipProposed(
            PartnershipId id,
            EpnId epnId,
            ProjectId projectId,
            List<PartnerId> partnerIds,
            PersonId pilotId,
            List<String> ourBenefits,
            List<String> theirBenefits,
            List<String> missions,
            @Nullable PartnershipId renewedFrom,
            List<Warning> warnings)
            implements PartnershipEvent {

        public PartnershipProposed {
            partnerIds = List.copyOf(partnerIds);
            ourBenefits = List.copyOf(ourBenefits);
            theirBenefits = List.copyOf(theirBenefits);
            missions = List.copyOf(missions);
            warnings = List.copyOf(warnings);
        }
    }

    /** The centre and its partners were in touch about the partnership (échange). */
    record ExchangeLogged(
            PartnershipId id,
            EpnId epnId,
            ExchangeChannel channel,
            LocalDate on,
            @Nullable String note,
            @Nullable PersonId contactId)
            implements PartnershipEvent {}

    /** The centre asked its authority (autorité de tutelle) for its consent. */
    record AuthorityClearanceRequested(
            PartnershipId id, EpnId epnId, @Nullable PersonId deciderId) implements PartnershipEvent {}

    /** The authority agreed. */
    record AuthorityClearanceGranted(
            PartnershipId id, EpnId epnId, @Nullable PersonId deciderId) implements PartnershipEvent {}

    /** The authority refused. */
    record AuthorityClearanceRefused(
            PartnershipId id, EpnId epnId, @Nullable PersonId deciderId, String reason) implements PartnershipEvent {}

    /** Both sides began to work out the partnership. */
    record NegotiationEntered(PartnershipId id, EpnId epnId, List<Warning> warnings) implements PartnershipEvent {

        public NegotiationEntered {
            warnings = List.copyOf(warnings);
        }
    }

    /** A partner promised a contribution (apport promis). */
    record ContributionPledged(
            PartnershipId id,
            EpnId epnId,
            PledgeId pledgeId,
            PartnerId partnerId,
            ContributionKind kind,
            ContributionNature nature,
            Money amount,
            String description,
            List<Warning> warnings)
            implements PartnershipEvent {

        public ContributionPledged {
            warnings = List.copyOf(warnings);
        }
    }

    /** Part or all of a pledge arrived (apport reçu). */
    record ContributionReceived(
            PartnershipId id,
            EpnId epnId,
            ReceiptId receiptId,
            PledgeId pledgeId,
            ContributionKind kind,
            Money amount,
            LocalDate receivedOn)
            implements PartnershipEvent {}

    /** Something was paid for the action (dépense directe). */
    record DirectCostRecorded(
            PartnershipId id, EpnId epnId, CostId costId, Money amount, String label, LocalDate incurredOn)
            implements PartnershipEvent {}

    /** Every party signed the same version of the convention. */
    record PartnershipAgreed(PartnershipId id, EpnId epnId, ConventionId conventionId) implements PartnershipEvent {}

    /** The parties go ahead without a written agreement (« une convention n’est pas forcément nécessaire »). */
    record AgreedWithoutConvention(PartnershipId id, EpnId epnId, String reason, List<Warning> warnings)
            implements PartnershipEvent {

        public AgreedWithoutConvention {
            warnings = List.copyOf(warnings);
        }
    }

    /** The bilan meeting (réunion de bilan) has a date; scheduling again moves it. */
    record BilanMeetingScheduled(PartnershipId id, EpnId epnId, Instant at) implements PartnershipEvent {}

    /** The action began. */
    record ActionStarted(PartnershipId id, EpnId epnId, LocalDate startedOn, List<Warning> warnings)
            implements PartnershipEvent {

        public ActionStarted {
            warnings = List.copyOf(warnings);
        }
    }

    /** The action paused. */
    record ActionSuspended(PartnershipId id, EpnId epnId, String reason) implements PartnershipEvent {}

    /** The action went on after a pause. */
    record ActionResumed(PartnershipId id, EpnId epnId, String reason) implements PartnershipEvent {}

    /** The action is over: its bilan is due. */
    record ActionCompleted(PartnershipId id, EpnId epnId, LocalDate completedOn) implements PartnershipEvent {}

    /** The partnership ended before its action was completed (fin anticipée): its bilan is still due. */
    record PartnershipTerminated(PartnershipId id, EpnId epnId, String reason) implements PartnershipEvent {}

    /** A partner refused the proposal. */
    record PartnershipDeclined(PartnershipId id, EpnId epnId, String reason) implements PartnershipEvent {}

    /** The centre took its proposal back. */
    record ProposalWithdrawn(PartnershipId id, EpnId epnId, String reason) implements PartnershipEvent {}

    /** A return that is not money was noticed and rated, 1 to 5. */
    record IntangibleBenefitRated(
            PartnershipId id,
            EpnId epnId,
            IntangibleBenefit kind,
            int level,
            @Nullable String note) implements PartnershipEvent {}

    /** Every partner has the bilan (« mise à disposition de tous les partenaires »). */
    record BilanDelivered(PartnershipId id, EpnId epnId) implements PartnershipEvent {}

    /**
     * What follows was decided (suites à donner).
     *
     * @param projectId the new project, for {@link FollowUp#NEW_PROJECT} alone
     * @param renewedAs the partnership that follows, null when the decision is to close
     */
    record FollowUpDecided(
            PartnershipId id,
            EpnId epnId,
            FollowUp decision,
            @Nullable ProjectId projectId,
            @Nullable PartnershipId renewedAs)
            implements PartnershipEvent {}
}
