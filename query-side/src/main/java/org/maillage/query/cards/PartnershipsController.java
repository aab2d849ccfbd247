package org.maillage.query.cards;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.Visible;
import org.maillage.query.Warnings;
import org.maillage.query.cards.Cards.PartnershipQuery;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Partnerships with their warnings, which two more read models work out. */
@RestController
@RequestMapping("/api/v1")
@Answers(from = {CardsProjection.NAME, Warnings.PIPELINE, Warnings.TIME_COST})
final class PartnershipsController {

    private final Cards cards;

    PartnershipsController(Cards cards) {
        this.cards = cards;
    }

    @GetMapping("/partnerships")
    Page<PartnershipCard> partnerships(
            @RequestParam(required = false) @Nullable UUID epnId,
            @RequestParam(required = false) @Nullable UUID partnerId,
            @RequestParam(required = false) @Nullable PartnershipState state,
            Visible visible,
            AsOf asOf,
            Paging paging) {
        var query = new PartnershipQuery(epnId, partnerId, state);
        return page(cards.partnerships(query, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/partnerships/{id}")
    PartnershipCard partnership(@PathVariable UUID id, AsOf asOf) {
        return cards.partnership(id, asOf);
    }

    private static long after(Paging paging) {
        return Objects.requireNonNullElse(paging.afterNumber(0), 0L);
    }

    private static <C> Page<C> page(List<Listed<C>> found, Paging paging) {
        return Page.of(found, paging, listed -> List.of(listed.position())).map(Listed::card);
    }
}
