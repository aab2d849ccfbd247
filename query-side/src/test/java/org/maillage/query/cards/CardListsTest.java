package org.maillage.query.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.consent.ImageConsentEvent.*;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent.DeliverableCollected;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.DatePollEvent.DatePollOpened;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SeriesSlot;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.Web.Answer;
import org.maillage.query.intake.ToldFacts;
import tools.jackson.databind.JsonNode;

/** Lists and answers of the cards over HTTP, on real tables. */
class CardListsTest {

    @TempDir
    private static Path directory;

    private static MasterKey master;
    private static ToldFacts told;
    private static Web web;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(directory.resolve("master-key.json"));
        told = new ToldFacts(new CardsProjection());
        var events = new CardEvents(told.client());
        var persons = new Persons(events, told.personNames(master));
        var cards = new Cards(events, persons, (_, _) -> Map.of());
        web = new Web(
                told,
                new CardsController(cards, persons),
                new PartnershipsController(cards),
                new ImagesController(new Images(events, persons), persons));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private PersonCipher tell(PersonId id, String name) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id, it.epn, cipher.encrypt(PersonRegistered.class, "fullName", name), null, null, true, 1));
        return cipher;
    }

    private PartnerId partner(String name) {
        var id = new PartnerId(Ids.next());
        told.tell(new PartnerRegistered(
                id,
                it.epn,
                name,
                PartnerKind.ASSOCIATION,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of()));
        return id;
    }

    private static List<String> ids(Answer answer) {
        var ids = new ArrayList<String>();
        for (JsonNode item : answer.json().get("items")) {
            ids.add(item.get("id").asString());
        }
        return ids;
    }

    @Test
    void a_partner_who_left_and_came_again_finds_the_partnership_once_and_at_its_last_place() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        var late = partner("Retardataire");
        var list = "/partnerships?partnerId=" + late;
        told.tell(new PartnerJoined(it.partnership, it.epn, late));
        var joined = told.now();
        told.tell(new PartnerLeft(it.partnership, it.epn, late, "réorganisation"));
        var left = told.now();
        told.tell(new PartnerJoined(it.partnership, it.epn, late));

        assertThat(ids(web.get(list))).containsExactly(it.partnership.toString());
        assertThat(ids(web.get(list + "&limit=1"))).containsExactly(it.partnership.toString());
        assertThat(ids(web.get(list + "&asOf=" + joined))).containsExactly(it.partnership.toString());
        assertThat(ids(web.get(list + "&asOf=" + left))).isEmpty();
        assertThat(ids(web.get("/partnerships?epnId=" + it.epn))).containsExactly(it.partnership.toString());
        assertThat(web.get("/partners/" + late + "?asOf=" + left).json().get("partnerships"))
                .isEmpty();
        assertThat(web.get("/partners/" + late).json().get("partnerships")).hasSize(1);
    }

    @Test
    void a_double_leaves_the_list_and_its_partnerships_and_exchanges_go_to_the_card_that_stands_for_it() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        told.tell(new ExchangeLogged(
                it.partnership, it.epn, ExchangeChannel.PHONE, LocalDate.of(2026, 6, 1), null, it.contact));
        var between = partner("Lire ensemble, deuxième fiche");
        var into = partner("Lire ensemble (association)");
        var before = told.now();
        told.tell(
                new PartnerCardMerged(it.partner, it.epn, between),
                new PartnerCardAbsorbed(between, it.epn, it.partner),
                new PartnerCardMerged(between, it.epn, into),
                new PartnerCardAbsorbed(into, it.epn, between));
        var list = "/partners?epnId=" + it.epn;

        assertThat(ids(web.get(list))).containsExactly(into.toString());
        assertThat(ids(web.get(list + "&asOf=" + before)))
                .containsExactly(it.partner.toString(), between.toString(), into.toString());
        assertThat(web.get("/partners/" + it.partner).json().get("mergedInto").asString())
                .isEqualTo(between.toString());
        assertThat(web.get("/partners/" + it.partner)
                        .json()
                        .get("lastExchange")
                        .get("partnershipId")
                        .asString())
                .isEqualTo(it.partnership.toString());
        assertThat(web.get("/partners/" + into)
                        .json()
                        .get("partnerships")
                        .get(0)
                        .get("id")
                        .asString())
                .isEqualTo(it.partnership.toString());
    }

    @Test
    void stale_cards_are_those_that_their_own_centre_finds_stale() {
        told.tell(it.organisations());
        told.tell(new PartnerCardConfirmed(it.partner, it.epn, LocalDate.of(2026, 5, 1)));
        var before = told.now();
        told.tell(new ThresholdsSet(it.epn, new Thresholds(30, 7, 60, Money.of("500.00"), null, 30)));
        var list = "/partners?stale=true&epnId=" + it.epn;

        assertThat(ids(web.get(list + "&asOf=" + told.now().plusSeconds(1)))).containsExactly(it.partner.toString());
        assertThat(ids(web.get(list + "&asOf=" + before))).isEmpty();
    }

    @Test
    void a_person_shows_the_newest_details_and_a_portrait_that_nobody_may_keep() {
        told.tell(it.organisations());
        var cipher = tell(it.contact, "Anaïs Martin");
        var before = told.now();
        var bytes = new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
        told.tell(
                new PersonRevised(
                        it.contact,
                        it.epn,
                        cipher.encrypt(PersonRevised.class, "fullName", "Anaïs Durand"),
                        cipher.encrypt(PersonRevised.class, "email", "durand@example.org"),
                        null,
                        false,
                        1),
                new PersonPhotoSet(
                        it.contact,
                        it.epn,
                        cipher.encrypt(
                                PersonPhotoSet.class,
                                "photo",
                                Base64.getEncoder().encodeToString(bytes)),
                        "image/png",
                        1));
        var path = "/persons/" + it.contact;

        assertThat(web.get(path).body())
                .contains("\"fullName\":\"Anaïs Durand\"", "durand@example.org", "\"minor\":false")
                .contains("\"photo\":\"/api/v1/persons/" + it.contact + "/photo\"");
        assertThat(web.get(path + "?asOf=" + before).body())
                .contains("\"fullName\":\"Anaïs Martin\"", "\"minor\":true", "\"photo\":null");
        var photo = web.response(path + "/photo", "image/*");
        assertThat(photo.getContentAsByteArray()).isEqualTo(bytes);
        assertThat(photo.getContentType()).isEqualTo("image/png");
        assertThat(photo.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(photo.getHeader("Cache-Control")).contains("no-store");
        assertThat(photo.getHeader("Content-Security-Policy")).contains("sandbox");
        assertThat(web.get(path + "/photo?asOf=" + before, "*/*").code()).isEqualTo("unknown-photo");

        told.erase(it.contact);
        told.tell(new PersonErased(it.contact, it.epn, "à sa demande"));

        assertThat(web.get(path).body())
                .contains("\"fullName\":\"personne effacée\"", "\"email\":null", "\"erased\":true", "\"photo\":null");
        assertThat(web.get(path + "/photo", "image/*").code()).isEqualTo("unknown-photo");
        assertThat(web.get(path + "/photo", "image/*").status()).isEqualTo(404);
        assertThat(web.get(path + "?asOf=" + before).body()).contains("personne effacée");
        assertThat(web.get("/persons?epnId=" + it.epn).body()).contains("personne effacée");
    }

    @Test
    void funding_agreements_are_read_one_by_one_and_by_centre() {
        told.tell(it.organisations());
        var id = new FundingId(Ids.next());
        told.tell(new FundingDeclared(
                it.epn, id, "Région", List.of("emploi"), true, Money.of("9000.00"), LocalDate.of(2026, 1, 1), null));
        var declared = told.now();
        told.tell(new FundingEnded(it.epn, id, LocalDate.of(2026, 6, 30), "fin de programme"));

        var card = web.get("/funding-agreements/" + id).json();
        assertThat(card.get("epnId").asString()).isEqualTo(it.epn.toString());
        assertThat(card.get("amount").asString()).isEqualTo("9000.00");
        assertThat(card.get("inForce").asBoolean()).isFalse();
        assertThat(card.get("endReason").asString()).isEqualTo("fin de programme");
        var then = web.get("/funding-agreements/" + id + "?asOf=" + declared).json();
        assertThat(then.get("inForce").asBoolean()).isTrue();
        assertThat(then.get("until").isNull()).isTrue();
        assertThat(ids(web.get("/funding-agreements?epnId=" + it.epn))).containsExactly(id.toString());
        assertThat(web.get("/funding-agreements/" + it.epn).code()).isEqualTo("unknown-funding");
        assertThat(web.get("/funding-agreements?epnId=" + UUID.randomUUID()).code())
                .isEqualTo("unknown-epn");
        assertThat(web.get("/epns/" + it.epn + "/circuit-templates").fields()).containsExactly("epnId", "templates");
        assertThat(web.get("/epns/" + UUID.randomUUID() + "/circuit-templates").code())
                .isEqualTo("unknown-epn");
    }

    @Test
    void sessions_of_a_series_know_each_other() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        var first = new SessionId(Ids.next());
        var second = new SessionId(Ids.next());
        var alone = new SessionId(Ids.next());
        var slots = List.of(
                new SeriesSlot(first, Instant.parse("2026-09-01T12:00:00Z")),
                new SeriesSlot(second, Instant.parse("2026-09-08T12:00:00Z")));
        told.tell(
                planned(first),
                new SessionSeriesPlanned(first, it.partnership, it.epn, SeriesFrequency.WEEKLY, slots),
                planned(second),
                planned(alone),
                new ImagesDecided(second, it.partnership, it.epn, true));

        for (var id : List.of(first, second)) {
            var card = web.get("/sessions/" + id).json();
            assertThat(card.get("series").get("frequency").asString()).isEqualTo("WEEKLY");
            assertThat(card.get("series").get("sessions")).hasSize(2);
            assertThat(card.get("imagesTaken").asBoolean()).isEqualTo(id.equals(second));
        }
        var listed = web.get("/sessions?partnershipId=" + it.partnership).json().get("items");
        assertThat(listed).hasSize(3);
        assertThat(listed.get(2).get("series").isNull()).isTrue();
    }

    private SessionPlanned planned(SessionId id) {
        return new SessionPlanned(
                id,
                it.partnership,
                it.epn,
                Instant.parse("2026-09-01T12:00:00Z"),
                new Minutes(120),
                null,
                List.of(),
                null,
                false);
    }

    @Test
    void deliverables_and_polls_are_read_one_by_one_and_by_partnership() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        var before = told.now();
        var film = new DeliverableId(Ids.next());
        var poll = new DatePollId(Ids.next());
        told.tell(
                new DeliverableCollected(
                        film,
                        it.partnership,
                        it.epn,
                        it.project,
                        "Film",
                        Medium.MOVING,
                        List.of(),
                        List.of(),
                        null,
                        "https://example.org/film",
                        null),
                new DatePollOpened(
                        poll, it.partnership, it.epn, "Bilan ?", List.of(Instant.parse("2026-09-01T12:00:00Z"))));

        for (var list : List.of("/deliverables", "/date-polls")) {
            var of = list + "?partnershipId=";
            var id = list.equals("/deliverables") ? film.toString() : poll.toString();
            assertThat(ids(web.get(of + it.partnership))).containsExactly(id);
            assertThat(ids(web.get(of + it.partnership + "&asOf=" + before))).isEmpty();
            assertThat(web.get(of + UUID.randomUUID()).code()).isEqualTo("unknown-partnership");
            assertThat(ids(web.get(list + "?limit=500"))).contains(id);
            assertThat(web.get(list + "/" + id).status()).isEqualTo(200);
            assertThat(web.get(list + "/" + id + "?asOf=" + before).status()).isEqualTo(404);
        }
        assertThat(web.get("/deliverables/" + poll).code()).isEqualTo("unknown-deliverable");
        assertThat(web.get("/date-polls/" + film).code()).isEqualTo("unknown-date-poll");
    }

    @Test
    void whoever_granted_it_may_appear_and_nobody_else() {
        told.tell(it.organisations());
        var yes = it.learners.get(0);
        var expired = it.learners.get(1);
        var withdrawn = it.learners.get(2);
        var asked = it.learners.get(3);
        var consents = new ArrayList<ImageConsentId>();
        for (var person : List.of(yes, expired, withdrawn, asked)) {
            tell(person, "Personne " + person);
            var id = new ImageConsentId(Ids.next());
            consents.add(id);
            told.tell(new ConsentRequested(id, it.epn, it.project, person, null));
        }
        told.tell(
                granted(consents.get(0), yes, null),
                granted(consents.get(1), expired, LocalDate.of(2026, 7, 31)),
                granted(consents.get(2), withdrawn, null));
        var july = told.now();
        told.tell(new ConsentWithdrawn(consents.get(2), it.epn, it.project, withdrawn, LocalDate.of(2026, 7, 1)));
        var covering = "/image-consents/covering?projectId=" + it.project
                + "&medium=STILL&user=PARTNERS&context=exposition a la mairie";

        assertThat(ids(web.get(covering))).containsExactly(yes.toString());
        assertThat(web.get(covering).body()).contains("\"name\":\"Personne " + yes + "\"");
        assertThat(ids(web.get(covering + "&asOf=" + july)))
                .containsExactly(yes.toString(), expired.toString(), withdrawn.toString());
        assertThat(ids(web.get(covering.replace("STILL", "VOICE")))).isEmpty();
        assertThat(ids(web.get(covering.replace("PARTNERS", "EPN")))).isEmpty();
        assertThat(ids(web.get(covering.replace("mairie", "gare")))).isEmpty();
        assertThat(web.get(covering.replace("medium=STILL&", "")).status()).isEqualTo(400);
        assertThat(web.get(covering.replace(
                                it.project.toString(), UUID.randomUUID().toString()))
                        .code())
                .isEqualTo("unknown-project");
        assertThat(ids(web.get("/image-consents?projectId=" + it.project)))
                .containsExactlyElementsOf(
                        consents.stream().map(ImageConsentId::toString).toList());
        assertThat(web.get("/image-consents/" + consents.get(1))
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("EXPIRED");
        assertThat(web.get("/image-consents/" + consents.get(1) + "?asOf=" + july)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("GRANTED");
        assertThat(web.get("/image-consents/" + it.epn).code()).isEqualTo("unknown-image-consent");
    }

    private ConsentGranted granted(ImageConsentId id, PersonId person, @Nullable LocalDate until) {
        return new ConsentGranted(
                id,
                it.epn,
                it.project,
                person,
                List.of(ImageMedium.STILL, ImageMedium.MOVING),
                List.of(ImageUser.PARTNERS),
                List.of("Exposition à la mairie"),
                LocalDate.of(2026, 6, 1),
                until);
    }

    @Test
    void parameters_are_few_and_short_and_each_stands_once() {
        assertThat(web.get("/partners?q=" + "a".repeat(200)).status()).isEqualTo(200);
        for (var bad : Map.of(
                        "/partners?q=" + "a".repeat(201),
                        "q",
                        "/partners?communeCode=" + "4".repeat(501),
                        "communeCode",
                        "/partners?cursor=" + "A".repeat(2_001),
                        "cursor",
                        "/partners?kind=ASSOCIATION&kind=COMPANY",
                        "kind",
                        "/partners?limit=5&limit=5",
                        "limit",
                        "/partners?" + "x".repeat(101) + "=1",
                        "x".repeat(100))
                .entrySet()) {
            var answer = web.get(bad.getKey());
            assertThat(answer.status()).as(bad.getKey()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid-parameter");
            assertThat(answer.json().at("/violations/0/field").asString()).isEqualTo(bad.getValue());
        }
        var many = IntStream.range(0, 31).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));
        assertThat(web.get("/partners?" + many).status()).isEqualTo(400);
        assertThat(web.get("/partners?" + many).code()).isEqualTo("limit-exceeded");
        assertThat(web.get("/partners?" + many.substring(0, many.lastIndexOf('&')))
                        .status())
                .isEqualTo(200);
    }
}
