package org.maillage.query.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.convention.Clauses;
import org.maillage.kernel.convention.ConventionEvent.ConventionRevised;
import org.maillage.kernel.convention.ConventionEvent.ConventionSubmitted;
import org.maillage.kernel.convention.ConventionEvent.StepRejected;
import org.maillage.kernel.convention.ConventionState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardConfirmed;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionState;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventType;
import org.maillage.query.Advice;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.Web;
import org.maillage.query.cards.Cards.PartnerQuery;
import org.maillage.query.cards.Cards.PartnershipQuery;
import org.maillage.query.cards.ConventionCard.StepState;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.ToldFacts;

class CardsTest {

    private static final AsOf TODAY = new AsOf(Instant.parse("2026-07-02T12:00:00Z"));

    @TempDir
    private static Path directory;

    private static MasterKey master;
    private static ToldFacts told;
    private static Cards cards;
    private static Persons persons;

    /** What stands for a partnership, as the model that works warnings out would say. */
    private static final Map<UUID, List<Advice>> ADVICE = new HashMap<>();

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(directory.resolve("master-key.json"));
        told = new ToldFacts(new CardsProjection());
        var events = new CardEvents(told.client());
        persons = new Persons(events, told.personNames(master));
        cards = new Cards(events, persons, (_, _) -> ADVICE);
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private void tellPerson(PersonId id, String name) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id,
                it.epn,
                cipher.encrypt(PersonRegistered.class, "fullName", name),
                cipher.encrypt(PersonRegistered.class, "email", "anais@example.org"),
                null,
                false,
                1));
    }

    private PartnershipCard partnership() {
        return cards.partnership(it.partnership.value(), AsOf.NOW);
    }

    private static Visible everything() {
        return Visible.whole(told.centres());
    }

    @Test
    void case_A_ends_followed_up_and_renewed() {
        told.tell(it.whole());

        var card = partnership();
        var renewed = cards.partnership(it.renewal.value(), AsOf.NOW);

        assertThat(card.state()).isEqualTo(PartnershipState.FOLLOWED_UP);
        assertThat(card.epnId()).isEqualTo(it.epn.value());
        assertThat(card.projectId()).isEqualTo(it.project.value());
        assertThat(card.partnerIds()).containsExactly(it.partner.value());
        assertThat(card.pilotId()).isEqualTo(it.responsable.value());
        assertThat(card.conventionId()).isEqualTo(it.convention.value());
        assertThat(card.bilanId()).isEqualTo(it.bilan.value());
        assertThat(card.warnings()).isEmpty();
        assertThat(card.renewedAs()).isEqualTo(it.renewal.value());
        assertThat(card.followUp()).isEqualTo(FollowUp.RENEW_IDENTICAL);
        assertThat(card.startedOn()).isEqualTo(LocalDate.of(2025, 10, 1));
        assertThat(card.completedOn()).isEqualTo(LocalDate.of(2026, 6, 15));
        assertThat(card.bilanMeetingAt()).isEqualTo(Instant.parse("2026-06-20T12:00:00Z"));
        assertThat(card.pledges())
                .extracting(Contributions.Pledge::received)
                .containsExactly(new BigDecimal("1500.00"), new BigDecimal("600.00"));
        assertThat(card.directCosts())
                .singleElement()
                .satisfies(cost -> assertThat(cost.amount()).isEqualTo(new BigDecimal("60.00")));
        assertThat(renewed.renewedFrom()).isEqualTo(it.partnership.value());
        assertThat(renewed.state()).isEqualTo(PartnershipState.PROPOSED);
        assertThat(renewed.conventionId()).isNull();
    }

    @Test
    void a_partnership_shows_the_warnings_that_another_model_works_out() {
        told.tell(it.whole());
        var advice = new Advice("not-profitable", Warning.NOT_PROFITABLE.text(), told.now());
        ADVICE.put(it.partnership.value(), List.of(advice));

        assertThat(partnership().warnings()).containsExactly(advice);
        assertThat(cards.partnership(it.renewal.value(), AsOf.NOW).warnings()).isEmpty();
        assertThat(cards.partnerships(new PartnershipQuery(it.epn.value(), null, null), everything(), 0, 50, AsOf.NOW))
                .extracting(listed -> listed.card().warnings())
                .containsExactly(List.of(advice), List.of());
    }

    @Test
    void case_As_convention_shows_its_version_its_circuit_and_its_signatures() {
        told.tell(it.agreement());

        var card = cards.convention(it.convention.value(), AsOf.NOW);

        assertThat(card.state()).isEqualTo(ConventionState.SIGNED);
        assertThat(card.partnershipId()).isEqualTo(it.partnership.value());
        assertThat(card.versions()).singleElement().satisfies(version -> {
            assertThat(version.number()).isEqualTo(1);
            assertThat(version.plannedSessions()).isEqualTo(10);
            assertThat(version.hash())
                    .isEqualTo(version.clauses().hash(10, null).value());
            assertThat(version.draftedBy()).isEqualTo(it.epn.value());
        });
        assertThat(card.circuit()).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(StepState.APPROVED);
            assertThat(step.deciderId()).isEqualTo(it.elu.value());
            assertThat(step.at()).isNotNull();
        });
        assertThat(card.signatures())
                .extracting(ConventionCard.Signature::party)
                .containsExactly(it.epn.value(), it.partner.value());
    }

    @Test
    void a_revision_opens_the_circuit_again_and_shows_no_voided_signature() {
        told.tell(it.agreement().subList(0, 10));
        var signed = told.asOfNow();
        var clauses = new Clauses("Préambule", "Objectifs", "Modalités revues", "Engagements", "Suivi");
        told.tell(
                new ConventionRevised(
                        it.convention,
                        it.partnership,
                        it.epn,
                        clauses,
                        12,
                        2,
                        clauses.hash(12, null),
                        PartyId.of(it.partner),
                        null),
                new ConventionSubmitted(it.convention, it.partnership, it.epn, 2),
                new StepRejected(it.convention, it.partnership, it.epn, "élu", it.elu, "trop de séances"));

        var rejected = cards.convention(it.convention.value(), AsOf.NOW);

        assertThat(rejected.state()).isEqualTo(ConventionState.DRAFT);
        assertThat(rejected.versions())
                .extracting(ConventionCard.Version::number)
                .containsExactly(1, 2);
        assertThat(rejected.signatures()).isEmpty();
        assertThat(rejected.circuit()).singleElement().satisfies(step -> {
            assertThat(step.state()).isEqualTo(StepState.REJECTED);
            assertThat(step.reason()).isEqualTo("trop de séances");
        });
        assertThat(cards.convention(it.convention.value(), signed).state()).isEqualTo(ConventionState.PARTLY_SIGNED);

        told.tell(new ConventionSubmitted(it.convention, it.partnership, it.epn, 2));

        assertThat(cards.convention(it.convention.value(), AsOf.NOW).circuit())
                .extracting(ConventionCard.Step::state)
                .containsExactly(StepState.PENDING);
    }

    @Test
    void a_session_shows_its_sheet_and_what_replaced_it() {
        told.tell(it.agreement());
        told.tell(it.sheets());
        told.tell(it.correction());

        var listed = cards.sessions(it.partnership.value(), everything(), 0, 500, AsOf.NOW).stream()
                .map(Listed::card)
                .toList();
        var sixth = cards.session(it.sessions.get(5).value(), AsOf.NOW);
        var last = cards.session(it.sessions.getLast().value(), AsOf.NOW);
        var fourth = cards.session(it.sessions.get(3).value(), AsOf.NOW);

        assertThat(listed)
                .hasSize(11)
                .extracting(SessionCard::id)
                .startsWith(it.sessions.getFirst().value());
        assertThat(sixth.state()).isEqualTo(SessionState.RESCHEDULED);
        assertThat(sixth.rescheduledAs()).isEqualTo(last.id());
        assertThat(sixth.reason()).isEqualTo("grève des transports");
        assertThat(sixth.sheet()).isEqualTo(SessionCard.Sheet.OPEN);
        assertThat(last.rescheduledFrom()).isEqualTo(sixth.id());
        assertThat(last.state()).isEqualTo(SessionState.HELD);
        assertThat(last.roster()).hasSize(12);
        assertThat(fourth.sheet()).isEqualTo(SessionCard.Sheet.CLOSED);
        assertThat(fourth.entries())
                .filteredOn(entry -> entry.status() == AttendanceStatus.PRESENT)
                .hasSize(10);
    }

    @Test
    void a_bilan_shows_whom_it_reached() {
        told.tell(it.whole());

        var card = cards.bilan(it.bilan.value(), AsOf.NOW);

        assertThat(card.status()).isEqualTo(BilanState.FINAL);
        assertThat(card.partnerIds()).isEqualTo(card.sharedWith()).containsExactly(it.partner.value());
        assertThat(card.narrative()).isEqualTo("Dix séances, douze apprenants.");
    }

    @Test
    void a_centre_shows_its_staff_and_its_rates_the_last_of_each_day() {
        told.tell(it.organisations());
        told.tell(it.rates());
        told.tell(new HourlyRateSet(it.epn, null, new Role("animatrice"), Money.of("25.00"), LocalDate.of(2025, 1, 1)));

        var card = cards.epn(it.epn.value(), everything(), AsOf.NOW);

        assertThat(card.name()).isEqualTo("La Passerelle Numérique");
        assertThat(card.siret()).isEqualTo("21990001600011");
        assertThat(card.staff())
                .containsExactly(
                        new EpnCard.Staff(it.responsable.value(), "responsable"),
                        new EpnCard.Staff(it.animatrice.value(), "animatrice"));
        assertThat(card.rates())
                .extracting(EpnCard.Rate::amount)
                .containsExactly(new BigDecimal("25.00"), new BigDecimal("31.50"));
        assertThat(cards.epns(everything(), 0, 500, AsOf.NOW))
                .extracting(listed -> listed.card().id())
                .contains(it.epn.value());
    }

    @Test
    void a_person_is_read_with_their_key_and_gone_with_it() {
        tellPerson(it.contact, "Anaïs Martin");
        told.tell(it.organisations());

        assertThat(persons.person(it.contact.value(), AsOf.NOW))
                .isEqualTo(new PersonCard(
                        it.contact.value(),
                        it.epn.value(),
                        "Anaïs Martin",
                        "anais@example.org",
                        null,
                        false,
                        false,
                        null));
        assertThat(cards.partner(it.partner.value(), TODAY).contacts())
                .containsExactly(new PartnerCard.Contact(it.contact.value(), "Anaïs Martin", "présidente"));

        told.erase(it.contact);

        assertThat(persons.persons(it.epn.value(), everything(), 0, 5, AsOf.NOW))
                .extracting(Listed::card)
                .containsExactly(new PersonCard(
                        it.contact.value(), it.epn.value(), "personne effacée", null, null, false, true, null));
        assertThat(cards.partner(it.partner.value(), TODAY)
                        .contacts()
                        .getFirst()
                        .fullName())
                .isEqualTo("personne effacée");
    }

    @Test
    void partners_are_found_by_name_without_accents_kind_commune_and_age_of_their_card() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        var library = new PartnerId(Ids.next());
        told.tell(
                new PartnerRegistered(
                        library,
                        it.epn,
                        "Médiathèque Éluard",
                        PartnerKind.CULTURAL_VENUE,
                        null,
                        null,
                        new CommuneCode("49015"),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        List.of()),
                new PartnerCardConfirmed(library, it.epn, LocalDate.of(2025, 7, 1)));

        assertThat(found(new PartnerQuery("mediatheque elu", null, null, false)))
                .containsExactly(library.value());
        assertThat(found(new PartnerQuery(null, PartnerKind.ASSOCIATION, null, false)))
                .containsExactly(it.partner.value());
        assertThat(found(new PartnerQuery(null, null, "49015", false))).containsExactly(library.value());
        assertThat(found(new PartnerQuery(null, null, null, true))).containsExactly(library.value());
        assertThat(found(new PartnerQuery(null, null, null, false)))
                .containsExactly(it.partner.value(), library.value());
        // 365 days after the confirmation the card is still right.
        assertThat(cards.partner(library.value(), new AsOf(Instant.parse("2026-07-01T20:00:00Z")))
                        .stale())
                .isFalse();
        assertThat(cards.partner(library.value(), TODAY).stale()).isTrue();
        assertThat(cards.partner(it.partner.value(), TODAY).partnerships())
                .containsExactly(new PartnerCard.Partnership(
                        it.partnership.value(), it.project.value(), PartnershipState.PROPOSED));
    }

    private List<UUID> found(PartnerQuery query) {
        return cards.partners(it.epn.value(), query, everything(), 0, 50, TODAY).stream()
                .map(listed -> listed.card().id())
                .toList();
    }

    @Test
    void partnerships_are_found_by_centre_partner_and_state() {
        told.tell(it.whole());
        Function<PartnershipQuery, List<UUID>> found =
                query -> cards.partnerships(query, everything(), 0, 50, AsOf.NOW).stream()
                        .map(listed -> listed.card().id())
                        .toList();

        assertThat(found.apply(new PartnershipQuery(it.epn.value(), null, null)))
                .containsExactly(it.partnership.value(), it.renewal.value());
        assertThat(found.apply(new PartnershipQuery(null, it.partner.value(), PartnershipState.PROPOSED)))
                .containsExactly(it.renewal.value());
        assertThat(found.apply(new PartnershipQuery(UUID.randomUUID(), it.partner.value(), null)))
                .isEmpty();
        assertThat(found.apply(new PartnershipQuery(it.epn.value(), null, PartnershipState.DECLINED)))
                .isEmpty();
    }

    @Test
    void a_filtered_list_fills_its_page_from_further_on_and_goes_on_where_it_stopped() {
        told.tell(it.organisations());
        var others = IntStream.range(0, 12)
                .mapToObj(number -> new PartnerRegistered(
                        new PartnerId(Ids.next()),
                        it.epn,
                        (number % 4 == 3 ? "Club " : "Atelier ") + number,
                        PartnerKind.ASSOCIATION,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        List.of()))
                .toList();
        told.tell(others);
        var clubs = new PartnerQuery("club", null, null, false);

        var first = cards.partners(it.epn.value(), clubs, everything(), 0, 2, TODAY);
        var second = cards.partners(
                it.epn.value(), clubs, everything(), first.getLast().position(), 2, TODAY);

        assertThat(first).extracting(listed -> listed.card().name()).containsExactly("Club 3", "Club 7");
        assertThat(second).extracting(listed -> listed.card().name()).containsExactly("Club 11");
    }

    @Test
    void an_unknown_id_one_of_another_kind_and_one_not_known_yet_are_404_under_the_kind_that_was_asked_for() {
        told.tell(it.organisations());
        var before = told.asOfNow();
        told.tell(it.agreement());

        Stream.<Map.Entry<String, Runnable>>of(
                        Map.entry("unknown-epn", () -> cards.epn(it.partner.value(), everything(), AsOf.NOW)),
                        Map.entry("unknown-person", () -> persons.person(it.epn.value(), AsOf.NOW)),
                        Map.entry("unknown-project", () -> cards.project(it.epn.value(), AsOf.NOW)),
                        Map.entry("unknown-partner", () -> cards.partner(it.epn.value(), TODAY)),
                        Map.entry("unknown-partnership", () -> cards.partnership(it.convention.value(), AsOf.NOW)),
                        Map.entry("unknown-partnership", () -> cards.partnership(it.partnership.value(), before)),
                        Map.entry("unknown-convention", () -> cards.convention(UUID.randomUUID(), AsOf.NOW)),
                        Map.entry("unknown-session", () -> cards.session(it.epn.value(), AsOf.NOW)),
                        Map.entry("unknown-bilan", () -> cards.bilan(it.epn.value(), AsOf.NOW)))
                .forEach(question -> assertThatThrownBy(question.getValue()::run)
                        .isInstanceOfSatisfying(
                                UnknownResource.class,
                                unknown -> assertThat(unknown.code()).isEqualTo(question.getKey())));
    }

    @Test
    void over_http_cards_have_the_promised_fields_and_lists_follow_each_other() {
        tellPerson(it.contact, "Anaïs Martin");
        told.tell(it.whole());
        var web = new Web(told, new CardsController(cards, persons), new PartnershipsController(cards));

        assertThat(web.get("/partnerships/" + it.partnership).fields())
                .startsWith("id", "epnId", "projectId", "partnerIds", "pilotId", "state", "conventionId")
                .contains("warnings", "renewedFrom", "renewedAs");
        assertThat(web.get("/conventions/" + it.convention).fields())
                .contains("id", "partnershipId", "state", "versions", "circuit", "signatures");
        assertThat(web.get("/conventions/" + it.convention)
                        .json()
                        .get("versions")
                        .get(0)
                        .propertyNames())
                .startsWith("number", "hash", "draftedBy", "at", "clauses", "plannedSessions");
        assertThat(web.get("/persons?epnId=" + it.epn).body()).contains("\"fullName\":\"Anaïs Martin\"");
        assertThat(web.get("/partners?epnId=" + it.epn + "&q=LIRE&stale=false")
                        .json()
                        .get("items"))
                .hasSize(1);
        assertThat(web.get("/partners?epnId=" + it.epn + "&kind=CLUB").status()).isEqualTo(400);
        assertThat(web.get("/sessions/" + it.epn).code()).isEqualTo("unknown-session");

        var path = "/partnerships?epnId=" + it.epn + "&limit=1";
        var first = web.get(path).json();
        var second = web.get(path + "&cursor=" + first.get("next").asString()).json();
        assertThat(first.get("items").get(0).get("id").asString()).isEqualTo(it.partnership.toString());
        assertThat(second.get("items").get(0).get("id").asString()).isEqualTo(it.renewal.toString());
        assertThat(second.get("next").isNull()).isTrue();
        for (var list : List.of("/epns", "/projects", "/sessions", "/persons", "/partners", "/partnerships")) {
            assertThat(web.get(list).json().get("items").size()).as(list).isPositive();
        }
    }

    @Test
    void every_type_of_event_but_time_has_a_card() {
        told.tell(ToldFacts.everyType());
        // Nobody holds this person's key: without the mark of an erasure, lists would wait for it.
        told.erase((PersonId)
                ToldFacts.golden(EventCatalogue.named("PersonRegistered")).id());

        assertThat(told.client()
                        .sql("select distinct type from cards_v3.card_fact")
                        .query(String.class)
                        .list())
                .containsAll(EventCatalogue.all().stream()
                        .filter(type -> !type.aggregate().equals("timesheet"))
                        .map(EventType::name)
                        .toList())
                .doesNotContain("TimeLogged", "TimeCorrected");
    }
}
