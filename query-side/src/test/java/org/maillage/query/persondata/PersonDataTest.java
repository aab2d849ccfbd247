package org.maillage.query.persondata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentGranted;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentRequested;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerEvent.ContactAdded;
import org.maillage.kernel.partner.PartnerEvent.PartnerExchangeLogged;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.query.CaseA;
import org.maillage.query.Telling;
import org.maillage.query.Web;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import tools.jackson.databind.JsonNode;

class PersonDataTest {

    @TempDir
    private static Path files;

    private static MasterKey master;
    private static ToldFacts told;
    private static HikariDataSource pool;
    private static PersonalReads reads;
    private static Web web;

    private final CaseA it = new CaseA();

    /** The sentences have a test of their own: here a fact is told by whom it names. */
    private static final Telling TELLING = new Telling() {
        @Override
        public List<String> tell(List<? extends Event> facts, Function<PersonId, String> persons, AsOf asOf) {
            return facts.stream()
                    .map(fact -> {
                        var names = new ArrayList<String>();
                        Leaves.visit(fact, (_, value) -> {
                            if (value instanceof PersonId person) {
                                names.add(persons.apply(person));
                            }
                        });
                        return fact.getClass().getSimpleName() + names;
                    })
                    .toList();
        }
    };

    @BeforeAll
    static void tables() {
        master = MasterKey.readOrCreate(files.resolve("master-key.json"));
        told = new ToldFacts(new PersonDataProjection());
        var fresh = TestServers.freshDatabase();
        pool = new HikariDataSource();
        pool.setJdbcUrl(fresh.url());
        pool.setUsername(fresh.user());
        pool.setPassword(fresh.password());
        pool.setMaximumPoolSize(2);
        reads = PersonDataConfiguration.open(pool, new RequestAsker(), Clock.systemUTC(), 1_000, Period.ofYears(1));
        reads.start();
        var persons = new PersonData(told.client(), told.personNames(master, reads), reads, TELLING, Clock.systemUTC());
        var due = new ErasuresDue(told.client(), persons, Retention.defaults());
        web = new Web(told, List.of(new AccessPage()), new PersonDataController(persons, due));
    }

    @AfterAll
    static void close() {
        reads.stop();
        pool.close();
        told.close();
    }

    private PersonCipher key(PersonId person) {
        var key = master.newCipher(person);
        told.hold(key);
        return key;
    }

    private PersonRegistered registered(PersonCipher key, String name, @Nullable String email, @Nullable String phone) {
        return new PersonRegistered(
                key.person(),
                it.epn,
                key.encrypt(PersonRegistered.class, "fullName", name),
                email == null ? null : key.encrypt(PersonRegistered.class, "email", email),
                phone == null ? null : key.encrypt(PersonRegistered.class, "phone", phone),
                false,
                key.version());
    }

    private PersonRevised revised(PersonCipher key, String name, @Nullable String email) {
        return new PersonRevised(
                key.person(),
                it.epn,
                key.encrypt(PersonRevised.class, "fullName", name),
                email == null ? null : key.encrypt(PersonRevised.class, "email", email),
                null,
                true,
                key.version());
    }

    private PersonPhotoSet portrait(PersonCipher key) {
        return new PersonPhotoSet(
                key.person(), it.epn, key.encrypt(PersonPhotoSet.class, "photo", "AAAA"), "image/png", key.version());
    }

    private PartnerExchangeLogged exchange(@Nullable PersonId with, String note) {
        return new PartnerExchangeLogged(
                it.partner, it.epn, ExchangeChannel.PHONE, LocalDate.of(2026, 3, 2), note, with);
    }

    private static String path(PersonId person) {
        return "/persons/" + person + "/access-export";
    }

