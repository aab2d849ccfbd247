package org.maillage.query.cards;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Warning;
import org.maillage.query.intake.Recorded;

/**
 * A partnership as it stands.
 *
 * @param conventionId its convention, from the draft on
 * @param bilanId its final report, from the draft on
 * @param warnings the advice that no later fact has resolved
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
        List<Pledge> pledges,
        List<DirectCost> directCosts) {

    /** @param text French, for people */
    record Advice(String code, String text, Instant raisedAt) {}

    record Pledge(
            UUID id,
            UUID partnerId,
            ContributionKind kind,
            ContributionNature nature,
            BigDecimal amount,
            BigDecimal received,
            String description) {

        Pledge with(BigDecimal more) {
            return new Pledge(id, partnerId, kind, nature, amount, received.add(more), description);
        }
    }

    record DirectCost(UUID id, BigDecimal amount, String label, LocalDate incurredOn) {}

    /**
     * What other things say of a partnership.
     *
     * @param partners the events of its partners; as long as those of one have not arrived, its card is not known to be right
     */
    record Beside(@Nullable UUID conventionId, @Nullable UUID bilanId, Map<UUID, List<Recorded>> partners) {}

    static PartnershipCard of(List<Recorded> history, Beside beside) {
        var proposed = (PartnershipProposed) history.getFirst().event();
        PartnershipStanding standing = null;
        var warnings = new LinkedHashMap<Warning, Instant>();
        var pledges = new LinkedHashMap<UUID, Pledge>();
        var directCosts = new ArrayList<DirectCost>();
        UUID renewedAs = null;
        FollowUp followUp = null;
        LocalDate startedOn = null;
        LocalDate completedOn = null;
        Instant bilanMeetingAt = null;
        for (var recorded : history) {
            var event = (PartnershipEvent) recorded.event();
            standing = PartnershipStanding.after(standing, event);
            switch (event) {
                case PartnershipProposed e -> raise(warnings, e.warnings(), recorded.at());
                case NegotiationEntered e -> raise(warnings, e.warnings(), recorded.at());
                case AuthorityClearanceGranted _ -> warnings.remove(Warning.NO_AUTHORITY_CLEARANCE);
                case ContributionPledged e -> {
                    raise(warnings, e.warnings(), recorded.at());
                    pledges.put(e.pledgeId().value(), pledge(e));
                }
                case ContributionReceived e ->
                    pledges.computeIfPresent(
                            e.pledgeId().value(),
                            (_, pledge) -> pledge.with(e.amount().value()));
                case DirectCostRecorded e ->
                    directCosts.add(
                            new DirectCost(e.costId().value(), e.amount().value(), e.label(), e.incurredOn()));
                case PartnershipAgreed _ -> warnings.remove(Warning.NO_CONVENTION);
                case AgreedWithoutConvention e -> raise(warnings, e.warnings(), recorded.at());
                case BilanMeetingScheduled e -> {
                    bilanMeetingAt = e.at();
                    warnings.remove(Warning.NO_BILAN_MEETING);
                }
                case ActionStarted e -> {
                    startedOn = e.startedOn();
                    raise(warnings, e.warnings(), recorded.at());
                }
                case ActionCompleted e -> completedOn = e.completedOn();
                case FollowUpDecided e -> {
                    followUp = e.decision();
                    renewedAs = e.renewedAs() == null ? null : e.renewedAs().value();
                }
                case ExchangeLogged _,
                        AuthorityClearanceRequested _,
                        AuthorityClearanceRefused _,
                        ActionSuspended _,
                        ActionResumed _,
                        PartnershipTerminated _,
                        PartnershipDeclined _,
                        ProposalWithdrawn _,
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
        warnings.computeIfPresent(
                Warning.STALE_PARTNER_CARD,
                (_, at) -> anyStale(proposed.partnerIds(), beside.partners(), BusinessDay.of(at)) ? at : null);
        var renewedFrom = proposed.renewedFrom();
        return new PartnershipCard(
                proposed.id().value(),
                proposed.epnId().value(),
                proposed.projectId().value(),
                proposed.partnerIds().stream().map(PartnerId::value).toList(),
                proposed.pilotId().value(),
                Objects.requireNonNull(standing).state(),
                beside.conventionId(),
                beside.bilanId(),
                warnings.entrySet().stream()
                        .map(raised -> new Advice(
                                raised.getKey().code(), raised.getKey().text(), raised.getValue()))
                        .toList(),
                renewedFrom == null ? null : renewedFrom.value(),
                renewedAs,
                followUp,
                proposed.ourBenefits(),
                proposed.theirBenefits(),
                proposed.missions(),
                startedOn,
                completedOn,
                bilanMeetingAt,
                List.copyOf(pledges.values()),
                List.copyOf(directCosts));
    }

    private static void raise(Map<Warning, Instant> warnings, List<Warning> raised, Instant at) {
        raised.forEach(warning -> warnings.putIfAbsent(warning, at));
    }

    private static Pledge pledge(ContributionPledged event) {
        return new Pledge(
                event.pledgeId().value(),
                event.partnerId().value(),
                event.kind(),
                event.nature(),
                event.amount().value(),
                BigDecimal.ZERO.setScale(2),
                event.description());
    }

    /** Whether some card that was out of date then has not been confirmed since; a card never confirmed warns of nothing. */
    private static boolean anyStale(List<PartnerId> partners, Map<UUID, List<Recorded>> histories, LocalDate warnedOn) {
        var freshSince = warnedOn.minusDays(PartnerCard.FRESH_DAYS);
        return partners.stream().anyMatch(partner -> {
            var history = histories.get(partner.value());
            var confirmed = history == null ? LocalDate.MIN : PartnerCard.confirmedOn(history);
            return confirmed != null && confirmed.isBefore(freshSince);
        });
    }
}
