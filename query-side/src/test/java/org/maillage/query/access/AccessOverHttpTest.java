package org.maillage.query.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.access.AccessTable;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.consent.ImageConsentEvent.ConsentRequested;
import org.maillage.kernel.consent.ImageConsentId;
import org.maillage.kernel.deliverable.DeliverableEvent.DeliverableCollected;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.epn.EpnEvent.AccessGranted;
import org.maillage.kernel.epn.EpnEvent.AccessRevoked;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.FundingId;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerLeft;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.DatePollEvent.DatePollOpened;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.KeyCodec;
import org.maillage.query.CaseA;
import org.maillage.query.QuerySide;
import org.maillage.query.intake.ReadModels;
import org.maillage.query.intake.TestLedger;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is told what, by the whole query side, with an issuer, a broker and a database. */
@SpringBootTest(classes = QuerySide.class, webEnvironment = WebEnvironment.RANDOM_PORT)
final class AccessOverHttpTest {

    private static final String KEYS = "keys-of-access";
    private static final JsonMapper JSON = Json.mapper().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestLedger LEDGER = new TestLedger();
    private static final TokenIssuer ISSUER = TokenIssuer.start();
    private static final String[] EVERY_ROLE =
            Arrays.stream(AccessRole.values()).map(AccessRole::claim).toArray(String[]::new);

    private static final Place OURS = new Place();
    private static final Place THEIRS = new Place();

    /** In our centre, but somebody else's. */
    private static final PartnershipId BESIDE = new PartnershipId(Ids.next());

    private static final PartnerId NEIGHBOUR = new PartnerId(Ids.next());

    private static ConsistencyToken seen = ConsistencyToken.EMPTY;
    private static boolean told;

    @TempDir
    static Path secrets;

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ReadModels readModels;

    /** A centre with one of everything. */
    private static final class Place {

        final CaseA it = new CaseA();
        final FundingId funding = new FundingId(Ids.next());
        final DeliverableId film = new DeliverableId(Ids.next());
        final DatePollId poll = new DatePollId(Ids.next());
        final ImageConsentId consent = new ImageConsentId(Ids.next());

        List<Event> events() {
            var events = new ArrayList<Event>();
            events.addAll(it.whole());
            events.add(it.person(it.contact));
            events.add(new FundingDeclared(
                    it.epn, funding, "Région", List.of(), false, null, LocalDate.of(2026, 1, 1), null));
            events.add(new DeliverableCollected(
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
                    null));
            events.add(new DatePollOpened(
                    poll, it.partnership, it.epn, "Quand ?", List.of(Instant.parse("2026-09-01T12:00:00Z"))));
            events.add(new ConsentRequested(consent, it.epn, it.project, it.contact, null));
            return events;
        }

