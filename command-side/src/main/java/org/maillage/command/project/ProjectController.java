package org.maillage.command.project;

import static org.maillage.command.Absent.orEmpty;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.project.ProjectCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.project.AcquisitionMode;
import org.maillage.kernel.project.NeedId;
import org.maillage.kernel.project.NeedKind;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.project.StrategicFit;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class ProjectController {

    private final Answers answers;

    ProjectController(Answers answers) {
        this.answers = answers;
    }

    record ProjectBody(
            @NotNull EpnId epnId,
            @NotBlank @Size(max = 200) String name,
            @NotNull ProjectDuration duration,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> audiences,
            @Nullable @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains,
            @Nullable Money budget) {}

    @PostMapping("/api/v1/projects")
    ResponseEntity<Accepted> draft(@RequestBody ProjectBody body, Request request) {
        var id = new ProjectId(Ids.next());
        return answers.created(
                "/api/v1/projects/" + id,
                new DraftProject(
                        id,
                        body.epnId(),
                        body.name(),
                        body.duration(),
                        orEmpty(body.audiences()),
                        orEmpty(body.domains()),
                        body.budget()),
                request);
    }

    record NeedBody(
            @NotNull NeedKind kind,
            @NotBlank @Size(max = 2_000) String description,
            @Nullable Money amount) {}

    @Adds(DeclaredNeed.class)
    @PostMapping("/api/v1/projects/{id}/needs")
    ResponseEntity<Accepted> declareNeed(@PathVariable ProjectId id, @RequestBody NeedBody body, Request request) {
        return answers.ok(
                new DeclareNeed(id, new NeedId(Ids.next()), body.kind(), body.description(), body.amount()), request);
    }

    record NeedWithdrawalBody(
            @NotNull NeedId needId,
            @NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/api/v1/projects/{id}/need-withdrawals")
    ResponseEntity<Accepted> withdrawNeed(
            @PathVariable ProjectId id, @RequestBody NeedWithdrawalBody body, Request request) {
        return answers.ok(new WithdrawNeed(id, body.needId(), body.reason()), request);
    }

    record AcquisitionModeBody(
            @NotNull NeedId needId, @NotNull AcquisitionMode mode) {}

    @Adds(Advised.class)
    @PostMapping("/api/v1/projects/{id}/acquisition-modes")
    ResponseEntity<Accepted> chooseAcquisitionMode(
            @PathVariable ProjectId id, @RequestBody AcquisitionModeBody body, Request request) {
        return answers.ok(new ChooseAcquisitionMode(id, body.needId(), body.mode()), request);
    }

    record DomainsBody(@NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> domains) {}

    @PostMapping("/api/v1/projects/{id}/domains")
    ResponseEntity<Accepted> tagDomains(@PathVariable ProjectId id, @RequestBody DomainsBody body, Request request) {
        return answers.ok(new TagProjectDomains(id, body.domains()), request);
    }

    record ProjectMissionsBody(@NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> missions) {}

    @PostMapping("/api/v1/projects/{id}/missions")
    ResponseEntity<Accepted> nameMissions(
            @PathVariable ProjectId id, @RequestBody ProjectMissionsBody body, Request request) {
        return answers.ok(new NameProjectMissions(id, body.missions()), request);
    }

    record StrategicFitBody(
            @NotNull StrategicFit fit,
            @NotNull Boolean teamCommitted,
            @NotNull Boolean appealing) {}

    @PostMapping("/api/v1/projects/{id}/strategic-fit")
    ResponseEntity<Accepted> assessStrategicFit(
            @PathVariable ProjectId id, @RequestBody StrategicFitBody body, Request request) {
        return answers.ok(new AssessStrategicFit(id, body.fit(), body.teamCommitted(), body.appealing()), request);
    }

    record ImageContextsBody(@NotNull @Size(max = 100) List<@NotBlank @Size(max = 300) String> contexts) {}

    @PostMapping("/api/v1/projects/{id}/image-contexts")
    ResponseEntity<Accepted> agreeImageContexts(
            @PathVariable ProjectId id, @RequestBody ImageContextsBody body, Request request) {
        return answers.ok(new AgreeImageContexts(id, body.contexts()), request);
    }
}
