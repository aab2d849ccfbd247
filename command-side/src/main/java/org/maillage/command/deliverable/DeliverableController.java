package org.maillage.command.deliverable;

import static org.maillage.command.Absent.orEmpty;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.deliverable.DeliverableCommand.*;
import org.maillage.command.documents.FileBody;
import org.maillage.command.documents.StoredFiles;
import org.maillage.command.documents.WebAddress;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.partner.PartnerId;
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
final class DeliverableController {

    private final Answers answers;
    private final StoredFiles files;
    private final Clock clock;

    DeliverableController(Answers answers, StoredFiles files, Clock clock) {
        this.answers = answers;
        this.files = files;
        this.clock = clock;
    }

    record DeliverableBody(
            @NotNull PartnershipId partnershipId,
            @NotBlank @Size(max = 300) String title,
            @NotNull Medium medium,
            @NotNull List<@NotNull PersonId> depicts,
            @Nullable @Size(max = 100) List<@NotNull PersonId> authorIds,

            @Nullable
            @Size(max = 300)
            @Pattern(regexp = "[\\s\\S]*\\S[\\s\\S]*", message = "Ce texte ne doit pas être vide.")
            String licence,

            @Nullable @Size(max = 2_000) @Pattern(regexp = WebAddress.HTTP, message = WebAddress.MESSAGE)
            String url,

            @Nullable @Valid FileBody file) {}

    @PostMapping("/api/v1/deliverables")
    ResponseEntity<Accepted> collect(@RequestBody DeliverableBody body, Request request) {
        if (body.url() != null && body.file() != null) {
            throw invalid("file", "Indiquez soit une adresse, soit un fichier, mais pas les deux.");
        }
        var epn = answers.enter(body.partnershipId(), UnknownPartnership::new, request);
        var id = new DeliverableId(Ids.next());
        return answers.created(
                "/api/v1/deliverables/" + id,
                new CollectDeliverable(
                        id,
                        body.partnershipId(),
                        body.title(),
                        body.medium(),
                        body.depicts(),
                        orEmpty(body.authorIds()),
                        body.licence(),
                        body.url(),
                        files.named(body.file(), epn)),
                request);
    }

    record LicenceBody(
            @NotBlank @Size(max = 300) String licence,
            @Nullable @Size(max = 100) List<@NotNull PersonId> authorIds) {}

    @PostMapping("/api/v1/deliverables/{id}/licences")
    ResponseEntity<Accepted> license(@PathVariable DeliverableId id, @RequestBody LicenceBody body, Request request) {
        return answers.ok(new LicenseDeliverable(id, body.authorIds(), body.licence()), request);
    }

    record TransmissionBody(
            @Nullable PartnerId toPartnerId,
            @NotNull ImageUser user,
            @NotBlank @Size(max = 300) String context) {}

    @PostMapping("/api/v1/deliverables/{id}/transmissions")
    @Adds(Transmitted.class)
    ResponseEntity<Accepted> transmit(
            @PathVariable DeliverableId id, @RequestBody TransmissionBody body, Request request) {
        if (body.user() == ImageUser.EPN && body.toPartnerId() != null) {
            throw invalid("toPartnerId", "Un partenaire n’est indiqué que pour un usage par les partenaires.");
        }
        return answers.ok(
                new TransmitDeliverable(
                        id, body.toPartnerId(), body.user(), body.context(), BusinessDay.of(clock.instant())),
                request);
    }

    private static InvalidRequest invalid(String field, String message) {
        return InvalidRequest.body(List.of(new Violation(field, message)));
    }
}
