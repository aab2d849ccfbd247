package org.maillage.command.partnership;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.DocumentId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.partnership.Warning;

/** What the parties work with: documents in their latest version, tools, the sessions to learn them. */
final class Resources {

    private final Map<DocumentId, DocumentAttached> documents = new LinkedHashMap<>();
    private final Map<ToolId, ToolAgreed> tools = new LinkedHashMap<>();
    private final Set<ToolTrainingPlanned> trainings = new HashSet<>();

    void on(DocumentAttached attached) {
        documents.put(attached.documentId(), attached);
    }

    void on(ToolAgreed agreed) {
        tools.put(agreed.toolId(), agreed);
    }

    void on(ToolTrainingPlanned planned) {
        trainings.add(planned);
    }

    /** The current version of a document when it is the same, or else the next one, or the first of a new document. */
    DocumentAttached attached(AttachDocument command, EpnId epn) {
        var named = command.documentId();
        if (named == null) {
            return documents.values().stream()
                    .filter(document ->
                            document.equals(attached(command, epn, document.documentId(), document.version())))
                    .findFirst()
                    .orElseGet(() -> attached(command, epn, command.newId(), 1));
        }
        var current = documents.get(named);
        if (current == null) {
            throw new UnknownDocument();
        }
        var same = attached(command, epn, named, current.version());
        return same.equals(current) ? current : attached(command, epn, named, current.version() + 1);
    }

    private static DocumentAttached attached(AttachDocument command, EpnId epn, DocumentId id, int version) {
        return new DocumentAttached(
                command.id(), epn, id, version, command.kind(), command.title(), command.url(), command.file());
    }

    boolean holds(DocumentAttached document) {
        return document.equals(documents.get(document.documentId()));
    }

    /** A tool that is agreed on in these words already, or else what replaces or makes it. */
    ToolAgreed agreed(AgreeTool command, EpnId epn) {
        var named = command.toolId();
        if (named != null) {
            requireKnown(named);
            return agreed(command, epn, named);
        }
        return tools.values().stream()
                .filter(tool -> tool.equals(agreed(command, epn, tool.toolId())))
                .findFirst()
                .orElseGet(() -> agreed(command, epn, command.newId()));
    }

    private static ToolAgreed agreed(AgreeTool command, EpnId epn, ToolId id) {
        return new ToolAgreed(
                command.id(),
                epn,
                id,
                command.name(),
                command.url(),
                command.free(),
                command.lackedBy(),
                command.free() || command.lackedBy().isEmpty() ? List.of() : List.of(Warning.TOOL_LACKED));
    }

    boolean holds(ToolAgreed tool) {
        return tool.equals(tools.get(tool.toolId()));
    }

    boolean holds(ToolTrainingPlanned training) {
        requireKnown(training.toolId());
        return trainings.contains(training);
    }

    private void requireKnown(ToolId tool) {
        if (!tools.containsKey(tool)) {
            throw new UnknownTool();
        }
    }
}