        /** By the path in the table of roles, the address about this centre. */
        Map<String, String> questions() {
            var questions = new LinkedHashMap<String, String>();
            Map.of(
                            "epns", it.epn.value(),
                            "persons", it.contact.value(),
                            "projects", it.project.value(),
                            "partners", it.partner.value(),
                            "partnerships", it.partnership.value(),
                            "conventions", it.convention.value(),
                            "bilans", it.bilan.value(),
                            "funding-agreements", funding.value(),
                            "image-consents", consent.value(),
                            "date-polls", poll.value())
                    .forEach((segment, id) -> {
                        questions.put("/" + segment + "/{id}", "/" + segment + "/" + id);
                        AccessTable.rows().keySet().stream()
                                .filter(row -> row.startsWith("GET /" + segment + "/{id}/"))
                                .map(row -> row.substring(4))
                                .filter(path -> !path.equals("/persons/{id}/photo"))
                                .forEach(path -> questions.put(path, path.replace("{id}", id.toString())));
                    });
            questions.put("/sessions/{id}", "/sessions/" + it.sessions.getFirst());
            questions.put("/deliverables/{id}", "/deliverables/" + film);
            questions.put("/time-entries/{id}", "/time-entries/" + it.negotiation);
            for (var path : List.of(
                    "/agenda",
                    "/compliance",
                    "/funding-agreements",
                    "/partners",
                    "/partners/keep-in-touch",
                    "/partners/trombinoscope",
                    "/partnerships",
                    "/persons",
                    "/persons/erasures-due",
                    "/pipeline",
                    "/projects")) {
                questions.put(path, path + "?epnId=" + it.epn);
            }
            for (var path : List.of("/date-polls", "/deliverables", "/sessions", "/time-entries")) {
                questions.put(path, path + "?partnershipId=" + it.partnership);
            }
            questions.put("/image-consents", "/image-consents?projectId=" + it.project);
            questions.put("/partners/matches", "/partners/matches?projectId=" + it.project);
            questions.put(
                    "/image-consents/covering",
                    "/image-consents/covering?medium=STILL&user=EPN&context=x&projectId=" + it.project);
            return questions;
        }
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws Exception {
        var database = TestServers.freshDatabase();
        var bootstrap = TestServers.kafka().bootstrap();
        MasterKey.readOrCreate(masterKeyFile());
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var topic = new NewTopic(KEYS, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
            admin.createTopics(List.of(topic)).all().get();
        }
        settings.add("spring.datasource.url", database::url);
        settings.add("spring.datasource.username", database::user);
        settings.add("spring.datasource.password", database::password);
        settings.add("spring.kafka.bootstrap-servers", () -> bootstrap);
        settings.add("maillage.issuer", ISSUER::issuer);
        settings.add("maillage.intake.topic", LEDGER::topic);
        settings.add("maillage.intake.keys-topic", () -> KEYS);
        settings.add("maillage.intake.group", LEDGER::topic);
        settings.add("maillage.master-key-file", () -> masterKeyFile().toString());
        settings.add("maillage.read-wait", () -> "20s");
    }

    private static Path masterKeyFile() {
        return secrets.resolve("master.key");
    }

    @AfterAll
    static void close() {
        LEDGER.close();
        ISSUER.close();
    }

    private static void tell(Event... events) {
        for (var event : events) {
            LEDGER.publish(event);
            seen = seen.with(event.streamKey().value(), LEDGER.position());
        }
    }

    private static Subject subject(AccessRole role) {
        return new Subject(role.claim() + "-of-ours");
    }

    private static AccessGranted granted(EpnId epn, String subject, AccessRole... roles) {
        return new AccessGranted(epn, new Subject(subject), List.of(roles), null, null);
    }

    @BeforeEach
    void tell_of_two_centres() {
        Awaitility.await().until(() -> readModels.rebuilding().isEmpty());
        if (told) {
            return;
        }
        told = true;
        OURS.events().forEach(AccessOverHttpTest::tell);
        THEIRS.events().forEach(AccessOverHttpTest::tell);
        var proposed = OURS.it.proposed();
        tell(
                new PartnerRegistered(
                        NEIGHBOUR,
                        OURS.it.epn,
                        "Le Voisin",
                        PartnerKind.ASSOCIATION,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        List.of()),
                new PartnershipProposed(
                        BESIDE,
                        proposed.epnId(),
                        proposed.projectId(),
                        List.of(NEIGHBOUR),
                        proposed.pilotId(),
                        proposed.ourBenefits(),
                        proposed.theirBenefits(),
                        proposed.missions(),
                        null,
                        List.of()));
        for (var role : AccessRole.values()) {
            var partner = role == AccessRole.PARTENAIRE ? OURS.it.partner : null;
            tell(
                    new AccessGranted(OURS.it.epn, subject(role), List.of(role), null, partner),
                    granted(OURS.it.epn, "former-" + role.claim(), role),
                    new AccessRevoked(OURS.it.epn, new Subject("former-" + role.claim()), "départ"));
        }
        tell(granted(THEIRS.it.epn, "their-administrator", AccessRole.ADMINISTRATEUR));
    }