    private static JsonNode section(JsonNode export, Matter matter) {
        return StreamSupport.stream(export.get("sections").spliterator(), false)
                .filter(section -> section.get("matter").asString().equals(matter.name()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> matters(JsonNode export) {
        return StreamSupport.stream(export.get("sections").spliterator(), false)
                .map(section -> section.get("matter").asString())
                .toList();
    }

    @Test
    void one_call_exports_all_that_is_held_on_a_person() {
        var learner = it.learners.getFirst();
        var key = key(learner);
        told.tell(registered(key, "Maëlle Quéméner-Ödland", "maelle@example.org", "0611223344"));
        told.tell(it.whole());
        told.tell(revised(key, "Maëlle Quéméner", null), portrait(key));

        var export = web.get(path(learner)).json();

        assertThat(export.get("personId").asString()).isEqualTo(learner.toString());
        assertThat(export.get("epnName").asString()).isEqualTo("La Passerelle Numérique");
        assertThat(export.get("erased").asBoolean()).isFalse();
        var identity = export.get("identity");
        assertThat(identity.get("fullName").asString()).isEqualTo("Maëlle Quéméner");
        assertThat(identity.get("email").isNull()).isTrue();
        assertThat(identity.get("minor").asBoolean()).isTrue();
        assertThat(identity.get("photo").asString()).isEqualTo("/api/v1/persons/" + learner + "/photo");
        assertThat(matters(export)).containsExactly("IDENTITY", "ATTENDANCE");

        var own = section(export, Matter.IDENTITY);
        assertThat(own.get("count").asLong()).isEqualTo(3);
        assertThat(own.at("/events/0/data/fullName").asString()).isEqualTo("Maëlle Quéméner-Ödland");
        assertThat(own.at("/events/0/data/phone").asString()).isEqualTo("0611223344");
        assertThat(own.at("/events/0/data/keyVersion").isMissingNode()).isTrue();
        assertThat(own.at("/events/1/data/fullName").asString()).isEqualTo("Maëlle Quéméner");
        assertThat(own.at("/events/2/type").asString()).isEqualTo("PersonPhotoSet");
        assertThat(own.at("/events/2/data").isNull()).isTrue();

        var attendance = section(export, Matter.ATTENDANCE);
        assertThat(attendance.get("events").size())
                .isEqualTo(attendance.get("count").asInt());
        var planned = attendance.at("/events/0");
        assertThat(planned.get("type").asString()).isEqualTo("SessionPlanned");
        assertThat(planned.get("roles").toString()).isEqualTo("[\"roster\"]");
        assertThat(planned.get("aggregate").asString()).isEqualTo("session");
        assertThat(planned.get("actor").asString()).isEqualTo("agent-7");
        assertThat(planned.get("position").asLong()).isPositive();
        assertThat(planned.get("text").asString()).contains("Maëlle Quéméner", DataSubject.SOMEBODY);
        assertThat(planned.at("/data/roster").toString()).isEqualTo("[\"" + learner + "\"]");
    }

    @Test
    void nobody_else_is_named_in_it() {
        var keys = it.learners.stream().map(this::key).toList();
        told.tell(keys.stream()
                .map(key -> registered(key, "Personne " + key.person(), null, null))
                .toList());
        told.tell(it.whole());

        var answer = web.get(path(it.learners.getFirst())).body();

        assertThat(it.learners.stream().skip(1).map(PersonId::toString)).noneMatch(answer::contains);
        assertThat(answer).contains(it.learners.getFirst().toString());
    }

    @Test
    void each_matter_has_its_section() {
        var contact = it.contact;
        var key = key(contact);
        told.tell(registered(key, "Lou Contact", null, null));
        told.tell(it.whole());
        told.tell(
                new ContactAdded(it.partner, it.epn, contact, new Role("présidente")),
                exchange(contact, "Une question"),
                new ConsentRequested(new ImageConsentId(Ids.next()), it.epn, it.project, contact, null));

        assertThat(matters(web.get(path(contact)).json())).contains("IDENTITY", "CONTACT", "CONSENT");
        told.tell(registered(key(it.animatrice), "Anim", null, null), registered(key(it.elu), "Élue", null, null));
        assertThat(matters(web.get(path(it.animatrice)).json())).contains("POSITION", "TIME");
        assertThat(matters(web.get(path(it.elu)).json())).contains("DECISION");
    }

    @Test
    void free_texts_in_which_the_name_stands_are_found() {
        var person = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(key(person), "Perrine L’Hostis", "perrine@example.org", null));
        told.tell(
                exchange(null, "Rappeler PERRINE L'HOSTIS lundi"),
                exchange(null, "Rien à voir"),
                exchange(null, "Les Hostis sont là"),
                exchange(null, "Écrire à perrine@example.org"),
                exchange(null, "Mme Hostis absente"));

        var texts = web.get(path(person)).json().get("freeTexts");

        assertThat(StreamSupport.stream(texts.spliterator(), false)
                        .map(text -> text.get("foundBy").asString() + " "
                                + text.get("text").asString()))
                .containsExactly(
                        "FULL_NAME Rappeler PERRINE L'HOSTIS lundi",
                        "NAME_ALONE Les Hostis sont là",
                        "EMAIL Écrire à perrine@example.org",
                        "NAME_ALONE Mme Hostis absente");
        assertThat(texts.at("/0/field").asString()).isEqualTo("note");
    }

    @Test
    void a_long_history_is_read_part_by_part_and_none_of_it_lacks() {
        var person = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(key(person), "Basile Troisvoyelles", null, null));
        told.tell(Stream.generate(() -> exchange(person, "Basile Troisvoyelles"))
                .limit(1_234)
                .toList());

        var export = web.get(path(person)).json();

        var contacts = section(export, Matter.CONTACT);
        assertThat(contacts.get("count").asInt()).isEqualTo(1_234);
        var positions = new HashSet<Long>();
        contacts.get("events")
                .forEach(event -> positions.add(event.get("position").asLong()));
        assertThat(positions).hasSize(1_234);
        assertThat(export.get("freeTexts").size()).isEqualTo(1_234);
    }

    @Test
    void an_erased_person_is_told_by_what_is_left() {
        var person = new PersonId(Ids.next());
        var key = key(person);
        told.tell(it.organisations());
        told.tell(registered(key, "Ursule Évanouie", "ursule@example.org", null), exchange(person, "Bonjour"));
        told.tell(new PersonErased(person, it.epn, "à sa demande"));
        told.erase(person);

        var answer = web.get(path(person));

        assertThat(answer.body()).contains("personne effacée").doesNotContain("Ursule", "ursule");
        var export = answer.json();
        assertThat(export.get("erased").asBoolean()).isTrue();
        assertThat(export.get("identity").isNull()).isTrue();
        assertThat(section(export, Matter.CONTACT).get("count").asInt()).isEqualTo(1);
        assertThat(export.get("freeTexts").size()).isZero();
        assertThat(web.get(path(person), "text/html").body())
                .contains("Personne effacée")
                .doesNotContain("Ursule");
    }

    @Test
    void without_a_key_the_name_is_gone_though_no_event_says_so() {
        var person = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(master.newCipher(person), "Ursule Évanouie", null, null));
        told.erase(person);

        var export = web.get(path(person)).json();

        assertThat(export.get("erased").asBoolean()).isTrue();
        assertThat(export.at("/sections/0/events/0/data/fullName").asString()).isEqualTo("personne effacée");
    }

