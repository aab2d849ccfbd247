package org.maillage.query.relationshiphistory;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.relationshiphistory.RelationshipHistory.Item;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = RelationshipHistoryProjection.NAME)
final class RelationshipHistoryController {

    private final RelationshipHistory history;

    RelationshipHistoryController(RelationshipHistory history) {
        this.history = history;
    }

    @GetMapping("/partnerships/{id}/history")
    Page<Item> ofPartnership(@PathVariable UUID id, AsOf asOf, Paging paging) {
        return page(history.ofPartnership(id, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/partners/{id}/history")
    Page<Item> ofPartner(@PathVariable UUID id, AsOf asOf, Paging paging) {
        return page(history.ofPartner(id, after(paging), paging.limitAndOne(), asOf), paging);
    }

    private static long after(Paging paging) {
        return Objects.requireNonNullElse(paging.afterNumber(0), 0L);
    }

    private static Page<Item> page(List<Item> found, Paging paging) {
        return Page.of(found, paging, item -> List.of(item.position()));
    }
}
