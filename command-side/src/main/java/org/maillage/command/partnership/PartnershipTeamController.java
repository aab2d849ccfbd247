package org.maillage.command.partnership;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionId;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnershipTeamController {

    private final Answers answers;
    private final Clock clock;

    PartnershipTeamController(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    record JoiningBody(@NotNull PartnerId partnerId) {}

    @PostMapping("/api/v1/partnerships/{id}/partners")
    ResponseEntity<Accepted> addPartner(
            @PathVariable PartnershipId id, @RequestBody JoiningBody body, Request request) {
        return answers.ok(new AddPartner(id, body.partnerId()), request);
    }

    record LeavingBody(
            @NotNull PartnerId partnerId,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/partner-removals")
    ResponseEntity<Accepted> removePartner(
            @PathVariable PartnershipId id, @RequestBody LeavingBody body, Request request) {
        return answers.ok(new RemovePartner(id, body.partnerId(), body.reason()), request);
    }

    record PilotBody(@NotNull PersonId personId, @Nullable PartnerId partnerId) {}

    @PostMapping("/api/v1/partnerships/{id}/pilot")
    ResponseEntity<Accepted> assignPilot(@PathVariable PartnershipId id, @RequestBody PilotBody body, Request request) {
        return answers.ok(new AssignPilot(id, body.personId(), body.partnerId()), request);
    }

    record ResponsibilityBody(
            @NotBlank @Size(max = 200) String field,
            @NotNull PersonId personId,
            @Nullable PartnerId partnerId) {}

    @PostMapping("/api/v1/partnerships/{id}/responsibilities")
    ResponseEntity<Accepted> assignResponsibility(
            @PathVariable PartnershipId id, @RequestBody ResponsibilityBody body, Request request) {
        return answers.ok(new AssignResponsibility(id, body.field(), body.personId(), body.partnerId()), request);
    }

    record PostureBody(@NotNull Posture posture) {}

    @PostMapping("/api/v1/partnerships/{id}/posture")
    ResponseEntity<Accepted> setPosture(
            @PathVariable PartnershipId id, @RequestBody PostureBody body, Request request) {
        return answers.ok(new SetPosture(id, body.posture()), request);
    }

    record PresenceBody(
            @NotNull PartnerId partnerId,
            @Nullable SessionId sessionId,
            @NotNull @PastOrPresent LocalDate on,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partnerships/{id}/partner-presence")
    ResponseEntity<Accepted> recordPresence(
            @PathVariable PartnershipId id, @RequestBody PresenceBody body, Request request) {
        return answers.ok(
                new RecordPartnerPresence(id, body.partnerId(), body.sessionId(), body.on(), body.note()), request);
    }

    record WaiverBody(
            @NotBlank @Size(max = 2_000) String reason,
            @Nullable PersonId authorId) {}

    @PostMapping("/api/v1/partnerships/{id}/cumulation-waivers")
    ResponseEntity<Accepted> waiveCumulation(
            @PathVariable PartnershipId id, @RequestBody WaiverBody body, Request request) {
        return answers.ok(
                new WaiveCumulationConflict(id, body.authorId(), body.reason(), BusinessDay.of(clock.instant())),
                request);
    }
}
