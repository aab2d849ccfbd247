package org.maillage.query.operations;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillage.query.OperationRefused;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.Rebuilds;
import org.maillage.query.intake.Rebuilds.ReadModel;
import org.maillage.query.intake.Rebuilds.Refusal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The read models: which answers, what is rebuilt beside it and how far that is, what is kept of before. */
@RestController
@RequestMapping("/operations/read-models")
final class ReadModelsController {

    private final Rebuilds rebuilds;

    ReadModelsController(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    record ReadModelList(List<ReadModel> items) {}

    @GetMapping("")
    ReadModelList readModels() throws SQLException {
        return new ReadModelList(rebuilds.list());
    }

    record RebuildBody(@NotBlank @Size(max = 2_000) String reason) {}

    private record Named(String readModel) {}

    /** Begins to make it anew; it goes on in the background, and takes its place by itself when it is the same. */
    @PostMapping("/{name}/rebuilds")
    ReadModel rebuild(@PathVariable String name, @RequestBody RebuildBody body, HttpServletRequest request)
            throws SQLException {
        var operation = Operator.asks(request, "rebuild-read-model", new Named(name), body.reason());
        return asked(name, rebuilds.rebuild(operation, name));
    }

    /** @param acceptDifferences false, or nothing, compares once more */
    record SwitchBody(
            @Nullable Boolean acceptDifferences,
            @NotBlank @Size(max = 2_000) String reason) {}

    private record Switched(String readModel, boolean acceptDifferences) {}

    @PostMapping("/{name}/switches")
    ReadModel switchOver(@PathVariable String name, @RequestBody SwitchBody body, HttpServletRequest request)
            throws SQLException {
        boolean accept = Boolean.TRUE.equals(body.acceptDifferences());
        var operation = Operator.asks(request, "switch-read-model", new Switched(name, accept), body.reason());
        return asked(name, rebuilds.decide(operation, name, accept));
    }

    record ReturnBody(@NotBlank @Size(max = 2_000) String reason) {}

    @PostMapping("/{name}/returns")
    ReadModel giveBack(@PathVariable String name, @RequestBody ReturnBody body, HttpServletRequest request)
            throws SQLException {
        var operation = Operator.asks(request, "return-read-model", new Named(name), body.reason());
        return asked(name, rebuilds.giveBack(operation, name));
    }

    /** @param schema one of those that are kept */
    record RemovalBody(
            @NotBlank @Size(max = 63) String schema,
            @NotBlank @Size(max = 2_000) String reason) {}

    private record Removed(String readModel, String schema) {}

    @PostMapping("/{name}/removals")
    ReadModel remove(@PathVariable String name, @RequestBody RemovalBody body, HttpServletRequest request)
            throws SQLException {
        var operation = Operator.asks(request, "remove-read-model", new Removed(name, body.schema()), body.reason());
        return asked(name, rebuilds.remove(operation, name, body.schema()));
    }

    private ReadModel asked(String name, Optional<Refusal> refusal) throws SQLException {
        if (refusal.isPresent()) {
            throw switch (refusal.get()) {
                case UNKNOWN -> UnknownResource.readModel();
                case NOT_MADE_YET -> OperationRefused.readModelNotMadeYet();
                case UNDER_WAY -> OperationRefused.rebuildUnderWay();
                case NOTHING_TO_DECIDE -> OperationRefused.nothingToSwitch();
                case NOTHING_KEPT -> OperationRefused.nothingKept();
                case NOT_REMOVABLE -> OperationRefused.notRemovable();
            };
        }
        return rebuilds.find(name).orElseThrow(UnknownResource::readModel);
    }
}