    private HttpResponse<String> get(String path, @Nullable String token, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header(ConsistencyToken.HEADER, seen.encoded());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).path("code").asString();
    }

    private static List<String> ids(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(200);
        var ids = new ArrayList<String>();
        json(answer).get("items").forEach(item -> ids.add(item.get("id").asString()));
        return ids;
    }

    private static String token(AccessRole role) {
        return ISSUER.token(subject(role).value(), role.claim());
    }

    /** What is told but for the trace, with its headers. */
    private static List<Object> told(HttpResponse<String> answer) {
        return List.of(
                answer.statusCode(),
                answer.body().replaceAll("\"traceId\":\"[^\"]*\"", ""),
                answer.headers().firstValue("Content-Type"),
                answer.headers().firstValue("ETag"));
    }

    private static String unknown(String address, Place place) {
        var anotherId = UUID.randomUUID().toString();
        var renamed = address;
        for (var id : List.of(
                place.it.epn.value(),
                place.it.contact.value(),
                place.it.project.value(),
                place.it.partner.value(),
                place.it.partnership.value(),
                place.it.convention.value(),
                place.it.bilan.value(),
                place.it.sessions.getFirst().value(),
                place.it.negotiation.value(),
                place.funding.value(),
                place.film.value(),
                place.consent.value(),
                place.poll.value())) {
            renamed = renamed.replace(id.toString(), anotherId);
        }
        assertThat(renamed).isNotEqualTo(address);
        return renamed;
    }

    @ParameterizedTest
    @EnumSource(AccessRole.class)
    void a_role_opens_what_the_table_says_in_its_own_centre_and_nothing_elsewhere(AccessRole role) {
        var token = token(role);
        var former = ISSUER.token("former-" + role.claim(), role.claim());
        OURS.questions().forEach((path, ours) -> {
            var theirs = Objects.requireNonNull(THEIRS.questions().get(path));
            if (!AccessTable.opensTo("GET " + path).contains(role)) {
                assertThat(get(theirs, token).statusCode()).as(theirs).isEqualTo(403);
                return;
            }
            var answer = get(ours, token);
            // Nobody signs checkpoints here, and an export waits for one.
            assertThat(answer.statusCode())
                    .as("%s %s", ours, answer.body())
                    .isEqualTo(path.endsWith("/history/export") ? 503 : 200);
            var nothing = get(unknown(theirs, THEIRS), token);
            assertThat(nothing.statusCode()).as(path).isEqualTo(404);
            assertThat(told(get(theirs, token))).as(theirs).isEqualTo(told(nothing));
            assertThat(told(get(ours, former))).as("revoked: " + ours).isEqualTo(told(nothing));
        });
        assertThat(get("/epns", null).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/epns",
                "/partnerships",
                "/sessions",
                "/deliverables",
                "/date-polls",
                "/persons",
                "/projects",
                "/partners",
                "/funding-agreements",
                "/image-consents",
                "/time-entries"
            })
    void a_list_shows_what_is_in_ones_centres(String list) {
        var ours = ids(get(list + "?limit=500", token(AccessRole.AUDITEUR)));
        var theirs = ids(get(list + "?limit=500", ISSUER.token("their-administrator", EVERY_ROLE)));

        assertThat(ours).isNotEmpty().doesNotContainAnyElementsOf(theirs);
        assertThat(theirs).isNotEmpty();
        assertThat(ids(get(list, ISSUER.token("nobody", EVERY_ROLE)))).isEmpty();
        assertThat(ids(get(list, ISSUER.token("former-auditeur", EVERY_ROLE)))).isEmpty();
        var first = json(get(list + "?limit=1", token(AccessRole.AUDITEUR)));
        if (!first.get("next").isNull()) {
            var cursor = list + "?limit=500&cursor=" + first.get("next").asString();
            assertThat(ids(get(cursor, token(AccessRole.AUDITEUR)))).isEqualTo(ours.subList(1, ours.size()));
            assertThat(theirs)
                    .as("the cursor of somebody else shows nothing more")
                    .containsAll(ids(get(cursor, ISSUER.token("their-administrator", EVERY_ROLE))));
        }
    }

