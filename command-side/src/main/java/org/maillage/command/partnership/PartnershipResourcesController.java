package org.maillage.command.partnership;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Accepted;
import org.maillage.command.Adds;
import org.maillage.command.Answers;
import org.maillage.command.Request;
import org.maillage.command.UnknownTarget;
import org.maillage.command.documents.FileBody;
import org.maillage.command.documents.StoredFiles;
import org.maillage.command.documents.WebAddress;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.Ids;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.DocumentId;
import org.maillage.kernel.partnership.DocumentKind;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Violation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class PartnershipResourcesController {

    private final Answers answers;
    private final StoredFiles files;

    PartnershipResourcesController(Answers answers, StoredFiles files) {
        this.answers = answers;
        this.files = files;
    }

    record DocumentBody(
            @Nullable DocumentId documentId,
            @NotNull DocumentKind kind,
            @NotBlank @Size(max = 300) String title,

            @Nullable @Size(max = 2_000) @Pattern(regexp = WebAddress.HTTP, message = WebAddress.MESSAGE)
            String url,

            @Nullable @Valid FileBody file) {}

    @PostMapping("/api/v1/partnerships/{id}/documents")
    @Adds(Attached.class)
    ResponseEntity<Accepted> attachDocument(
            @PathVariable PartnershipId id, @RequestBody DocumentBody body, Request request) {
        if ((body.url() == null) == (body.file() == null)) {
            throw InvalidRequest.body(List.of(new Violation("url", "Indiquez soit une adresse web, soit un fichier.")));
        }
        var epn = answers.enter(id, UnknownTarget::new, request);
        return answers.ok(
                new AttachDocument(
                        id,
                        body.documentId(),
                        new DocumentId(Ids.next()),
                        body.kind(),
                        body.title(),
                        body.url(),
                        files.named(body.file(), epn)),
                request);
    }

    record ToolBody(
            @Nullable ToolId toolId,
            @NotBlank @Size(max = 300) String name,

            @Nullable @Size(max = 2_000) @Pattern(regexp = WebAddress.HTTP, message = WebAddress.MESSAGE)
            String url,

            @NotNull Boolean free,
            @NotNull @Size(max = 50) List<@NotNull PartnerId> lackedBy) {}

    @PostMapping("/api/v1/partnerships/{id}/tools")
    @Adds(Equipped.class)
    ResponseEntity<Accepted> agreeOnTool(@PathVariable PartnershipId id, @RequestBody ToolBody body, Request request) {
        return answers.ok(
                new AgreeTool(
                        id,
                        body.toolId(),
                        new ToolId(Ids.next()),
                        body.name(),
                        body.url(),
                        body.free(),
                        body.lackedBy().stream().distinct().toList()),
                request);
    }
}
