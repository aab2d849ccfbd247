package org.maillage.command.consent;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.consent.ImageConsentCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
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
final class ImageConsentController {

    private final Answers answers;

    ImageConsentController(Answers answers) {
        this.answers = answers;
    }

    record ConsentBody(
            @NotNull ProjectId projectId,
            @NotNull PersonId personId,
            @Nullable PersonId guardianId) {}

    @PostMapping("/api/v1/image-consents")
    ResponseEntity<Accepted> request(@RequestBody ConsentBody body, Request request) {
        if (body.personId().equals(body.guardianId())) {
            throw invalid("guardianId", "Une personne n’est pas son propre représentant légal.");
        }
        var id = new ImageConsentId(Ids.next());
        return answers.created(
                "/api/v1/image-consents/" + id,
                new RequestConsent(id, body.projectId(), body.personId(), body.guardianId()),
                request);
    }

    record GrantBody(
            @NotNull @Size(min = 1, max = 100) List<@NotNull ImageMedium> media,
            @NotNull @Size(min = 1, max = 100) List<@NotNull ImageUser> users,

            @NotNull @Size(min = 1, max = 100) List<@NotBlank @Size(max = 300) String> contexts,

            @NotNull @PastOrPresent LocalDate signedOn,
            @Nullable LocalDate until) {}

    @PostMapping("/api/v1/image-consents/{id}/grant")
    ResponseEntity<Accepted> grant(@PathVariable ImageConsentId id, @RequestBody GrantBody body, Request request) {
        if (body.until() != null && body.until().isBefore(body.signedOn())) {
            throw invalid("until", "L’autorisation ne peut pas prendre fin avant d’être signée.");
        }
        return answers.ok(
                new GrantConsent(id, body.media(), body.users(), body.contexts(), body.signedOn(), body.until()),
                request);
    }

    record ConsentDayBody(@NotNull @PastOrPresent LocalDate on) {}

    @PostMapping("/api/v1/image-consents/{id}/refusal")
    ResponseEntity<Accepted> refuse(
            @PathVariable ImageConsentId id, @RequestBody ConsentDayBody body, Request request) {
        return answers.ok(new RefuseConsent(id, body.on()), request);
    }

    @PostMapping("/api/v1/image-consents/{id}/withdrawal")
    ResponseEntity<Accepted> withdraw(
            @PathVariable ImageConsentId id, @RequestBody ConsentDayBody body, Request request) {
        return answers.ok(new WithdrawConsent(id, body.on()), request);
    }

    private static InvalidRequest invalid(String field, String message) {
        return InvalidRequest.body(List.of(new Violation(field, message)));
    }
}