    @Test
    void the_page_is_complete_and_shows_what_people_typed_as_they_typed_it() {
        var person = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(key(person), "Jo <script>alert(1)</script> & \"Cie\"", null, null));
        told.tell(exchange(person, "Jo <b>script alert(1)</b> script & \"Cie\""));

        var response = web.response(path(person), "text/html");
        var page = web.get(path(person), "text/html").body();

        assertThat(response.getContentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Content-Security-Policy")).contains("default-src 'none'", "sha256-");
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"fr\">")
                .endsWith("</html>\n")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Cie&quot;")
                .doesNotContain("<script", "<b>", "http://", "https://");
    }

    @Test
    void asked_as_of_an_instant_it_tells_what_was_held_then() {
        var person = new PersonId(Ids.next());
        var key = key(person);
        told.tell(it.organisations());
        told.tell(registered(key, "Avant", null, null));
        var then = told.now();
        told.tell(revised(key, "Après", null), exchange(person, "Plus tard"));

        var export = web.get(path(person) + "?asOf=" + then).json();

        assertThat(export.at("/identity/fullName").asString()).isEqualTo("Avant");
        assertThat(matters(export)).containsExactly("IDENTITY");
        assertThat(web.get(path(person) + "?asOf=" + then.minus(Duration.ofSeconds(1)))
                        .status())
                .isEqualTo(404);
        assertThat(web.get(path(new PersonId(Ids.next()))).code()).isEqualTo("unknown-person");
    }

    @Test
    void who_read_it_stands_in_the_export() {
        var person = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(key(person), "Lue", null, null));
        web.get(path(person));
        await().until(() -> !reads.of(person.value(), null, 1, AsOf.NOW).isEmpty());

        var read = web.get(path(person)).json().at("/reads/0");

        assertThat(read.get("endpoint").asString()).isEqualTo("GET /api/v1/persons/{id}/access-export");
        assertThat(read.get("actor").asString()).isEqualTo("anonymous");
    }

    private record DueRow(UUID person, LocalDate lastActivity, String limit, LocalDate since) {

        static DueRow of(JsonNode item) {
            return new DueRow(
                    UUID.fromString(item.get("personId").asString()),
                    LocalDate.parse(item.get("lastActivity").asString()),
                    item.get("limit").asString(),
                    LocalDate.parse(item.get("dueSince").asString()));
        }
    }

    private List<DueRow> due(LocalDate on) {
        var items = web.get("/persons/erasures-due?epnId=" + it.epn + "&asOf=" + on + "T12:00:00Z")
                .json();
        return StreamSupport.stream(items.get("items").spliterator(), false)
                .map(DueRow::of)
                .toList();
    }

    @Test
    void a_person_is_due_for_erasure_once_the_last_of_its_limits_has_passed() {
        var contact = new PersonId(Ids.next());
        var signed = new PersonId(Ids.next());
        told.tell(it.organisations());
        told.tell(registered(key(contact), "Vieux Contact", null, null), registered(key(signed), "Image", null, null));
        var today = told.now().atZone(ZoneOffset.UTC).toLocalDate();
        told.tell(
                exchange(contact, "Dernier échange"),
                new ConsentGranted(
                        new ImageConsentId(Ids.next()),
                        it.epn,
                        it.project,
                        signed,
                        List.of(),
                        List.of(),
                        List.of(),
                        today,
                        today.plusYears(2)));

        assertThat(due(today.plusYears(3))).isEmpty();
        assertThat(due(today.plusYears(3).plusDays(1)))
                .containsExactly(new DueRow(
                        contact.value(), today, "P3Y", today.plusYears(3).plusDays(1)));
        assertThat(due(today.plusYears(7))).extracting(DueRow::person).containsExactly(contact.value());
        assertThat(due(today.plusYears(8)))
                .extracting(DueRow::person, DueRow::limit, DueRow::lastActivity)
                .containsExactly(
                        tuple(contact.value(), "P3Y", today), tuple(signed.value(), "P5Y", today.plusYears(2)));

        told.tell(new PersonErased(contact, it.epn, "échéance"));
        told.erase(contact);
        assertThat(due(today.plusYears(8))).extracting(DueRow::person).containsExactly(signed.value());
    }

    @Test
    void what_is_due_is_listed_in_parts_by_name() {
        told.tell(it.organisations());
        var persons = Stream.generate(() -> new PersonId(Ids.next())).limit(5).toList();
        told.tell(persons.stream()
                .map(person -> registered(key(person), "Nom " + person, null, null))
                .toList());
        var found = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = web.get("/persons/erasures-due?limit=2&asOf=2035-01-01T00:00:00Z&epnId=" + it.epn
                            + (cursor == null ? "" : "&cursor=" + cursor))
                    .json();
            page.get("items").forEach(item -> found.add(item.get("fullName").asString()));
            cursor = page.get("next").isNull() ? null : page.get("next").asString();
        } while (cursor != null);

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        persons.stream().map(person -> "Nom " + person).toList());
        assertThat(web.get("/persons/erasures-due?epnId=" + Ids.next()).code()).isEqualTo("unknown-epn");
    }

    @Test
    void every_event_of_the_contract_is_folded_in_bulk_and_live_alike() {
        try (var live = new ToldFacts(new PersonDataProjection());
                var rebuilt = new ToldFacts(new PersonDataProjection())) {
            var facts = ToldFacts.everyType().stream().map(told::record).toList();
            live.write(facts);
            live.write(facts);
            rebuilt.writeInBulk(facts);

            for (var table : Set.of("event_fact", "mention_fact")) {
                assertThat(rows(live, table)).isNotEmpty().isEqualTo(rows(rebuilt, table));
            }
            assertThat(rows(live, "event_fact")).noneMatch(row -> row.contains("PersonPhotoSet") && row.contains("{"));
        }
    }

    private static List<String> rows(ToldFacts facts, String table) {
        return facts.client()
                .sql("select t::text from person_data_v1." + table + " t order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void nothing_that_is_kept_was_made_of_a_name() {
        var key = key(new PersonId(Ids.next()));
        told.tell(registered(key, "Xanthippe Wolfsbane", "xanthippe@example.org", "0699887766"));

        assertThat(Stream.of("event_fact", "mention_fact").flatMap(table -> rows(told, table).stream()))
                .noneMatch(row -> row.contains("Xanthippe") || row.contains("xanthippe") || row.contains("0699887766"));
    }
}
