package org.maillage.command.bilan;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.bilan.BilanCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class BilanController {

    private final Answers answers;

    BilanController(Answers answers) {
        this.answers = answers;
    }

    record BilanBody(
            @NotNull PartnershipId partnershipId,
            @NotBlank @Size(max = 20_000) String narrative,
            @Nullable PartyId draftedBy) {}

    @PostMapping("/api/v1/bilans")
    ResponseEntity<Accepted> draft(@RequestBody BilanBody body, Request request) {
        var id = new BilanId(Ids.next());
        return answers.created(
                "/api/v1/bilans/" + id,
                new DraftBilan(id, body.partnershipId(), body.narrative(), body.draftedBy()),
                request);
    }

    record RevisionBody(
            @NotBlank @Size(max = 20_000) String narrative,
            @Nullable PartyId draftedBy) {}

    @PostMapping("/api/v1/bilans/{id}/revisions")
    ResponseEntity<Accepted> revise(@PathVariable BilanId id, @RequestBody RevisionBody body, Request request) {
        return answers.ok(new ReviseBilan(id, body.narrative(), body.draftedBy()), request);
    }

    record ShareBody(@NotNull PartnerId partnerId) {}

    @PostMapping("/api/v1/bilans/{id}/shares")
    ResponseEntity<Accepted> share(@PathVariable BilanId id, @RequestBody ShareBody body, Request request) {
        return answers.ok(new ShareBilan(id, body.partnerId()), request);
    }

    record AmendmentBody(
            @NotNull PartnerId partnerId,
            @NotBlank @Size(max = 20_000) String text) {}

    @PostMapping("/api/v1/bilans/{id}/amendments")
    ResponseEntity<Accepted> amend(@PathVariable BilanId id, @RequestBody AmendmentBody body, Request request) {
        return answers.ok(new AmendBilan(id, body.partnerId(), body.text()), request);
    }

    @PostMapping("/api/v1/bilans/{id}/finalisation")
    ResponseEntity<Accepted> finalise(@PathVariable BilanId id, Request request) {
        return answers.ok(new FinaliseBilan(id), request);
    }

    record ReopeningBody(@NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/bilans/{id}/reopening")
    ResponseEntity<Accepted> reopen(@PathVariable BilanId id, @RequestBody ReopeningBody body, Request request) {
        return answers.ok(new ReopenBilan(id, body.reason()), request);
    }
}
