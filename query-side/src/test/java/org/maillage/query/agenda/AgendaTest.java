package org.maillage.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.*;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.ToolId;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.session.SessionEvent.SessionCancelled;
import org.maillage.query.CaseA;
import org.maillage.query.Period;
import org.maillage.query.UnknownResource;
import org.maillage.query.Web;
import org.maillage.query.agenda.AgendaItem.Kind;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class AgendaTest {

    private static final Clauses CLAUSES = new Clauses("Préambule", "Objectifs", "Modalités", "Engagements", "Suivi");
    private static final String PROJECT = " – Lire et écrire en numérique";

    private static ToldFacts told;
    private static Agendas agendas;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        told = new ToldFacts(new AgendaProjection());
        agendas = new Agendas(told.client());
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private void proposed() {
        told.tell(it.organisations());
        told.tell(it.proposed());
    }

    private List<AgendaItem> agenda() {
        return agenda(null, null);
    }

    private List<AgendaItem> agenda(@Nullable LocalDate from, @Nullable LocalDate until) {
        return agendas.of(it.epn.value(), Period.of(from, until), AsOf.NOW);
    }

    @Test
    void case_As_sessions_and_bilan_meeting_come_in_the_order_of_time() {
        told.tell(it.whole());

        var agenda = agenda();

        assertThat(agenda).hasSize(12).isSortedAccordingTo(AgendaItem.ORDER);
        assertThat(agenda.getFirst())
                .isEqualTo(new AgendaItem(
                        Kind.SESSION,
                        Instant.parse("2025-10-07T12:00:00Z"),
                        null,
                        Instant.parse("2025-10-07T14:00:00Z"),
                        "Séance" + PROJECT,
                        "Salle 2",
                        it.partnership.value(),
                        it.sessions.getFirst().value(),
                        "HELD"));
        assertThat(agenda)
                .filteredOn(item -> item.state().equals("RESCHEDULED"))
                .extracting(AgendaItem::id)
                .containsExactly(it.sessions.get(5).value());
        assertThat(agenda.getLast())
                .isEqualTo(new AgendaItem(
                        Kind.BILAN_MEETING,
                        Instant.parse("2026-06-20T12:00:00Z"),
                        null,
                        null,
                        "Réunion de bilan" + PROJECT,
                        null,
                        it.partnership.value(),
                        it.partnership.value(),
                        "PLANNED"));
    }

    @Test
    void a_cancelled_session_says_so() {
        told.tell(it.organisations());
        told.tell(it.agreement());
        told.tell(it.sheets().getFirst());
        var before = told.asOfNow();
        told.tell(new SessionCancelled(it.sessions.getFirst(), it.partnership, it.epn, "canicule"));

        assertThat(agenda()).extracting(AgendaItem::state).containsExactly("CANCELLED", "PLANNED");
        assertThat(agendas.of(it.epn.value(), Period.ALWAYS, before))
                .extracting(AgendaItem::state)
                .containsExactly("PLANNED", "PLANNED");
    }

    @Test
    void a_milestone_moves_and_is_reached() {
        proposed();
        var milestone = new MilestoneId(Ids.next());
        told.tell(
                milestone(milestone, MilestoneKind.SET_UP_MEETING, null, "2026-03-03T09:00:00Z"),
                milestone(milestone, MilestoneKind.SET_UP_MEETING, null, "2026-03-04T09:00:00Z"),
                milestone(
                        new MilestoneId(Ids.next()), MilestoneKind.OTHER, "Essai de la salle", "2026-03-05T09:00:00Z"));

        assertThat(agenda())
                .extracting(AgendaItem::kind, AgendaItem::at, AgendaItem::title, AgendaItem::state)
                .containsExactly(
                        tuple(
                                Kind.MILESTONE,
                                Instant.parse("2026-03-04T09:00:00Z"),
                                "Rencontre de mise en place de l’action" + PROJECT,
                                "PLANNED"),
                        tuple(
                                Kind.MILESTONE,
                                Instant.parse("2026-03-05T09:00:00Z"),
                                "Essai de la salle" + PROJECT,
                                "PLANNED"));

        told.tell(new MilestoneReached(it.partnership, it.epn, milestone, LocalDate.of(2026, 3, 4)));

        assertThat(agenda().getFirst().state()).isEqualTo("REACHED");
    }

    private MilestonePlanned milestone(MilestoneId id, MilestoneKind kind, @Nullable String title, String at) {
        return new MilestonePlanned(it.partnership, it.epn, id, kind, title, Instant.parse(at), "Mairie");
    }

    @Test
    void learning_a_tool_has_a_date() {
        proposed();
        var tool = new ToolId(Ids.next());
        told.tell(
                new ToolAgreed(it.partnership, it.epn, tool, "Audacity", null, true, List.of(), List.of()),
                new ToolTrainingPlanned(it.partnership, it.epn, tool, Instant.parse("2026-03-03T09:00:00Z"), null));

        assertThat(agenda()).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(Kind.TOOL_TRAINING);
            assertThat(item.title()).isEqualTo("Prise en main de l’outil «\u00a0Audacity\u00a0»" + PROJECT);
            assertThat(item.id()).isEqualTo(tool.value());
        });
    }

    @Test
    void a_poll_shows_its_dates_until_one_is_chosen() {
        proposed();
        var poll = new DatePollId(Ids.next());
        var early = Instant.parse("2026-03-03T09:00:00Z");
        var late = Instant.parse("2026-03-10T09:00:00Z");
        told.tell(new DatePollOpened(poll, it.partnership, it.epn, "Quand se voir ?", List.of(late, early)));

        assertThat(agenda())
                .extracting(AgendaItem::at, AgendaItem::title, AgendaItem::state)
                .containsExactly(
                        tuple(early, "Sondage\u00a0: Quand se voir ?" + PROJECT, "OPEN"),
                        tuple(late, "Sondage\u00a0: Quand se voir ?" + PROJECT, "OPEN"));

        told.tell(new DatePollClosed(poll, it.partnership, it.epn, late));

        assertThat(agenda()).extracting(AgendaItem::at, AgendaItem::state).containsExactly(tuple(late, "CLOSED"));
    }

    private ConventionDrafted drafted(LocalDate expectedOn, LocalDate until) {
        return new ConventionDrafted(
                it.convention,
                it.partnership,
                it.epn,
                List.of(PartyId.of(it.epn), PartyId.of(it.partner)),
                List.of(
                        new CircuitStep("chef de service", it.responsable, expectedOn),
                        new CircuitStep("élu", it.elu, expectedOn),
                        new CircuitStep("arrêté", null, null)),
                CLAUSES,
                10,
                1,
                CLAUSES.hash(10, until),
                PartyId.of(it.epn),
                until);
    }

    @Test
    void approvals_are_due_and_a_signed_convention_expires() {
        proposed();
        var due = LocalDate.of(2026, 3, 3);
        var until = LocalDate.of(2026, 12, 31);
        told.tell(
                drafted(due, until),
                new ConventionSubmitted(it.convention, it.partnership, it.epn, 1),
                new StepApproved(it.convention, it.partnership, it.epn, "chef de service", it.responsable));

        assertThat(agenda())
                .extracting(AgendaItem::kind, AgendaItem::on, AgendaItem::title, AgendaItem::state)
                .containsExactlyInAnyOrder(
                        tuple(
                                Kind.APPROVAL_DUE,
                                due,
                                "Validation attendue\u00a0: chef de service" + PROJECT,
                                "APPROVED"),
                        tuple(Kind.APPROVAL_DUE, due, "Validation attendue\u00a0: élu" + PROJECT, "PENDING"));

        told.tell(
                new DeciderNamed(it.convention, it.partnership, it.epn, "élu", it.elu, due.plusDays(7)),
                new ConventionValidated(it.convention, it.partnership, it.epn, 1),
                new ConventionFullySigned(it.convention, it.partnership, it.epn, CLAUSES.hash(10, until)));

        assertThat(agenda())
                .extracting(AgendaItem::kind, AgendaItem::on, AgendaItem::state)
                .contains(
                        tuple(Kind.APPROVAL_DUE, due.plusDays(7), "PENDING"),
                        tuple(Kind.CONVENTION_EXPIRES, until, "SIGNED"));

        told.tell(new ConventionTerminated(it.convention, it.partnership, it.epn, due.plusDays(90), "départ"));

        assertThat(agenda()).isEmpty();
    }

    @Test
    void a_partnership_that_came_to_nothing_has_no_appointments_left() {
        proposed();
        var milestone = new MilestoneId(Ids.next());
        told.tell(
                drafted(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 12, 31)),
                milestone(milestone, MilestoneKind.INFORMAL_MEETING, null, "2026-03-03T09:00:00Z"),
                milestone(new MilestoneId(Ids.next()), MilestoneKind.FORMAL_MEETING, null, "2026-03-04T09:00:00Z"),
                new MilestoneReached(it.partnership, it.epn, milestone, LocalDate.of(2026, 3, 3)),
                new PartnershipDeclined(it.partnership, it.epn, "pas le temps"));

        assertThat(agenda()).extracting(AgendaItem::id).containsExactly(milestone.value());
    }

    @Test
    void days_are_those_of_Paris_and_both_ends_are_included() {
        proposed();
        var first = new MilestoneId(Ids.next());
        var last = new MilestoneId(Ids.next());
        // 0:30 on 4 March and 23:30 on 5 March in Paris.
        told.tell(
                milestone(first, MilestoneKind.OTHER, null, "2026-03-03T23:30:00Z"),
                milestone(last, MilestoneKind.OTHER, null, "2026-03-05T22:30:00Z"));
        var fourth = LocalDate.of(2026, 3, 4);

        assertThat(agenda(fourth, fourth)).extracting(AgendaItem::id).containsExactly(first.value());
        assertThat(agenda(fourth, fourth.plusDays(1))).hasSize(2);
        assertThat(agenda(null, fourth.minusDays(1))).isEmpty();
        assertThat(agenda(fourth.plusDays(1), null)).extracting(AgendaItem::id).containsExactly(last.value());
    }

    @Test
    void an_unknown_centre_and_one_that_was_not_known_yet_are_404() {
        var before = told.asOfNow();
        told.tell(it.organisations());

        assertThat(agenda()).isEmpty();
        assertThatThrownBy(() -> agendas.of(UUID.randomUUID(), Period.ALWAYS, AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-epn"));
        assertThatThrownBy(() -> agendas.of(it.epn.value(), Period.ALWAYS, before))
                .isInstanceOf(UnknownResource.class);
    }

    @Test
    void over_http_parts_follow_each_other_even_among_what_is_due_on_one_day() {
        told.tell(it.whole());
        told.tell(drafted(LocalDate.of(2025, 10, 7), LocalDate.of(2026, 12, 31)));
        var web = new Web(told, new AgendaController(agendas));
        var path = "/agenda?epnId=" + it.epn;
        var all = web.get(path);
        assertThat(all.json().get("items")).hasSize(14);
        assertThat(all.json().get("items").get(0).propertyNames())
                .contains("kind", "at", "on", "until", "title", "partnershipId", "id", "state");

        var parts = new ArrayList<String>();
        var next = "";
        while (true) {
            var part = web.get(path + "&limit=1" + next).json();
            part.get("items").forEach(item -> parts.add(item.toString()));
            if (part.get("next").isNull()) {
                break;
            }
            next = "&cursor=" + part.get("next").asString();
        }

        var whole = new ArrayList<String>();
        all.json().get("items").forEach(item -> whole.add(item.toString()));
        assertThat(parts).isEqualTo(whole);
        assertThat(web.get(path + "&from=2026-06-20&until=2026-06-20").json().get("items"))
                .hasSize(1);
        assertThat(web.get(path + "&from=demain").status()).isEqualTo(400);
        for (var period : List.of("&from=2026-02-01&until=2026-01-31", "&from=2006-01-01&until=2026-01-02")) {
            var refused = web.get(path + period);
            assertThat(refused.status()).as(period).isEqualTo(400);
            assertThat(refused.json().at("/violations/0/field").asString()).isEqualTo("until");
        }
        for (var period : List.of("&from=2006-01-01&until=2026-01-01", "&from=1900-01-01", "&until=2199-12-31")) {
            assertThat(web.get(path + period).status()).as(period).isEqualTo(200);
        }
        assertThat(web.get(path + "&cursor=WyJ4IiwieSIsInoiXQ").status()).isEqualTo(400);
        assertThat(web.get("/agenda?epnId=" + Ids.next()).code()).isEqualTo("unknown-epn");
    }

    @Test
    void every_type_of_event_is_folded() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(distinct type) from agenda_v1.agenda_fact")
                        .query(Long.class)
                        .single())
                .isEqualTo(29);
    }
}
