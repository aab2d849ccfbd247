package org.maillage.command.convention;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.UnknownTarget;
import org.maillage.command.convention.ConventionCommand.*;
import org.maillage.command.documents.FileBody;
import org.maillage.command.documents.StoredFiles;
import org.maillage.command.documents.WebAddress;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionId;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.convention.VersionHash;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ConventionController {

    private final Answers answers;
    private final StoredFiles files;
    private final Clock clock;

    ConventionController(Answers answers, StoredFiles files, Clock clock) {
        this.answers = answers;
        this.files = files;
        this.clock = clock;
    }

    private LocalDate today() {
        return BusinessDay.of(clock.instant());
    }

    record StepBody(
            @NotBlank @Size(max = 200) String name,
            @NotNull PersonId deciderId,
            @Nullable LocalDate expectedOn) {}

    record DraftBody(
            @NotNull PartnershipId partnershipId,
            @NotNull Clauses clauses,
            @Nullable @Min(0) @Max(10_000) Integer plannedSessions,
            @Nullable LocalDate validUntil,
            @Nullable @Size(max = 50) List<@NotNull @Valid StepBody> circuit,
            @NotNull PartyId draftedBy) {}

    @PostMapping("/api/v1/conventions")
    @Adds(DraftedVersion.class)
    ResponseEntity<Accepted> draft(@RequestBody DraftBody body, Request request) {
        var id = new ConventionId(Ids.next());
        return answers.created(
                "/api/v1/conventions/" + id,
                new DraftConvention(
                        id,
                        body.partnershipId(),
                        body.clauses(),
                        body.plannedSessions(),
                        body.validUntil(),
                        body.circuit() == null ? null : circuit(body.circuit()),
                        body.draftedBy(),
                        today()),
                request);
    }

    private static List<CircuitStep> circuit(List<StepBody> steps) {
        var names = new HashSet<String>();
        for (int i = 0; i < steps.size(); i++) {
            if (!names.add(steps.get(i).name())) {
                throw InvalidRequest.body(List.of(new Violation(
                        "circuit[" + i + "].name", "Deux étapes d’un circuit ne peuvent pas porter le même nom.")));
            }
        }
        return steps.stream()
                .map(step -> new CircuitStep(step.name(), step.deciderId(), step.expectedOn()))
                .toList();
    }

    record RevisionBody(
            @NotNull Clauses clauses,
            @Nullable @Min(0) @Max(10_000) Integer plannedSessions,
            @Nullable LocalDate validUntil,
            @NotNull PartyId draftedBy) {}

    @PostMapping("/api/v1/conventions/{id}/revisions")
    @Adds(DraftedVersion.class)
    ResponseEntity<Accepted> revise(@PathVariable ConventionId id, @RequestBody RevisionBody body, Request request) {
        return answers.ok(
                new ReviseConvention(id, body.clauses(), body.plannedSessions(), body.validUntil(), body.draftedBy()),
                request);
    }

    @PostMapping("/api/v1/conventions/{id}/submission")
    ResponseEntity<Accepted> submit(@PathVariable ConventionId id, Request request) {
        return answers.ok(new SubmitConvention(id), request);
    }

    record ApprovalBody(
            @NotBlank @Size(max = 200) String step, @NotNull PersonId deciderId) {}

    @PostMapping("/api/v1/conventions/{id}/approvals")
    ResponseEntity<Accepted> approve(@PathVariable ConventionId id, @RequestBody ApprovalBody body, Request request) {
        return answers.ok(new ApproveStep(id, body.step(), body.deciderId()), request);
    }

    record RejectionBody(
            @NotBlank @Size(max = 200) String step,
            @NotNull PersonId deciderId,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/conventions/{id}/rejections")
    ResponseEntity<Accepted> reject(@PathVariable ConventionId id, @RequestBody RejectionBody body, Request request) {
        return answers.ok(new RejectStep(id, body.step(), body.deciderId(), body.reason()), request);
    }

    record SignatureBody(
            @NotNull PartyId party,
            @NotNull PersonId signatoryId,
            @NotNull VersionHash versionHash,
            @NotNull @PastOrPresent LocalDate signedOn) {}

    @PostMapping("/api/v1/conventions/{id}/signatures")
    @Adds(Signed.class)
    ResponseEntity<Accepted> sign(@PathVariable ConventionId id, @RequestBody SignatureBody body, Request request) {
        return answers.ok(
                new SignConvention(id, body.party(), body.signatoryId(), body.versionHash(), body.signedOn(), today()),
                request);
    }

    record DeciderBody(
            @NotBlank @Size(max = 200) String step,
            @NotNull PersonId deciderId,
            @Nullable LocalDate expectedOn) {}

    @PostMapping("/api/v1/conventions/{id}/deciders")
    ResponseEntity<Accepted> nameDecider(
            @PathVariable ConventionId id, @RequestBody DeciderBody body, Request request) {
        return answers.ok(new NameDecider(id, body.step(), body.deciderId(), body.expectedOn()), request);
    }

    /** The act itself may be online, or a file that was stored before; on paper it has its reference alone. */
    record MunicipalActBody(
            @NotBlank @Size(max = 200) String reference,
            @NotNull @PastOrPresent LocalDate adoptedOn,

            @Nullable @Size(max = 2_000) @Pattern(regexp = WebAddress.HTTP, message = WebAddress.MESSAGE)
            String url,

            @Nullable @Valid FileBody file) {}

    @PostMapping("/api/v1/conventions/{id}/municipal-acts")
    ResponseEntity<Accepted> attachMunicipalAct(
            @PathVariable ConventionId id, @RequestBody MunicipalActBody body, Request request) {
        if (body.url() != null && body.file() != null) {
            throw InvalidRequest.body(List.of(
                    new Violation("url", "Indiquez soit une adresse web, soit un fichier, mais pas les deux.")));
        }
        var epn = answers.enter(id, UnknownTarget::new, request);
        return answers.ok(
                new AttachMunicipalAct(
                        id, body.reference(), body.adoptedOn(), body.url(), files.named(body.file(), epn)),
                request);
    }

    record AvenantBody(
            @NotNull Clauses clauses,
            @Nullable @Min(0) @Max(10_000) Integer plannedSessions,
            @Nullable LocalDate validUntil,
            @NotNull PartyId draftedBy,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/conventions/{id}/avenants")
    @Adds(DraftedVersion.class)
    ResponseEntity<Accepted> amend(@PathVariable ConventionId id, @RequestBody AvenantBody body, Request request) {
        return answers.ok(
                new AmendConvention(
                        id, body.clauses(), body.plannedSessions(), body.validUntil(), body.draftedBy(), body.reason()),
                request);
    }

    record TerminationBody(
            @NotNull @PastOrPresent LocalDate terminatedOn,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/conventions/{id}/termination")
    ResponseEntity<Accepted> terminate(
            @PathVariable ConventionId id, @RequestBody TerminationBody body, Request request) {
        return answers.ok(new TerminateConvention(id, body.terminatedOn(), body.reason()), request);
    }

    record ExpiryBody(@NotNull @PastOrPresent LocalDate expiredOn) {}

    @PostMapping("/api/v1/conventions/{id}/expiry")
    ResponseEntity<Accepted> expire(@PathVariable ConventionId id, @RequestBody ExpiryBody body, Request request) {
        return answers.ok(new ExpireConvention(id, body.expiredOn()), request);
    }
}
