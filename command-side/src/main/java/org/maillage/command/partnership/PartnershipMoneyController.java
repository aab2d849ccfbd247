package org.maillage.command.partnership;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PledgeId;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.SupportId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnershipMoneyController {

    private final Answers answers;

    PartnershipMoneyController(Answers answers) {
        this.answers = answers;
    }

    record PledgeAmendmentBody(
            @NotNull PledgeId pledgeId,
            @Nullable Money amount,
            @Nullable ContributionNature nature,

            @Nullable @Size(max = 1_000) @Pattern(regexp = OptionalText.FILLED, message = OptionalText.MESSAGE)
            String description,

            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/pledge-amendments")
    @Adds(Warned.class)
    ResponseEntity<Accepted> amendPledge(
            @PathVariable PartnershipId id, @RequestBody PledgeAmendmentBody body, Request request) {
        if (body.amount() == null && body.nature() == null && body.description() == null) {
            throw InvalidRequest.body(List.of(new Violation(
                    "amount", "Indiquez au moins ce qui change : le montant, la nature ou la description.")));
        }
        return answers.ok(
                new AmendPledge(id, body.pledgeId(), body.amount(), body.nature(), body.description(), body.reason()),
                request);
    }

    record ReceiptCorrectionBody(
            @NotNull ReceiptId receiptId,
            @Nullable Money amount,
            @Nullable @PastOrPresent LocalDate receivedOn,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/receipt-corrections")
    ResponseEntity<Accepted> correctReceipt(
            @PathVariable PartnershipId id, @RequestBody ReceiptCorrectionBody body, Request request) {
        if (body.amount() == null && body.receivedOn() == null) {
            throw InvalidRequest.body(
                    List.of(new Violation("amount", "Indiquez au moins ce qui change : le montant ou la date.")));
        }
        return answers.ok(
                new CorrectReceipt(id, body.receiptId(), body.amount(), body.receivedOn(), body.reason()), request);
    }

    record DirectCostCorrectionBody(
            @NotNull CostId costId,
            @Nullable Money amount,

            @Nullable @Size(max = 300) @Pattern(regexp = OptionalText.FILLED, message = OptionalText.MESSAGE)
            String label,

            @Nullable @PastOrPresent LocalDate incurredOn,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/direct-cost-corrections")
    ResponseEntity<Accepted> correctCost(
            @PathVariable PartnershipId id, @RequestBody DirectCostCorrectionBody body, Request request) {
        if (body.amount() == null && body.label() == null && body.incurredOn() == null) {
            throw InvalidRequest.body(List.of(
                    new Violation("amount", "Indiquez au moins ce qui change : le montant, le libellé ou la date.")));
        }
        return answers.ok(
                new CorrectDirectCost(id, body.costId(), body.amount(), body.label(), body.incurredOn(), body.reason()),
                request);
    }

    record SupportBody(
            @NotNull PartnerId partnerId,
            @NotNull ContributionKind kind,
            @NotNull Money amount,
            @NotBlank @Size(max = 1_000) String purpose,
            @NotNull @PastOrPresent LocalDate decidedOn,
            @Nullable @Size(max = 200) String decisionReference,
            @Nullable LocalDate paidFrom,
            @Nullable LocalDate paidUntil) {}

    @PostMapping("/api/v1/partnerships/{id}/supports-granted")
    @Adds(Supported.class)
    ResponseEntity<Accepted> grantSupport(
            @PathVariable PartnershipId id, @RequestBody SupportBody body, Request request) {
        if (body.paidFrom() != null
                && body.paidUntil() != null
                && body.paidUntil().isBefore(body.paidFrom())) {
            throw InvalidRequest.body(
                    List.of(new Violation("paidUntil", "La fin du versement ne peut pas précéder son début.")));
        }
        return answers.ok(
                new GrantSupport(
                        id,
                        new SupportId(Ids.next()),
                        body.partnerId(),
                        body.kind(),
                        body.amount(),
                        body.purpose(),
                        body.decidedOn(),
                        body.decisionReference(),
                        body.paidFrom(),
                        body.paidUntil()),
                request);
    }
}
