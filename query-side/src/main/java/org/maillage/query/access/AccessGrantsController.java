package org.maillage.query.access;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.maillage.query.FullNames;
import org.maillage.query.access.AccessGrants.AccessGrant;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = {AccessProjection.NAME, FullNames.CARDS})
final class AccessGrantsController {

    private final AccessGrants grants;

    AccessGrantsController(AccessGrants grants) {
        this.grants = grants;
    }

    @GetMapping("/epns/{id}/access-grants")
    Page<AccessGrant> accessGrants(@PathVariable UUID id, AsOf asOf, Paging paging) {
        var after = Objects.requireNonNullElse(paging.afterNumber(0), 0L);
        var found = grants.inForce(id, after, paging.limitAndOne(), asOf);
        var page = Page.of(found, paging, held -> List.of(held.position()));
        return new Page<>(grants.named(page.items(), asOf), page.next());
    }
}
