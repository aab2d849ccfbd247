package org.maillage.kernel.partnership;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionId;

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

    /** What each side gains, or which missions are served, was put differently; it carries the full new wording. */
    record ProposalRevised(
            PartnershipId id,
            EpnId epnId,
            List<String> ourBenefits,
            List<String> theirBenefits,
            List<String> missions,
            List<Warning> warnings)
            implements PartnershipEvent {

        public ProposalRevised {
            ourBenefits = List.copyOf(ourBenefits);
            theirBenefits = List.copyOf(theirBenefits);
            missions = List.copyOf(missions);
            warnings = List.copyOf(warnings);
        }
    }

    /** One more partner takes part. */
    record PartnerJoined(PartnershipId id, EpnId epnId, PartnerId partnerId) implements PartnershipEvent {}

    /** A partner takes part no longer. */
    record PartnerLeft(PartnershipId id, EpnId epnId, PartnerId partnerId, String reason) implements PartnershipEvent {}

    /**
     * Somebody leads the partnership from now on (pilote); there is exactly one.
     *
     * @param partnerId whom they belong to; null for the centre
     */
    record PilotAssigned(
            PartnershipId id,
            EpnId epnId,
            PersonId personId,
            @Nullable PartnerId partnerId) implements PartnershipEvent {}

    /**
     * Somebody answers for a field (champ de responsabilité); naming somebody else replaces them.
     *
     * @param partnerId whom they belong to; null for the centre
     */
    record ResponsibilityAssigned(
            PartnershipId id,
            EpnId epnId,
            String field,
            PersonId personId,
            @Nullable PartnerId partnerId) implements PartnershipEvent {}

    /** Where the centre stands towards its partners was settled (positionnement). */
    record PostureSet(PartnershipId id, EpnId epnId, Posture posture) implements PartnershipEvent {}

    /**
     * The conflicts of cumulation that are open today do not stand in the way.
     *
     * @param authorId who answers for it; null when it is whoever sent the command
     * @param conflicts those that it covers: others that arise later need a waiver of their own
     */
    record CumulationConflictWaived(
            PartnershipId id,
            EpnId epnId,
            @Nullable PersonId authorId,
            String reason,
            List<CumulationConflict> conflicts)
            implements PartnershipEvent {

        public CumulationConflictWaived {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** A pledge was worth something else, or meant for something else; it carries the full new state of the pledge. */
    record PledgeAmended(
            PartnershipId id,
            EpnId epnId,
            PledgeId pledgeId,
            PartnerId partnerId,
            ContributionKind kind,
            ContributionNature nature,
            Money amount,
            String description,
            String reason,
            List<Warning> warnings)
            implements PartnershipEvent {

        public PledgeAmended {
            warnings = List.copyOf(warnings);
        }
    }

    /** A receipt was entered wrongly; it carries the full new state of the receipt. */
    record ReceiptCorrected(
            PartnershipId id,
            EpnId epnId,
            ReceiptId receiptId,
            PledgeId pledgeId,
            ContributionKind kind,
            Money amount,
            LocalDate receivedOn,
            String reason)
            implements PartnershipEvent {}

    /** A direct cost was entered wrongly; it carries the full new state of the cost. */
    record DirectCostCorrected(
            PartnershipId id,
            EpnId epnId,
            CostId costId,
            Money amount,
            String label,
            LocalDate incurredOn,
            String reason)
            implements PartnershipEvent {}

    /**
     * The authority of the centre gives a partner something (aide accordée): neither a cost nor a return of the partnership.
     *
     * @param decisionReference of the act that decides it (référence de décision)
     * @param paidFrom the first day of payment
     * @param paidUntil the last day of payment
     */
    record SupportGranted(
            PartnershipId id,
            EpnId epnId,
            SupportId supportId,
            PartnerId partnerId,
            ContributionKind kind,
            Money amount,
            String purpose,
            LocalDate decidedOn,
            @Nullable String decisionReference,
            @Nullable LocalDate paidFrom,
            @Nullable LocalDate paidUntil)
            implements PartnershipEvent {}

    /** A step of the calendar has a date; planning it again moves it. */
    record MilestonePlanned(
            PartnershipId id,
            EpnId epnId,
            MilestoneId milestoneId,
            MilestoneKind kind,
            @Nullable String title,
            Instant at,
            @Nullable String place)
            implements PartnershipEvent {}

    /** A step of the calendar is behind. */
    record MilestoneReached(PartnershipId id, EpnId epnId, MilestoneId milestoneId, LocalDate reachedOn)
            implements PartnershipEvent {}

    /**
     * A partner or a supplier can be counted on at some hours only (impératifs horaires).
     *
     * @param partnerId whose hours they are; null for a supplier
     * @param supplier who it is when it is no partner (« magasin de location, loueur de véhicules... »)
     */
    record TimeConstraintDeclared(
            PartnershipId id,
            EpnId epnId,
            TimeConstraintId constraintId,
            @Nullable PartnerId partnerId,
            @Nullable String supplier,
            List<Opening> openings,
            @Nullable String note)
            implements PartnershipEvent {

        public TimeConstraintDeclared {
            openings = List.copyOf(openings);
        }
    }

    /** A time constraint holds no longer. */
    record TimeConstraintLifted(PartnershipId id, EpnId epnId, TimeConstraintId constraintId, String reason)
            implements PartnershipEvent {}

    /**
     * A document was added, or a new version of it.
     *
     * @param version from 1
     * @param url where it lies, when it is not kept here; exactly one of {@code url} and {@code file}
     */
    record DocumentAttached(
            PartnershipId id,
            EpnId epnId,
            DocumentId documentId,
            int version,
            DocumentKind kind,
            String title,
            @Nullable String url,
            @Nullable StoredFile file)
            implements PartnershipEvent {}

    /**
     * The parties will use a tool together; agreeing on it again replaces what was noted.
     *
     * @param free whether everybody can install it (logiciel libre)
     * @param lackedBy the partners who do not have it
     */
    record ToolAgreed(
            PartnershipId id,
            EpnId epnId,
            ToolId toolId,
            String name,
            @Nullable String url,
            boolean free,
            List<PartnerId> lackedBy,
            List<Warning> warnings)
            implements PartnershipEvent {

        public ToolAgreed {
            lackedBy = List.copyOf(lackedBy);
            warnings = List.copyOf(warnings);
        }
    }

    /** A session to learn a tool has a date (séance de prise en main). */
    record ToolTrainingPlanned(
            PartnershipId id,
            EpnId epnId,
            ToolId toolId,
            Instant at,
            @Nullable String place) implements PartnershipEvent {}

    /** Somebody from a partner was there (« présent pendant le déroulement de votre action »). */
    record PartnerPresenceRecorded(
            PartnershipId id,
            EpnId epnId,
            PartnerId partnerId,
            @Nullable SessionId sessionId,
            LocalDate on,
            @Nullable String note)
            implements PartnershipEvent {}
}
