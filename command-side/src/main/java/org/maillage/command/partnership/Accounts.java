package org.maillage.command.partnership;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;

/** What was promised, what came of it and what was spent, each as it stands after its corrections. */
final class Accounts {

    /** A pledge in the words of {@link ContributionPledged}, whether it was amended or not. */
    private final Map<PledgeId, ContributionPledged> pledges = new HashMap<>();

    private final Map<ReceiptId, ContributionReceived> receipts = new HashMap<>();
    private final Map<CostId, DirectCostRecorded> costs = new HashMap<>();

    void on(ContributionPledged pledged) {
        pledges.put(pledged.pledgeId(), pledged);
    }

    void on(PledgeAmended amended) {
        pledges.put(
                amended.pledgeId(),
                new ContributionPledged(
                        amended.id(),
                        amended.epnId(),
                        amended.pledgeId(),
                        amended.partnerId(),
                        amended.kind(),
                        amended.nature(),
                        amended.amount(),
                        amended.description(),
                        amended.warnings()));
    }

    void on(ContributionReceived received) {
        receipts.put(received.receiptId(), received);
    }

    void on(ReceiptCorrected corrected) {
        receipts.put(
                corrected.receiptId(),
                new ContributionReceived(
                        corrected.id(),
                        corrected.epnId(),
                        corrected.receiptId(),
                        corrected.pledgeId(),
                        corrected.kind(),
                        corrected.amount(),
                        corrected.receivedOn()));
    }

    void on(DirectCostRecorded recorded) {
        costs.put(recorded.costId(), recorded);
    }

    void on(DirectCostCorrected corrected) {
        costs.put(
                corrected.costId(),
                new DirectCostRecorded(
                        corrected.id(),
                        corrected.epnId(),
                        corrected.costId(),
                        corrected.amount(),
                        corrected.label(),
                        corrected.incurredOn()));
    }

    boolean hasPledged(PartnerId partner) {
        return pledges.values().stream().anyMatch(pledge -> pledge.partnerId().equals(partner));
    }

    ContributionReceived received(ReceiveContribution command) {
        var pledge = pledge(command.pledgeId());
        requireWithin(pledge.amount(), command.amount().plus(receivedFor(pledge.pledgeId())));
        return new ContributionReceived(
                pledge.id(),
                pledge.epnId(),
                command.receiptId(),
                command.pledgeId(),
                pledge.kind(),
                command.amount(),
                command.receivedOn());
    }

    /** Null when the pledge stands like that already. */
    @Nullable
    PledgeAmended amended(AmendPledge command) {
        var pledge = pledge(command.pledgeId());
        var nature = Objects.requireNonNullElse(command.nature(), pledge.nature());
        var amount = Objects.requireNonNullElse(command.amount(), pledge.amount());
        var description = Objects.requireNonNullElse(command.description(), pledge.description());
        if (nature == pledge.nature() && amount.equals(pledge.amount()) && description.equals(pledge.description())) {
            return null;
        }
        requireWithin(amount, receivedFor(pledge.pledgeId()));
        return new PledgeAmended(
                pledge.id(),
                pledge.epnId(),
                pledge.pledgeId(),
                pledge.partnerId(),
                pledge.kind(),
                nature,
                amount,
                description,
                command.reason(),
                Pledged.warnings(nature));
    }

    /** Null when the receipt stands like that already. */
    @Nullable
    ReceiptCorrected corrected(CorrectReceipt command) {
        var receipt = receipts.get(command.receiptId());
        if (receipt == null) {
            throw new UnknownReceipt();
        }
        var amount = Objects.requireNonNullElse(command.amount(), receipt.amount());
        var receivedOn = Objects.requireNonNullElse(command.receivedOn(), receipt.receivedOn());
        if (amount.equals(receipt.amount()) && receivedOn.equals(receipt.receivedOn())) {
            return null;
        }
        var others = receivedFor(receipt.pledgeId()).subtract(receipt.amount().value());
        requireWithin(pledge(receipt.pledgeId()).amount(), amount.plus(others));
        return new ReceiptCorrected(
                receipt.id(),
                receipt.epnId(),
                receipt.receiptId(),
                receipt.pledgeId(),
                receipt.kind(),
                amount,
                receivedOn,
                command.reason());
    }

    /** Null when the cost stands like that already. */
    @Nullable
    DirectCostCorrected corrected(CorrectDirectCost command) {
        var cost = costs.get(command.costId());
        if (cost == null) {
            throw new UnknownCost();
        }
        var amount = Objects.requireNonNullElse(command.amount(), cost.amount());
        var label = Objects.requireNonNullElse(command.label(), cost.label());
        var incurredOn = Objects.requireNonNullElse(command.incurredOn(), cost.incurredOn());
        if (amount.equals(cost.amount()) && label.equals(cost.label()) && incurredOn.equals(cost.incurredOn())) {
            return null;
        }
        return new DirectCostCorrected(
                cost.id(), cost.epnId(), cost.costId(), amount, label, incurredOn, command.reason());
    }

    private ContributionPledged pledge(PledgeId id) {
        var pledge = pledges.get(id);
        if (pledge == null) {
            throw new UnknownPledge();
        }
        return pledge;
    }

    private BigDecimal receivedFor(PledgeId pledge) {
        return receipts.values().stream()
                .filter(receipt -> receipt.pledgeId().equals(pledge))
                .map(receipt -> receipt.amount().value())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void requireWithin(Money pledged, BigDecimal received) {
        if (received.compareTo(pledged.value()) > 0) {
            throw new ReceivedMoreThanPledged();
        }
    }
}
