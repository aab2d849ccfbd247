package org.maillage.command.partnership;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.Opening;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.TimeConstraintId;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnershipCalendarController {

    private final Answers answers;

    PartnershipCalendarController(Answers answers) {
        this.answers = answers;
    }

    record MilestoneBody(
            @NotNull MilestoneKind kind,
            @Nullable @Size(max = 300) String title,
            @NotNull Instant at,
            @Nullable @Size(max = 300) String place,
            @Nullable MilestoneId milestoneId) {}

    @PostMapping("/api/v1/partnerships/{id}/milestones")
    @Adds(Planned.class)
    ResponseEntity<Accepted> planMilestone(
            @PathVariable PartnershipId id, @RequestBody MilestoneBody body, Request request) {
        return answers.ok(
                new PlanMilestone(
                        id,
                        body.milestoneId(),
                        new MilestoneId(Ids.next()),
                        body.kind(),
                        body.title(),
                        body.at(),
                        body.place()),
                request);
    }

    record ReachingBody(
            @NotNull MilestoneId milestoneId,
            @NotNull @PastOrPresent LocalDate on) {}

    @PostMapping("/api/v1/partnerships/{id}/milestones-reached")
    ResponseEntity<Accepted> reachMilestone(
            @PathVariable PartnershipId id, @RequestBody ReachingBody body, Request request) {
        return answers.ok(new ReachMilestone(id, body.milestoneId(), body.on()), request);
    }

    record TimeConstraintBody(
            @Nullable PartnerId partnerId,

            @Nullable @Size(max = 300) @Pattern(regexp = OptionalText.FILLED, message = OptionalText.MESSAGE)
            String supplier,

            @NotEmpty @Size(max = 50) List<@NotNull Opening> openings,
            @Nullable @Size(max = 2_000) String note) {}

    @PostMapping("/api/v1/partnerships/{id}/time-constraints")
    @Adds(Constrained.class)
    ResponseEntity<Accepted> declareTimeConstraint(
            @PathVariable PartnershipId id, @RequestBody TimeConstraintBody body, Request request) {
        var violations = violations(body);
        if (!violations.isEmpty()) {
            throw InvalidRequest.body(violations);
        }
        return answers.ok(
                new DeclareTimeConstraint(
                        id,
                        new TimeConstraintId(Ids.next()),
                        body.partnerId(),
                        body.supplier(),
                        body.openings(),
                        body.note()),
                request);
    }

    private static List<Violation> violations(TimeConstraintBody body) {
        var violations = new ArrayList<Violation>();
        if ((body.partnerId() == null) == (body.supplier() == null)) {
            violations.add(new Violation("partnerId", "Indiquez soit un partenaire, soit un prestataire."));
        }
        for (int place = 0; place < body.openings().size(); place++) {
            var opening = body.openings().get(place);
            if (!opening.from().isBefore(opening.until())) {
                violations.add(
                        new Violation("openings[" + place + "].until", "L’heure de fin doit suivre l’heure de début."));
            }
        }
        return violations;
    }

    record LiftingBody(
            @NotNull TimeConstraintId constraintId,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/partnerships/{id}/time-constraints-lifted")
    ResponseEntity<Accepted> liftTimeConstraint(
            @PathVariable PartnershipId id, @RequestBody LiftingBody body, Request request) {
        return answers.ok(new LiftTimeConstraint(id, body.constraintId(), body.reason()), request);
    }

    record ToolTrainingBody(
            @NotNull ToolId toolId,
            @NotNull Instant at,
            @Nullable @Size(max = 300) String place) {}

    @PostMapping("/api/v1/partnerships/{id}/tool-trainings")
    ResponseEntity<Accepted> planToolTraining(
            @PathVariable PartnershipId id, @RequestBody ToolTrainingBody body, Request request) {
        return answers.ok(new PlanToolTraining(id, body.toolId(), body.at(), body.place()), request);
    }
}
