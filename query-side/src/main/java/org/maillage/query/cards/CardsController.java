package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.cards.Cards.PartnerQuery;
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

@RestController
@RequestMapping("/api/v1")
@Answers(from = CardsProjection.NAME)
final class CardsController {

    private final Cards cards;

    CardsController(Cards cards) {
        this.cards = cards;
    }

    @GetMapping("/epns")
    Page<EpnCard> epns(AsOf asOf, Paging paging) {
        return page(cards.epns(after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/epns/{id}")
    EpnCard epn(@PathVariable UUID id, AsOf asOf) {
        return cards.epn(id, asOf);
    }

    @GetMapping("/persons")
    Page<PersonCard> persons(@RequestParam(required = false) @Nullable UUID epnId, AsOf asOf, Paging paging) {
        return page(cards.persons(epnId, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/persons/{id}")
    PersonCard person(@PathVariable UUID id, AsOf asOf) {
        return cards.person(id, asOf);
    }

    @GetMapping("/projects")
    Page<ProjectCard> projects(@RequestParam(required = false) @Nullable UUID epnId, AsOf asOf, Paging paging) {
        return page(cards.projects(epnId, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/projects/{id}")
    ProjectCard project(@PathVariable UUID id, AsOf asOf) {
        return cards.project(id, asOf);
    }

    @GetMapping("/partners")
    Page<PartnerCard> partners(
            @RequestParam(required = false) @Nullable UUID epnId,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable PartnerKind kind,
            @RequestParam(required = false) @Nullable String communeCode,
            @RequestParam(defaultValue = "false") boolean stale,
            AsOf asOf,
            Paging paging) {
        var query = new PartnerQuery(q, kind, communeCode, stale);
        return page(cards.partners(epnId, query, today(asOf), after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/partners/{id}")
    PartnerCard partner(@PathVariable UUID id, AsOf asOf) {
        return cards.partner(id, today(asOf), asOf);
    }

    @GetMapping("/partnerships")
    Page<PartnershipCard> partnerships(
            @RequestParam(required = false) @Nullable UUID epnId,
            @RequestParam(required = false) @Nullable UUID partnerId,
            @RequestParam(required = false) @Nullable PartnershipState state,
            AsOf asOf,
            Paging paging) {
        var query = new PartnershipQuery(epnId, partnerId, state);
        return page(cards.partnerships(query, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/partnerships/{id}")
    PartnershipCard partnership(@PathVariable UUID id, AsOf asOf) {
        return cards.partnership(id, asOf);
    }

    @GetMapping("/conventions/{id}")
    ConventionCard convention(@PathVariable UUID id, AsOf asOf) {
        return cards.convention(id, asOf);
    }

    @GetMapping("/sessions")
    Page<SessionCard> sessions(@RequestParam(required = false) @Nullable UUID partnershipId, AsOf asOf, Paging paging) {
        return page(cards.sessions(partnershipId, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/sessions/{id}")
    SessionCard session(@PathVariable UUID id, AsOf asOf) {
        return cards.session(id, asOf);
    }

    @GetMapping("/bilans/{id}")
    BilanCard bilan(@PathVariable UUID id, AsOf asOf) {
        return cards.bilan(id, asOf);
    }

    /** The day of the question, which decides whether a card is out of date. */
    private static LocalDate today(AsOf asOf) {
        return BusinessDay.of(Objects.requireNonNullElseGet(asOf.instant(), Instant::now));
    }

    private static long after(Paging paging) {
        return Objects.requireNonNullElse(paging.afterNumber(0), 0L);
    }

    private static <C> Page<C> page(List<Listed<C>> found, Paging paging) {
        return Page.of(found, paging, listed -> List.of(listed.position())).map(Listed::card);
    }
}
