package org.maillage.command.project;

import static org.maillage.command.Absent.orEmpty;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.project.ProjectCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.project.ProjectDuration;
import org.maillage.kernel.project.ProjectId;
import org.springframework.http.ResponseEntity;
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
}
