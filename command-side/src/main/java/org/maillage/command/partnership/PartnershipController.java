package org.maillage.command.partnership;

import static org.maillage.command.Absent.orEmpty;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.BusinessDay;
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
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnershipController {

    private final Answers answers;
    private final Clock clock;

    PartnershipController(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    record ProposalBody(
            @NotNull EpnId epnId,
            @NotNull ProjectId projectId,
            @NotEmpty @Size(max = 50) List<@NotNull PartnerId> partnerIds,
            @NotNull PersonId pilotId,
            @NotNull @Size(max = 50) List<@NotBlank @Size(max = 1_000) String> ourBenefits,
            @NotNull @Size(max = 50) List<@NotBlank @Size(max = 1_000) String> theirBenefits,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 300) String> missions) {}

    @PostMapping("/api/v1/partnerships")
    @Adds(Warned.class)
    ResponseEntity<Accepted> propose(@RequestBody ProposalBody body, Request request) {
        var id = new PartnershipId(Ids.next());
        return answers.created(
                "/api/v1/partnerships/" + id,
                new ProposePartnership(
                        id,
                        body.epnId(),
                        body.projectId(),
                        body.partnerIds().stream().distinct().toList(),
                        body.pilotId(),
                        body.ourBenefits(),
                        body.theirBenefits(),
                        orEmpty(body.missions()),
                        BusinessDay.of(clock.instant())),
                request);
    }

    record RevisionBody(
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 1_000) String> ourBenefits,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 1_000) String> theirBenefits,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 300) String> missions) {}

    @PostMapping("/api/v1/partnerships/{id}/proposal-revisions")
    @Adds(Warned.class)
    ResponseEntity<Accepted> reviseProposal(
            @PathVariable PartnershipId id, @RequestBody RevisionBody body, Request request) {
        if (body.ourBenefits() == null && body.theirBenefits() == null && body.missions() == null) {
            throw InvalidRequest.body(List.of(new Violation(
                    "ourBenefits", "Indiquez au moins ce qui change : vos bénéfices, les leurs ou les missions.")));
        }
        return answers.ok(
                new ReviseProposal(
                        id, body.ourBenefits(), body.theirBenefits(), body.missions(), BusinessDay.of(clock.instant())),
                request);
    }

    record ExchangeBody(
            @NotNull ExchangeChannel channel,
            @NotNull @PastOrPresent LocalDate on,
            @Nullable @Size(max = 5_000) String note,
            @Nullable PersonId contactId) {}

    @PostMapping("/api/v1/partnerships/{id}/exchanges")
    ResponseEntity<Accepted> logExchange(
            @PathVariable PartnershipId id, @RequestBody ExchangeBody body, Request request) {
        return answers.ok(new LogExchange(id, body.channel(), body.on(), body.note(), body.contactId()), request);
    }

    enum ClearanceDecision {
        REQUESTED,
        GRANTED,
        REFUSED
    }

    record ClearanceBody(
            @NotNull ClearanceDecision decision,
            @Nullable PersonId deciderId,
            @Nullable @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/authority-clearance")
    ResponseEntity<Accepted> decideClearance(
            @PathVariable PartnershipId id, @RequestBody ClearanceBody body, Request request) {
        return answers.ok(
                switch (body.decision()) {
                    case REQUESTED -> new RequestAuthorityClearance(id, body.deciderId());
                    case GRANTED -> new GrantAuthorityClearance(id, body.deciderId());
                    case REFUSED -> new RefuseAuthorityClearance(id, body.deciderId(), refusalReason(body));
                },
                request);
    }

    private static String refusalReason(ClearanceBody body) {
        if (body.reason() == null || body.reason().isBlank()) {
            throw InvalidRequest.body(List.of(new Violation("reason", "Un refus demande un motif.")));
        }
        return body.reason();
    }

    @PostMapping("/api/v1/partnerships/{id}/negotiation")
    @Adds(Warned.class)
    ResponseEntity<Accepted> enterNegotiation(@PathVariable PartnershipId id, Request request) {
        return answers.ok(new EnterNegotiation(id), request);
    }

    record PledgeBody(
            @NotNull PartnerId partnerId,
            @NotNull ContributionKind kind,
            @NotNull ContributionNature nature,
            @NotNull Money amount,
            @NotBlank @Size(max = 1_000) String description) {}

    @PostMapping("/api/v1/partnerships/{id}/pledges")
    @Adds(Pledged.class)
    ResponseEntity<Accepted> pledge(@PathVariable PartnershipId id, @RequestBody PledgeBody body, Request request) {
        return answers.ok(
                new PledgeContribution(
                        id,
                        new PledgeId(Ids.next()),
                        body.partnerId(),
                        body.kind(),
                        body.nature(),
                        body.amount(),
                        body.description()),
                request);
    }

    record ReceiptBody(
            @NotNull PledgeId pledgeId,
            @NotNull Money amount,
            @NotNull @PastOrPresent LocalDate receivedOn) {}

    @PostMapping("/api/v1/partnerships/{id}/receipts")
    @Adds(Received.class)
    ResponseEntity<Accepted> receive(@PathVariable PartnershipId id, @RequestBody ReceiptBody body, Request request) {
        return answers.ok(
                new ReceiveContribution(
                        id, new ReceiptId(Ids.next()), body.pledgeId(), body.amount(), body.receivedOn()),
                request);
    }

    record DirectCostBody(
            @NotNull Money amount,
            @NotBlank @Size(max = 300) String label,
            @NotNull @PastOrPresent LocalDate incurredOn) {}

    @PostMapping("/api/v1/partnerships/{id}/direct-costs")
    @Adds(Incurred.class)
    ResponseEntity<Accepted> recordCost(
            @PathVariable PartnershipId id, @RequestBody DirectCostBody body, Request request) {
        return answers.ok(
                new RecordDirectCost(id, new CostId(Ids.next()), body.amount(), body.label(), body.incurredOn()),
                request);
    }

    record ReasonBody(@NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/agreement-without-convention")
    @Adds(Warned.class)
    ResponseEntity<Accepted> agreeWithoutConvention(
            @PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new AgreeWithoutConvention(id, body.reason()), request);
    }

    record BilanMeetingBody(@NotNull Instant at) {}

    @PostMapping("/api/v1/partnerships/{id}/bilan-meeting")
    ResponseEntity<Accepted> scheduleBilanMeeting(
            @PathVariable PartnershipId id, @RequestBody BilanMeetingBody body, Request request) {
        return answers.ok(new ScheduleBilanMeeting(id, body.at()), request);
    }

    record StartBody(@NotNull @PastOrPresent LocalDate startedOn) {}

    @PostMapping("/api/v1/partnerships/{id}/start")
    @Adds(Warned.class)
    ResponseEntity<Accepted> start(@PathVariable PartnershipId id, @RequestBody StartBody body, Request request) {
        return answers.ok(new StartAction(id, body.startedOn()), request);
    }

    @PostMapping("/api/v1/partnerships/{id}/suspension")
    ResponseEntity<Accepted> suspend(@PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new SuspendAction(id, body.reason()), request);
    }

    @PostMapping("/api/v1/partnerships/{id}/resumption")
    ResponseEntity<Accepted> resume(@PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new ResumeAction(id, body.reason()), request);
    }

    record CompletionBody(@NotNull @PastOrPresent LocalDate completedOn) {}

    @PostMapping("/api/v1/partnerships/{id}/completion")
    ResponseEntity<Accepted> complete(
            @PathVariable PartnershipId id, @RequestBody CompletionBody body, Request request) {
        return answers.ok(new CompleteAction(id, body.completedOn()), request);
    }

    @PostMapping("/api/v1/partnerships/{id}/termination")
    ResponseEntity<Accepted> terminate(@PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new TerminateEarly(id, body.reason()), request);
    }

    @PostMapping("/api/v1/partnerships/{id}/decline")
    ResponseEntity<Accepted> decline(@PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new DeclinePartnership(id, body.reason()), request);
    }

    @PostMapping("/api/v1/partnerships/{id}/withdrawal")
    ResponseEntity<Accepted> withdraw(@PathVariable PartnershipId id, @RequestBody ReasonBody body, Request request) {
        return answers.ok(new WithdrawProposal(id, body.reason()), request);
    }

    record IntangibleBenefitBody(
            @NotNull IntangibleBenefit kind,
            @NotNull @Min(1) @Max(5) Integer level,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partnerships/{id}/intangible-benefits")
    ResponseEntity<Accepted> rateIntangibleBenefit(
            @PathVariable PartnershipId id, @RequestBody IntangibleBenefitBody body, Request request) {
        return answers.ok(new RateIntangibleBenefit(id, body.kind(), body.level(), body.note()), request);
    }

    record FollowUpBody(
            @NotNull FollowUp decision, @Nullable ProjectId projectId) {}

    @PostMapping("/api/v1/partnerships/{id}/follow-up")
    @Adds(FollowedUp.class)
    ResponseEntity<Accepted> decideFollowUp(
            @PathVariable PartnershipId id, @RequestBody FollowUpBody body, Request request) {
        if ((body.decision() == FollowUp.NEW_PROJECT) != (body.projectId() != null)) {
            throw InvalidRequest.body(List.of(
                    new Violation("projectId", "Un nouveau projet, et lui seul, demande l’identifiant du projet.")));
        }
        var renewedAs = body.decision() == FollowUp.CLOSE ? null : new PartnershipId(Ids.next());
        return answers.ok(new DecideFollowUp(id, body.decision(), body.projectId(), renewedAs), request);
    }
}
