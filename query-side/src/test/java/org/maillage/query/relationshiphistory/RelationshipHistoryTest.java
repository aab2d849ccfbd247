package org.maillage.query.relationshiphistory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardAbsorbed;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardMerged;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.PartnershipEvent.NegotiationEntered;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerLeft;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerPresenceRecorded;
import org.maillage.kernel.partnership.PartnershipEvent.PostureSet;
import org.maillage.kernel.partnership.PartnershipEvent.ReceiptCorrected;
import org.maillage.kernel.partnership.Posture;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonErased;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonEvent.PersonRevised;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.Web;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.relationshiphistory.RelationshipHistory.Item;

class RelationshipHistoryTest {

    @TempDir
    private static Path directory;

    private static MasterKey master;
    private static ToldFacts told;
    private static RelationshipHistory history;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(directory.resolve("master-key.json"));
        told = new ToldFacts(new RelationshipHistoryProjection());
        history = new RelationshipHistory(told.client(), told.personNames(master));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private void tellPerson(PersonId id, String name) {
        var cipher = master.newCipher(id);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                id, it.epn, cipher.encrypt(PersonRegistered.class, "fullName", name), null, null, false, 1));
    }

    private List<Item> ofPartnership() {
        return history.ofPartnership(it.partnership.value(), 0, 500, AsOf.NOW);
    }

    @Test
    void a_partnership_tells_every_fact_of_its_key_in_the_order_of_the_ledger() {
        var facts = it.whole().stream().map(told::record).toList();
        var arriving = new ArrayList<>(facts);
        Collections.shuffle(arriving, new Random(3));
        told.write(arriving);

        var expected = facts.stream()
                .filter(fact -> fact.event().streamKey().equals(it.partnership))
                .toList();
        var items = ofPartnership();

        assertThat(items).hasSameSizeAs(expected).hasSizeGreaterThan(70);
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var fact = expected.get(i);
            assertThat(item.position()).isEqualTo(fact.position());
            assertThat(item.eventId()).isEqualTo(fact.eventId());
            assertThat(item.type()).isEqualTo(fact.event().getClass().getSimpleName());
            assertThat(item.recordedAt()).isEqualTo(fact.at());
            assertThat(item.actor()).isEqualTo("agent-7");
            assertThat(item.data()).isEqualTo(new String(EventCodec.write(fact.event()), UTF_8));
        }
    }

    @Test
    void a_fact_happened_on_its_business_day_or_else_on_the_day_of_its_recording() {
        told.tell(it.whole());

        assertThat(ofPartnership())
                .filteredOn(item -> item.type().equals("ConventionSigned"))
                .extracting(Item::occurredOn)
                .containsOnly(LocalDate.of(2025, 9, 15));
        assertThat(ofPartnership())
                .filteredOn(item -> item.type().equals("SheetClosed"))
                .allSatisfy(item -> assertThat(item.occurredOn()).isEqualTo(BusinessDay.of(item.recordedAt())));
    }

    @Test
    void a_history_is_paged_and_answers_as_of_an_instant() {
        told.tell(it.organisations());
        told.tell(it.agreement());
        var then = told.asOfNow();
        var known = ofPartnership();
        told.tell(it.work());

        assertThat(history.ofPartnership(it.partnership.value(), 0, 500, then)).isEqualTo(known);
        var first = history.ofPartnership(it.partnership.value(), 0, 6, AsOf.NOW);
        var second =
                history.ofPartnership(it.partnership.value(), first.getLast().position(), 6, AsOf.NOW);
        assertThat(first).isEqualTo(ofPartnership().subList(0, 6));
        assertThat(second).isEqualTo(ofPartnership().subList(6, 12));
    }

    @Test
    void a_partner_tells_its_own_facts_and_those_of_every_partnership_it_takes_part_in() {
        told.tell(it.whole());
        told.tell(it.correction());

        var items = history.ofPartner(it.partner.value(), 0, 500, AsOf.NOW);
        var renewal = history.ofPartnership(it.renewal.value(), 0, 500, AsOf.NOW);

        assertThat(items).isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
        assertThat(items).hasSize(2 + ofPartnership().size() + renewal.size());
        assertThat(items.getFirst().type()).isEqualTo("PartnerRegistered");
        assertThat(items.getLast().type()).isEqualTo("AttendanceCorrected");
        assertThat(history.ofPartner(it.partner.value(), items.get(1).position(), 3, AsOf.NOW))
                .isEqualTo(items.subList(2, 5));
        assertThat(renewal)
                .singleElement()
                .satisfies(item -> assertThat(item.text()).contains("Il reconduit un partenariat précédent."));
        assertThat(renewal.getFirst().data()).contains("\"renewedFrom\":\"" + it.partnership + "\"");
    }

    @Test
    void names_are_read_with_the_persons_key_and_gone_with_it() {
        tellPerson(it.responsable, "Anaïs Martin");
        told.tell(it.whole());

        assertThat(ofPartnership().getFirst().text())
                .isEqualTo("L’EPN «\u00a0La Passerelle Numérique\u00a0» propose un partenariat à «\u00a0Lire"
                        + " Ensemble\u00a0» pour le projet «\u00a0Lire et écrire en numérique\u00a0»."
                        + " Pilote\u00a0: Anaïs Martin.");

        told.erase(it.responsable);

        assertThat(ofPartnership().getFirst().text()).endsWith("Pilote\u00a0: personne effacée.");
        assertThat(told.client()
                        .sql("select count(*) from relationship_history_v2.relationship_history where data like"
                                + " '%Martin%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void a_person_is_called_as_their_details_said_at_the_instant_of_the_question() {
        var cipher = master.newCipher(it.responsable);
        told.hold(cipher);
        told.tell(new PersonRegistered(
                it.responsable,
                it.epn,
                cipher.encrypt(PersonRegistered.class, "fullName", "Anaïs Martin"),
                null,
                null,
                false,
                1));
        told.tell(it.proposed());
        var before = told.asOfNow();
        told.tell(new PersonRevised(
                it.responsable,
                it.epn,
                cipher.encrypt(PersonRevised.class, "fullName", "Anaïs Martin-Petit"),
                null,
                null,
                false,
                1));

        assertThat(ofPartnership().getFirst().text()).endsWith("Pilote\u00a0: Anaïs Martin-Petit.");
        assertThat(history.ofPartnership(it.partnership.value(), 0, 500, before)
                        .getFirst()
                        .text())
                .endsWith("Pilote\u00a0: Anaïs Martin.");
    }

    @Test
    void an_erasure_needs_no_news_of_the_key_and_counts_for_every_instant() {
        tellPerson(it.responsable, "Anaïs Martin");
        told.tell(it.proposed());
        var before = told.asOfNow();

        told.tell(new PersonErased(it.responsable, it.epn, "demande de l’intéressée"));

        assertThat(ofPartnership().getFirst().text()).endsWith("Pilote\u00a0: personne effacée.");
        assertThat(history.ofPartnership(it.partnership.value(), 0, 500, before)
                        .getFirst()
                        .text())
                .endsWith("Pilote\u00a0: personne effacée.");
    }

    @Test
    void a_partner_is_called_as_its_card_said_at_the_instant_of_the_question() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        var before = told.asOfNow();
        told.tell(revised(it.partner, "Lire et Dire"));

        assertThat(ofPartnership().getFirst().text()).contains("un partenariat à «\u00a0Lire et Dire\u00a0»");
        assertThat(history.ofPartnership(it.partnership.value(), 0, 500, before)
                        .getFirst()
                        .text())
                .contains("un partenariat à «\u00a0Lire Ensemble\u00a0»");
    }

    private PartnerRevised revised(PartnerId card, String name) {
        return new PartnerRevised(
                card,
                it.epn,
                name,
                PartnerKind.ASSOCIATION,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private PartnerRegistered registered(PartnerId card) {
        return new PartnerRegistered(
                card,
                it.epn,
                "Médiathèque",
                PartnerKind.CULTURAL_VENUE,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of());
    }

    private List<String> typesOf(PartnerId card, AsOf asOf) {
        return history.ofPartner(card.value(), 0, 500, asOf).stream()
                .map(Item::type)
                .toList();
    }

    @Test
    void a_partner_that_joins_has_the_whole_history_of_the_partnership_and_keeps_it_up_to_its_leaving() {
        var guest = new PartnerId(Ids.next());
        told.tell(registered(guest), it.proposed());
        var before = told.asOfNow();
        told.tell(
                new NegotiationEntered(it.partnership, it.epn, List.of()),
                new PartnerJoined(it.partnership, it.epn, guest),
                new PostureSet(it.partnership, it.epn, Posture.WITH));
        var between = told.asOfNow();
        told.tell(
                new PartnerLeft(it.partnership, it.epn, guest, "plus de disponibilités"),
                new PostureSet(it.partnership, it.epn, Posture.FOR));

        var joined = List.of(
                "PartnerRegistered", "PartnershipProposed", "NegotiationEntered", "PartnerJoined", "PostureSet");
        assertThat(typesOf(guest, before)).containsExactly("PartnerRegistered");
        assertThat(typesOf(guest, between)).isEqualTo(joined);
        assertThat(typesOf(guest, AsOf.NOW))
                .startsWith(joined.toArray(String[]::new))
                .endsWith("PartnerLeft");

        told.tell(new PartnerJoined(it.partnership, it.epn, guest));
        assertThat(typesOf(guest, AsOf.NOW)).hasSize(8).endsWith("PartnerLeft", "PostureSet", "PartnerJoined");
    }

    @Test
    void the_history_of_a_card_that_took_over_from_doubles_has_theirs_too() {
        var first = new PartnerId(Ids.next());
        var second = new PartnerId(Ids.next());
        told.tell(it.organisations());
        told.tell(it.proposed());
        told.tell(registered(first), registered(second));
        var before = told.asOfNow();
        told.tell(
                new PartnerCardMerged(it.partner, it.epn, first),
                new PartnerCardAbsorbed(first, it.epn, it.partner),
                new PartnerCardMerged(first, it.epn, second),
                new PartnerCardAbsorbed(second, it.epn, first));

        assertThat(typesOf(second, before)).containsExactly("PartnerRegistered");
        assertThat(typesOf(second, AsOf.NOW))
                .containsExactly(
                        "PartnerRegistered",
                        "ContactAdded",
                        "PartnershipProposed",
                        "PartnerRegistered",
                        "PartnerRegistered",
                        "PartnerCardMerged",
                        "PartnerCardAbsorbed",
                        "PartnerCardMerged",
                        "PartnerCardAbsorbed");
        assertThat(typesOf(it.partner, AsOf.NOW)).endsWith("PartnerCardMerged").doesNotContain("PartnerCardAbsorbed");
    }

    @Test
    void a_correction_happened_on_the_day_that_it_gives_the_fact() {
        told.tell(it.proposed());
        told.tell(
                new ReceiptCorrected(
                        it.partnership,
                        it.epn,
                        new ReceiptId(Ids.next()),
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("15.00"),
                        LocalDate.of(2025, 11, 4),
                        "relevé bancaire"),
                new PartnerPresenceRecorded(it.partnership, it.epn, it.partner, null, LocalDate.of(2025, 11, 5), null));

        assertThat(ofPartnership().subList(1, 3))
                .extracting(Item::occurredOn)
                .containsExactly(LocalDate.of(2025, 11, 4), LocalDate.of(2025, 11, 5));
    }

    @Test
    void whoever_has_not_arrived_yet_is_somebody_and_not_an_erased_person() {
        told.tell(it.proposed());

        assertThat(ofPartnership().getFirst().text())
                .isEqualTo("L’EPN propose un partenariat à un partenaire. Pilote\u00a0: une personne.");
    }

    @Test
    void an_unknown_id_and_one_of_another_kind_have_no_history() {
        var before = told.asOfNow();
        told.tell(it.organisations());
        told.tell(it.agreement());

        assertThatThrownBy(() -> history.ofPartnership(it.partner.value(), 0, 5, AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-partnership"));
        assertThatThrownBy(() -> history.ofPartnership(it.convention.value(), 0, 5, AsOf.NOW))
                .isInstanceOf(UnknownResource.class);
        assertThatThrownBy(() -> history.ofPartner(it.partnership.value(), 0, 5, AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-partner"));
        assertThatThrownBy(() -> history.ofPartnership(it.partnership.value(), 0, 5, before))
                .isInstanceOf(UnknownResource.class);
    }

    @Test
    void whoever_acted_is_called_by_name_when_the_centre_knows_them_and_no_more_once_erased() {
        tellPerson(it.animatrice, "Chloé Petit");
        tellPerson(it.elu, "Paul Roux");
        told.tell(it.organisations());
        told.write(List.of(
                told.record(it.proposed(), it.animatrice.toString()),
                told.record(it.work().getFirst(), it.elu.toString()),
                told.record(it.work().get(1), "8c4b3f2a-6b1e-4a53-8a39-5d0c7e4b9f10"),
                told.record(it.work().get(2), "service-account")));
        told.erase(it.elu);
        told.tell(new PersonErased(it.elu, it.epn, "à sa demande"));

        assertThat(ofPartnership())
                .extracting(Item::actor, Item::actorName)
                .containsExactly(
                        tuple(it.animatrice.toString(), "Chloé Petit"),
                        tuple(it.elu.toString(), "personne effacée"),
                        tuple("8c4b3f2a-6b1e-4a53-8a39-5d0c7e4b9f10", null),
                        tuple("service-account", null));
    }

    @Test
    void over_http_data_is_the_stored_event_and_parts_follow_each_other() {
        told.tell(it.whole());
        var web = new Web(told, new RelationshipHistoryController(history));
        var path = "/partnerships/" + it.partnership + "/history";

        var first = web.get(path + "?limit=1");
        var item = first.json().get("items").get(0);

        assertThat(item.propertyNames())
                .containsExactly(
                        "position",
                        "eventId",
                        "type",
                        "occurredOn",
                        "recordedAt",
                        "actor",
                        "actorName",
                        "text",
                        "data");
        assertThat(first.body()).contains("\"data\":" + new String(EventCodec.write(it.proposed()), UTF_8) + "}");
        assertThat(web.get(path + "?limit=1&cursor=" + first.json().get("next").asString())
                        .json()
                        .get("items")
                        .get(0)
                        .get("type")
                        .asString())
                .isEqualTo("NegotiationEntered");
        assertThat(web.get("/partners/" + it.partner + "/history?limit=500")
                        .json()
                        .get("next")
                        .isNull())
                .isTrue();
        assertThat(web.get("/partners/" + it.partnership + "/history").code()).isEqualTo("unknown-partner");
    }

    @Test
    void every_type_of_event_has_its_place_in_a_history() {
        var before = count();

        var types = told.tell(ToldFacts.everyType()).size();

        assertThat(count() - before).isEqualTo(types);
    }

    private static long count() {
        return told.client()
                .sql("select count(*) from relationship_history_v2.relationship_history")
                .query(Long.class)
                .single();
    }
}