    @Test
    void a_role_that_does_not_suffice_there_is_refused_and_hides_nothing() {
        var token = ISSUER.token(subject(AccessRole.ANIMATEUR).value(), EVERY_ROLE);

        assertThat(code(get("/funding-agreements/" + OURS.funding, token))).isEqualTo("forbidden");
        assertThat(code(get("/funding-agreements?epnId=" + OURS.it.epn, token))).isEqualTo("forbidden");
        assertThat(code(get("/funding-agreements", token))).isEqualTo("forbidden");
        assertThat(code(get("/funding-agreements/" + THEIRS.funding, token))).isEqualTo("unknown-funding");
        assertThat(code(get("/ledger/checkpoints", token))).isEqualTo("forbidden");
        assertThat(get("/persons/" + OURS.it.contact, token).statusCode()).isEqualTo(200);
    }

    @Test
    void the_ledger_shows_its_hashes_to_whoever_has_the_role_in_one_centre() {
        assertThat(get("/ledger/checkpoints", token(AccessRole.AUDITEUR)).statusCode())
                .isEqualTo(200);
        assertThat(get("/ledger/checkpoints", token(AccessRole.ANIMATEUR)).statusCode())
                .isEqualTo(403);
        assertThat(get("/ledger/checkpoints", ISSUER.token("nobody", EVERY_ROLE))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/ledger/checkpoints", ISSUER.token("former-auditeur", "auditeur"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get("/ledger/checkpoints", null).statusCode()).isEqualTo(401);
    }

    @Test
    void a_partner_sees_its_partnerships_and_nothing_beside_them() {
        var token = token(AccessRole.PARTENAIRE);

        assertThat(ids(get("/partnerships", token)))
                .containsExactlyInAnyOrder(OURS.it.partnership.toString(), OURS.it.renewal.toString());
        assertThat(ids(get("/partnerships?epnId=" + OURS.it.epn, token)))
                .containsExactlyInAnyOrder(OURS.it.partnership.toString(), OURS.it.renewal.toString());
        assertThat(ids(get("/partnerships?partnerId=" + OURS.it.partner, token)))
                .containsExactlyInAnyOrder(OURS.it.partnership.toString(), OURS.it.renewal.toString());
        assertThat(ids(get("/epns", token))).containsExactly(OURS.it.epn.toString());
        assertThat(json(get("/epns/" + OURS.it.epn, token)).get("rates")).isEmpty();
        assertThat(json(get("/epns/" + OURS.it.epn, token(AccessRole.AUDITEUR))).get("rates"))
                .isNotEmpty();
        for (var beside : List.of(
                "/partnerships/" + BESIDE,
                "/partnerships/" + BESIDE + "/bilan",
                "/sessions?partnershipId=" + BESIDE,
                "/deliverables?partnershipId=" + BESIDE,
                "/date-polls?partnershipId=" + BESIDE,
                "/partners/" + NEIGHBOUR,
                "/partnerships?partnerId=" + NEIGHBOUR)) {
            assertThat(told(get(beside, token)))
                    .as(beside)
                    .isEqualTo(told(get(
                            beside.replace(BESIDE.toString(), UUID.randomUUID().toString())
                                    .replace(
                                            NEIGHBOUR.toString(),
                                            UUID.randomUUID().toString()),
                            token)))
                    .element(0)
                    .isEqualTo(404);
            assertThat(get(beside, token(AccessRole.AUDITEUR)).statusCode()).isEqualTo(200);
        }
        assertThat(ids(get("/sessions?limit=500", token)))
                .isEqualTo(ids(get("/sessions?limit=500&partnershipId=" + OURS.it.partnership, token)));
    }

    @Test
    void a_partner_of_nobody_and_one_with_a_role_too_few_learn_nothing_of_what_is_beside() {
        tell(
                granted(OURS.it.epn, "partner-of-nobody", AccessRole.PARTENAIRE),
                new AccessGranted(
                        OURS.it.epn,
                        new Subject("partner-with-many-roles"),
                        List.of(AccessRole.PARTENAIRE),
                        null,
                        OURS.it.partner));
        var nobody = ISSUER.token("partner-of-nobody", "partenaire");
        var many = ISSUER.token("partner-with-many-roles", EVERY_ROLE);

        assertThat(ids(get("/partnerships", ISSUER.token("partner-of-nobody-else", "partenaire"))))
                .isEmpty();
        assertThat(get("/partnerships", nobody).statusCode()).isIn(200, 403);
        assertThat(get("/partnerships/" + OURS.it.partnership, nobody).statusCode())
                .isEqualTo(404);
        assertThat(get("/partnerships/" + OURS.it.partnership + "/time-cost", many)
                        .statusCode())
                .isEqualTo(403);
        assertThat(told(get("/partnerships/" + BESIDE + "/time-cost", many)))
                .isEqualTo(told(get("/partnerships/" + UUID.randomUUID() + "/time-cost", many)));
    }

    @Test
    void a_partner_who_leaves_sees_no_more_until_it_joins_again() {
        tell(new AccessGranted(OURS.it.epn, new Subject("neighbour"), List.of(AccessRole.PARTENAIRE), null, NEIGHBOUR));
        var token = ISSUER.token("neighbour", "partenaire");
        assertThat(get("/partnerships/" + BESIDE, token).statusCode()).isEqualTo(200);

        tell(new PartnerLeft(BESIDE, OURS.it.epn, NEIGHBOUR, "réorganisation"));
        assertThat(get("/partnerships/" + BESIDE, token).statusCode()).isEqualTo(404);
        assertThat(ids(get("/partnerships", token))).isEmpty();

        tell(new PartnerJoined(BESIDE, OURS.it.epn, NEIGHBOUR));
        assertThat(get("/partnerships/" + BESIDE, token).statusCode()).isEqualTo(200);
        assertThat(ids(get("/partnerships", token))).containsExactly(BESIDE.toString());
    }

    @Test
    void a_revocation_is_seen_at_once_by_whoever_wrote_it_and_so_is_a_new_grant() {
        var subject = new Subject("comes-and-goes");
        var token = ISSUER.token(subject.value(), "auditeur");
        var card = "/partnerships/" + OURS.it.partnership;
        for (int i = 0; i < 5; i++) {
            tell(granted(OURS.it.epn, subject.value(), AccessRole.AUDITEUR));
            var granted = get(card, token);
            assertThat(granted.statusCode()).isEqualTo(200);
            assertThat(get(card + "?asOf=2026-09-21T14:16:00Z", token).statusCode())
                    .as("what was known before the grant is shown to who is granted it now")
                    .isIn(200, 404);
            var tag = granted.headers().firstValue("ETag").orElseThrow();
            assertThat(get(card, token, "If-None-Match", tag).statusCode()).isEqualTo(304);

            tell(new AccessRevoked(OURS.it.epn, subject, "départ"));
            assertThat(get(card, token).statusCode()).isEqualTo(404);
            assertThat(get(card, token, "If-None-Match", tag).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void grants_are_those_of_now_whatever_instant_is_asked_about() {
        tell(granted(OURS.it.epn, "came-late", AccessRole.AUDITEUR));
        tell(granted(OURS.it.epn, "left-early", AccessRole.AUDITEUR));
        var granted = asOfNow();
        tell(new AccessRevoked(OURS.it.epn, new Subject("left-early"), "départ"));
        var card = "/projects/" + OURS.it.project + "?asOf=" + granted;
        var first = "/projects/" + OURS.it.project + "?asOf=" + TestLedger.recordedAt(LEDGER.position() - 3);

        assertThat(get(card, ISSUER.token("left-early", "auditeur")).statusCode())
                .isEqualTo(404);
        assertThat(get(card, ISSUER.token("came-late", "auditeur")).statusCode())
                .isEqualTo(200);
        assertThat(get(first, ISSUER.token("came-late", "auditeur")).statusCode())
                .isEqualTo(200);
    }

    private static Instant asOfNow() {
        return TestLedger.recordedAt(LEDGER.position());
    }

    @Test
    void a_token_narrows_what_is_granted_and_never_widens_it() {
        tell(granted(OURS.it.epn, "both", AccessRole.AUDITEUR), granted(THEIRS.it.epn, "both", AccessRole.AUDITEUR));
        var both = ISSUER.token("both", EVERY_ROLE);
        var narrow = ISSUER.token(claims -> claims.subject("both")
                .claim("roles", List.of("auditeur"))
                .claim("epns", List.of(OURS.it.epn.toString())));
        var wide = ISSUER.token(claims -> claims.subject("nobody")
                .claim("roles", List.of("auditeur", "administrateur"))
                .claim("epns", List.of(OURS.it.epn.toString(), THEIRS.it.epn.toString())));

        assertThat(ids(get("/epns", both))).containsExactlyInAnyOrder(OURS.it.epn.toString(), THEIRS.it.epn.toString());
        assertThat(ids(get("/epns", narrow))).containsExactly(OURS.it.epn.toString());
        assertThat(ids(get("/epns", wide))).isEmpty();
        assertThat(get("/epns/" + OURS.it.epn, narrow).statusCode()).isEqualTo(200);
        assertThat(get("/epns/" + THEIRS.it.epn, narrow).statusCode()).isEqualTo(404);
        assertThat(get("/epns/" + THEIRS.it.epn, wide).statusCode()).isEqualTo(404);
        assertThat(ids(get("/partnerships?limit=500", both)))
                .contains(OURS.it.partnership.toString(), THEIRS.it.partnership.toString());
        assertThat(ids(get("/partnerships?limit=500", narrow))).doesNotContain(THEIRS.it.partnership.toString());

        assertThat(ids(get("/partnerships?epnId=" + OURS.it.epn + "&partnerId=" + THEIRS.it.partner, both)))
                .as("what belongs to one of them only")
                .isEmpty();
        assertThat(ids(get(
                        "/time-entries?partnershipId=" + OURS.it.partnership + "&personId=" + THEIRS.it.contact, both)))
                .isEmpty();
        assertThat(code(get("/partnerships?epnId=" + OURS.it.epn + "&partnerId=" + THEIRS.it.partner, narrow)))
                .isEqualTo("unknown-partner");
        assertThat(code(get("/partnerships?epnId=" + OURS.it.epn + "&epnId=" + THEIRS.it.epn, narrow)))
                .as("a second value hides nowhere")
                .isEqualTo("invalid-parameter");
    }

    @Test
    void a_centre_that_nobody_ever_administered_is_open_to_every_administrator_until_somebody_does() {
        var old = new CaseA();
        old.organisations().forEach(AccessOverHttpTest::tell);
        var administrator = ISSUER.token("any-administrator", "administrateur");
        assertThat(get("/epns/" + old.epn, administrator).statusCode()).isEqualTo(200);
        assertThat(ids(get("/epns?limit=500", administrator))).contains(old.epn.toString());
        assertThat(get("/epns/" + old.epn, ISSUER.token("any-auditor", "auditeur"))
                        .statusCode())
                .isEqualTo(404);

        tell(granted(old.epn, "the-administrator", AccessRole.ADMINISTRATEUR));
        assertThat(get("/epns/" + old.epn, administrator).statusCode()).isEqualTo(404);
        assertThat(ids(get("/epns?limit=500", administrator))).doesNotContain(old.epn.toString());

        tell(new AccessRevoked(old.epn, new Subject("the-administrator"), "départ"));
        assertThat(get("/epns/" + old.epn, administrator).statusCode())
                .as("it was administered once")
                .isEqualTo(404);
    }

    @Test
    void what_is_malformed_or_missing_is_told_as_before() {
        var token = token(AccessRole.ADMINISTRATEUR);

        assertThat(json(get("/partnerships/not-an-id", token))
                        .at("/violations/0/field")
                        .asString())
                .isEqualTo("id");
        assertThat(json(get("/partnerships?epnId=", token))
                        .at("/violations/0/field")
                        .asString())
                .isEqualTo("epnId");
        var missing = get("/agenda", token);
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(json(missing).at("/violations/0/field").asString()).isEqualTo("epnId");
        assertThat(get("/partnerships/" + OURS.it.partnership + "/gossip", token)
                        .statusCode())
                .isEqualTo(404);
        assertThat(code(get("/sessions/" + OURS.it.partnership, token))).isEqualTo("unknown-session");
    }

    @Test
    void it_is_shown_who_may_do_what_since_when_and_by_whom() {
        var master = MasterKey.read(masterKeyFile());
        var cipher = master.newCipher(new PersonId(Ids.next()));
        var erased = new PersonId(Ids.next());
        try (var keys = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafka().bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var _ = keys.send(new ProducerRecord<>(
                    KEYS, cipher.person().toString().getBytes(UTF_8), KeyCodec.write(cipher.wrapped())));
        }
        var it = new CaseA();
        it.organisations().forEach(AccessOverHttpTest::tell);
        tell(
                new PersonRegistered(
                        cipher.person(),
                        it.epn,
                        cipher.encrypt(PersonRegistered.class, "fullName", "Nadia Benali"),
                        null,
                        null,
                        false,
                        cipher.version()),
                it.person(erased),
                granted(it.epn, "root", AccessRole.ADMINISTRATEUR));
        LEDGER.nextIsBy(cipher.person().toString());
        tell(new AccessGranted(
                it.epn,
                new Subject("nadia"),
                List.of(AccessRole.ANIMATEUR, AccessRole.RESPONSABLE),
                cipher.person(),
                null));
        var since = asOfNow();
        tell(new AccessGranted(it.epn, new Subject("gone"), List.of(AccessRole.AUDITEUR), erased, null));
        var before = asOfNow();
        tell(new AccessRevoked(it.epn, new Subject("gone"), "départ"));
        var path = "/epns/" + it.epn + "/access-grants";
        var token = ISSUER.token("root", "administrateur");

        var items = json(get(path, token)).get("items");
        assertThat(items).extracting(item -> item.get("subject").asString()).containsExactly("root", "nadia");
        assertThat(items.get(1).toString())
                .isEqualTo("{\"subject\":\"nadia\",\"roles\":[\"RESPONSABLE\",\"ANIMATEUR\"],\"personId\":\"%s\","
                                .formatted(cipher.person())
                        + "\"personName\":\"Nadia Benali\",\"partnerId\":null,\"since\":\"%s\",\"grantedBy\":\"%s\","
                                .formatted(since, cipher.person())
                        + "\"grantedByName\":\"Nadia Benali\"}");
        assertThat(json(get(path + "?asOf=" + before, token)).get("items"))
                .extracting(item -> item.get("subject").asString() + " "
                        + item.get("personName").asString(""))
                .containsExactly("root ", "nadia Nadia Benali", "gone personne effacée");
        var first = json(get(path + "?limit=1", token));
        assertThat(first.get("items")).hasSize(1);
        assertThat(json(get(path + "?limit=1&cursor=" + first.get("next").asString(), token))
                        .at("/items/0/subject")
                        .asString())
                .isEqualTo("nadia");
        assertThat(get(path, ISSUER.token("nadia", "animateur")).statusCode()).isEqualTo(403);
        assertThat(code(get(path + "?asOf=2000-01-01T00:00:00Z", token))).isEqualTo("unknown-epn");
    }
}
