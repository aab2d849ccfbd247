package org.maillage.query.cards;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.query.Visible;
import org.maillage.query.cards.Cards.PartnerQuery;
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
    private final Persons persons;

    CardsController(Cards cards, Persons persons) {
        this.cards = cards;
        this.persons = persons;
    }

    @GetMapping("/epns")
    Page<EpnCard> epns(Visible visible, AsOf asOf, Paging paging) {
        return page(cards.epns(visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/epns/{id}")
    EpnCard epn(@PathVariable UUID id, Visible visible, AsOf asOf) {
        return cards.epn(id, visible, asOf);
    }

    @GetMapping("/epns/{id}/circuit-templates")
    CircuitTemplatesCard circuitTemplates(@PathVariable UUID id, AsOf asOf) {
        return cards.circuitTemplates(id, asOf);
    }

    @GetMapping("/funding-agreements")
    Page<FundingCard> fundingAgreements(
            @RequestParam(required = false) @Nullable UUID epnId, Visible visible, AsOf asOf, Paging paging) {
        return page(cards.fundingAgreements(epnId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/funding-agreements/{id}")
    FundingCard fundingAgreement(@PathVariable UUID id, AsOf asOf) {
        return cards.fundingAgreement(id, asOf);
    }

    @GetMapping("/persons")
    Page<PersonCard> persons(
            @RequestParam(required = false) @Nullable UUID epnId, Visible visible, AsOf asOf, Paging paging) {
        return page(persons.persons(epnId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/persons/{id}")
    PersonCard person(@PathVariable UUID id, AsOf asOf) {
        return persons.person(id, asOf);
    }

    @GetMapping("/projects")
    Page<ProjectCard> projects(
            @RequestParam(required = false) @Nullable UUID epnId, Visible visible, AsOf asOf, Paging paging) {
        return page(cards.projects(epnId, visible, after(paging), paging.limitAndOne(), asOf), paging);
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
            Visible visible,
            AsOf asOf,
            Paging paging) {
        var query = new PartnerQuery(q, kind, communeCode, stale);
        return page(cards.partners(epnId, query, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/partners/{id}")
    PartnerCard partner(@PathVariable UUID id, AsOf asOf) {
        return cards.partner(id, asOf);
    }

    @GetMapping("/conventions/{id}")
    ConventionCard convention(@PathVariable UUID id, AsOf asOf) {
        return cards.convention(id, asOf);
    }

    @GetMapping("/sessions")
    Page<SessionCard> sessions(
            @RequestParam(required = false) @Nullable UUID partnershipId, Visible visible, AsOf asOf, Paging paging) {
        return page(cards.sessions(partnershipId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/sessions/{id}")
    SessionCard session(@PathVariable UUID id, AsOf asOf) {
        return cards.session(id, asOf);
    }

    @GetMapping("/bilans/{id}")
    BilanCard bilan(@PathVariable UUID id, AsOf asOf) {
        return cards.bilan(id, asOf);
    }

    @GetMapping("/date-polls")
    Page<DatePollCard> datePolls(
            @RequestParam(required = false) @Nullable UUID partnershipId, Visible visible, AsOf asOf, Paging paging) {
        return page(cards.datePolls(partnershipId, visible, after(paging), paging.limitAndOne(), asOf), paging);
    }

    @GetMapping("/date-polls/{id}")
    DatePollCard datePoll(@PathVariable UUID id, AsOf asOf) {
        return cards.datePoll(id, asOf);
    }

    private static long after(Paging paging) {
        return Objects.requireNonNullElse(paging.afterNumber(0), 0L);
    }

    private static <C> Page<C> page(List<Listed<C>> found, Paging paging) {
        return Page.of(found, paging, listed -> List.of(listed.position())).map(Listed::card);
    }
}
