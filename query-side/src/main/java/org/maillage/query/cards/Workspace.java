package org.maillage.query.cards;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.DocumentKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;

/** What the parties work with: documents in all their versions, tools and how to learn them. */
final class Workspace {

    private final Map<UUID, Document> documents = new LinkedHashMap<>();
    private final Map<UUID, Tool> tools = new LinkedHashMap<>();

    /**
     * @param version the newest; kind, title and place are its own
     * @param versions all of them, oldest first
     */
    record Document(
            UUID id,
            DocumentKind kind,
            String title,
            int version,
            @Nullable String url,
            @Nullable StoredFile file,
            List<DocumentVersion> versions) {}

    record DocumentVersion(
            int number,
            String title,
            @Nullable String url,
            @Nullable StoredFile file,
            Instant at) {}

    /** @param lackedBy the partners who do not have it */
    record Tool(
            UUID id, String name, @Nullable String url, boolean free, List<UUID> lackedBy, List<Training> trainings) {

        private Tool with(Training training) {
            return new Tool(
                    id,
                    name,
                    url,
                    free,
                    lackedBy,
                    Stream.concat(trainings.stream(), Stream.of(training)).toList());
        }
    }

    record Training(Instant at, @Nullable String place) {}

    void attached(DocumentAttached event, Instant at) {
        var version = new DocumentVersion(event.version(), event.title(), event.url(), event.file(), at);
        documents.compute(
                event.documentId().value(),
                (id, before) -> new Document(
                        id,
                        event.kind(),
                        event.title(),
                        event.version(),
                        event.url(),
                        event.file(),
                        Stream.concat(before == null ? Stream.of() : before.versions().stream(), Stream.of(version))
                                .toList()));
    }

    void agreed(ToolAgreed event) {
        tools.compute(
                event.toolId().value(),
                (id, before) -> new Tool(
                        id,
                        event.name(),
                        event.url(),
                        event.free(),
                        event.lackedBy().stream().map(PartnerId::value).toList(),
                        before == null ? List.of() : before.trainings()));
    }

    void planned(ToolTrainingPlanned event) {
        tools.computeIfPresent(event.toolId().value(), (_, tool) -> tool.with(new Training(event.at(), event.place())));
    }

    List<Document> documents() {
        return List.copyOf(documents.values());
    }

    List<Tool> tools() {
        return List.copyOf(tools.values());
    }
}
