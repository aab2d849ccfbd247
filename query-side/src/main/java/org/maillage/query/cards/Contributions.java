package org.maillage.query.cards;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.PartnershipEvent.*;

/** What a partnership brings and costs, each line as it was last amended or corrected. */
final class Contributions {

    private final Map<UUID, Pledge> pledges = new LinkedHashMap<>();
    private final Map<UUID, Receipt> receipts = new LinkedHashMap<>();
    private final Map<UUID, DirectCost> directCosts = new LinkedHashMap<>();
    private final List<Support> supports = new ArrayList<>();

    /** @param received the sum of its receipts */
    record Pledge(
            UUID id,
            UUID partnerId,
            ContributionKind kind,
            ContributionNature nature,
            BigDecimal amount,
            BigDecimal received,
            String description) {

        private Pledge with(BigDecimal sum) {
            return new Pledge(id, partnerId, kind, nature, amount, sum, description);
        }
    }

    record Receipt(UUID id, UUID pledgeId, ContributionKind kind, BigDecimal amount, LocalDate receivedOn) {}

    record DirectCost(UUID id, BigDecimal amount, String label, LocalDate incurredOn) {}

    /** What the authority of the centre gives a partner. */
    record Support(
            UUID id,
            UUID partnerId,
            ContributionKind kind,
            BigDecimal amount,
            String purpose,
            LocalDate decidedOn,
            @Nullable String decisionReference,
            @Nullable LocalDate paidFrom,
            @Nullable LocalDate paidUntil) {}

    void pledged(ContributionPledged event) {
        pledges.put(
                event.pledgeId().value(),
                new Pledge(
                        event.pledgeId().value(),
                        event.partnerId().value(),
                        event.kind(),
                        event.nature(),
                        event.amount().value(),
                        BigDecimal.ZERO,
                        event.description()));
    }

    void amended(PledgeAmended event) {
        pledges.put(
                event.pledgeId().value(),
                new Pledge(
                        event.pledgeId().value(),
                        event.partnerId().value(),
                        event.kind(),
                        event.nature(),
                        event.amount().value(),
                        BigDecimal.ZERO,
                        event.description()));
    }

    void received(ContributionReceived event) {
        receipts.put(
                event.receiptId().value(),
                new Receipt(
                        event.receiptId().value(),
                        event.pledgeId().value(),
                        event.kind(),
                        event.amount().value(),
                        event.receivedOn()));
    }

    void corrected(ReceiptCorrected event) {
        receipts.put(
                event.receiptId().value(),
                new Receipt(
                        event.receiptId().value(),
                        event.pledgeId().value(),
                        event.kind(),
                        event.amount().value(),
                        event.receivedOn()));
    }

    void paid(DirectCostRecorded event) {
        directCosts.put(
                event.costId().value(),
                new DirectCost(event.costId().value(), event.amount().value(), event.label(), event.incurredOn()));
    }

    void corrected(DirectCostCorrected event) {
        directCosts.put(
                event.costId().value(),
                new DirectCost(event.costId().value(), event.amount().value(), event.label(), event.incurredOn()));
    }

    void granted(SupportGranted event) {
        supports.add(new Support(
                event.supportId().value(),
                event.partnerId().value(),
                event.kind(),
                event.amount().value(),
                event.purpose(),
                event.decidedOn(),
                event.decisionReference(),
                event.paidFrom(),
                event.paidUntil()));
    }

    List<Pledge> pledges() {
        return pledges.values().stream()
                .map(pledge -> pledge.with(receipts.values().stream()
                        .filter(receipt -> receipt.pledgeId().equals(pledge.id()))
                        .map(Receipt::amount)
                        .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add)))
                .toList();
    }

    List<Receipt> receipts() {
        return List.copyOf(receipts.values());
    }

    List<DirectCost> directCosts() {
        return List.copyOf(directCosts.values());
    }

    List<Support> supports() {
        return List.copyOf(supports);
    }
}
