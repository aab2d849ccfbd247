package org.maillage.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one request does to several aggregates in one write, and what is found by another id: over HTTP, down to the ledger. */
class AcrossAggregatesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String CLAUSES = """
        {"preamble": "a", "objectives": "b", "modalities": "c", "commitments": "d", "followUp": "e"}\
        """;

    private static ConfigurableApplicationContext side;
    private static JdbcClient ledger;

    @BeforeAll
    static void start(@TempDir Path directory) {
        var database = TestServers.freshDatabase();
        MasterKey.readOrCreate(directory.resolve("master.key"));
        side = new SpringApplicationBuilder(CommandSide.class)
                .run(
                        "--server.port=0",
                        Identity.setting(),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.kafka.bootstrap-servers="
                                + TestServers.kafka().bootstrap(),
                        "--maillage.data-dir=" + directory,
                        "--maillage.master-key-file=" + directory.resolve("master.key"));
        ledger = JdbcClient.create(side.getBean(DataSource.class));
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    /** A centre that negotiates with one partner. */
    private record Story(String epn, String person, String partner, String partnership) {

        static Story begin() {
            var epn = id(created("/epns", """
                {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Insertion"], "audiences": []}
                """));
            var person =
                    id(created("/persons", "{\"epnId\": \"%s\", \"fullName\": \"Camille Martin\"}".formatted(epn)));
            var project = id(created("/projects", """
                {"epnId": "%s", "name": "Mémoire du quartier", "duration": "LONG_RUNNING"}
                """.formatted(epn)));
            var partner = anotherPartner(epn);
            var partnership = id(created("/partnerships", """
                {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [],
                 "theirBenefits": ["ateliers"], "missions": ["insertion"]}
                """.formatted(epn, project, partner, person)));
            ok("/partnerships/" + partnership + "/negotiation", "");
            return new Story(epn, person, partner, partnership);
        }

        static String anotherPartner(String epn) {
            return id(created(
                    "/partners", "{\"epnId\": \"%s\", \"name\": \"Lire\", \"kind\": \"ASSOCIATION\"}".formatted(epn)));
        }

        JsonNode draft() {
            return created("/conventions", """
                {"partnershipId": "%s", "clauses": %s, "plannedSessions": 10, "draftedBy": "%s"}
                """.formatted(partnership, CLAUSES, epn));
        }

        void approve(String convention) {
            ok("/conventions/" + convention + "/submission", "");
            ok(
                    "/conventions/" + convention + "/approvals",
                    "{\"step\": \"décideur\", \"deciderId\": \"%s\"}".formatted(person));
        }

        HttpResponse<String> sign(String convention, String party, String hash) {
            return post("/conventions/" + convention + "/signatures", """
                {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-10-07"}
                """.formatted(party, person, hash));
        }

        void agree() {
            ok("/partnerships/" + partnership + "/agreement-without-convention", "{\"reason\": \"entre voisins\"}");
        }
    }

    @Test
    void a_series_is_one_write_of_sessions_that_are_alike() {
        var story = Story.begin();
        story.agree();

        var answer = created("/session-series", """
            {"partnershipId": "%s", "startsAt": "2025-10-21T12:00:00Z", "frequency": "WEEKLY", "count": 3, "minutes": 90,
             "place": "Salle 2", "roster": ["%s"], "imagesTaken": true}
            """.formatted(story.partnership(), story.person()));

        var sessions = texts(answer.path("sessionIds"));
        assertThat(sessions).hasSize(3).startsWith(id(answer));
        assertThat(types(sessions.getFirst())).containsExactly("SessionPlanned", "SessionSeriesPlanned");
        var starts = List.of("2025-10-21T12:00:00Z", "2025-10-28T13:00:00Z", "2025-11-04T13:00:00Z");
        for (int i = 0; i < 3; i++) {
            var planned = payload(sessions.get(i), "SessionPlanned");
            assertThat(planned.path("startsAt").asString()).isEqualTo(starts.get(i));
            assertThat(planned.path("minutes").asInt()).isEqualTo(90);
            assertThat(planned.path("place").asString()).isEqualTo("Salle 2");
            assertThat(texts(planned.path("roster"))).containsExactly(story.person());
            assertThat(planned.path("imagesTaken").asBoolean()).isTrue();
        }
        assertThat(span(sessions)).isEqualTo(4);
        // Each of them lives on by itself.
        ok("/sessions/" + sessions.get(2) + "/cancellation", "{\"reason\": \"salle inondée\"}");
    }

    @Test
    void a_series_that_cannot_be_planned_plans_nothing() {
        var story = Story.begin();
        var series = """
            {"partnershipId": "%s", "startsAt": "2025-10-21T12:00:00Z", "frequency": "MONTHLY", "count": %d, "minutes": 90, "roster": []}
            """;

        refused(post("/session-series", series.formatted(story.partnership(), 2)), 409, "wrong-partnership-state");
        refused(post("/session-series", series.formatted(story.partnership(), 1)), 422, "invalid-request");
        refused(post("/session-series", series.formatted(story.partnership(), 101)), 422, "invalid-request");
    }

    @Test
    void a_session_that_replaces_another_takes_over_what_was_decided_on_images() {
        var story = Story.begin();
        story.agree();
        var session = id(created("/sessions", """
            {"partnershipId": "%s", "startsAt": "2025-10-21T12:00:00Z", "minutes": 90, "roster": []}
            """.formatted(story.partnership())));
        ok("/sessions/" + session + "/images", "{\"imagesTaken\": true}");

        var answer = ok(
                "/sessions/" + session + "/rescheduling",
                "{\"startsAt\": \"2025-10-22T12:00:00Z\", \"reason\": \"grève\"}");

        assertThat(payload(answer.path("rescheduledAs").asString(), "SessionPlanned")
                        .path("imagesTaken")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_convention_follows_the_partners_of_its_partnership() {
        var story = Story.begin();
        var drafted = story.draft();
        var convention = id(drafted);
        story.approve(convention);
        var hash = drafted.path("versionHash").asString();
        assertThat(story.sign(convention, story.epn(), hash).statusCode()).isEqualTo(200);
        var second = Story.anotherPartner(story.epn());

        ok("/partnerships/" + story.partnership() + "/partners", "{\"partnerId\": \"%s\"}".formatted(second));

        assertThat(texts(payload(convention, "PartiesChanged").path("parties")))
                .containsExactly(story.epn(), story.partner(), second);
        refused(story.sign(convention, second, hash), 409, "convention-not-validated");

        ok(
                "/partnerships/" + story.partnership() + "/partner-removals",
                "{\"partnerId\": \"%s\", \"reason\": \"renonce\"}".formatted(story.partner()));

        assertThat(texts(payload(convention, "PartiesChanged").path("parties"))).containsExactly(story.epn(), second);
        story.approve(convention);
        assertThat(story.sign(convention, story.epn(), hash).statusCode()).isEqualTo(200);
        var last = story.sign(convention, second, hash);
        assertThat(json(last).path("fullySigned").asBoolean()).as(last.body()).isTrue();
        assertThat(types(story.partnership())).endsWith("PartnershipAgreed");
    }

    @Test
    void an_amendment_is_signed_by_all_and_the_partnership_stays_where_it_is() {
        var story = Story.begin();
        var drafted = story.draft();
        var convention = id(drafted);
        refused(
                post("/conventions", """
                    {"partnershipId": "%s", "clauses": %s, "draftedBy": "%s"}
                    """.formatted(story.partnership(), CLAUSES, story.epn())),
                409,
                "convention-already-exists");
        story.approve(convention);
        for (var party : List.of(story.epn(), story.partner())) {
            story.sign(convention, party, drafted.path("versionHash").asString());
        }
        var before = types(story.partnership());

        var avenant = ok("/conventions/" + convention + "/avenants", """
            {"clauses": %s, "plannedSessions": 12, "validUntil": "2026-06-30", "draftedBy": "%s", "reason": "deux de plus"}
            """.formatted(CLAUSES, story.partner()));
        var hash = avenant.path("versionHash").asString();
        assertThat(avenant.path("versionNumber").asInt()).isEqualTo(2);
        assertThat(json(story.sign(convention, story.epn(), hash))
                        .path("fullySigned")
                        .asBoolean(true))
                .isFalse();
        assertThat(json(story.sign(convention, story.partner(), hash))
                        .path("fullySigned")
                        .asBoolean())
                .isTrue();

        assertThat(types(story.partnership())).isEqualTo(before);
        refused(
                post("/conventions/" + convention + "/expiry", "{\"expiredOn\": \"2026-06-29\"}"),
                409,
                "term-not-reached");
        assertThat(claims("live-convention", story.partnership())).isEqualTo(1);
        ok(
                "/conventions/" + convention + "/termination",
                "{\"terminatedOn\": \"2026-05-01\", \"reason\": \"dissolution\"}");
        assertThat(claims("live-convention", story.partnership())).isZero();
    }

    @Test
    void nothing_is_signed_while_money_cannot_be_added_up() {
        var story = Story.begin();
        var drafted = story.draft();
        story.approve(id(drafted));
        var hash = drafted.path("versionHash").asString();
        var funding = id(created("/funding-agreements", """
            {"epnId": "%s", "funder": "Région", "missions": ["Insertion"], "exclusive": true, "from": "2020-01-01"}
            """.formatted(story.epn())));

        var refusal = story.sign(id(drafted), story.epn(), hash);
        refused(refusal, 409, "cumulation-conflict");
        assertThat(json(refusal).path("detail").asString()).contains("Région");

        ok("/funding-agreements/" + funding + "/end", "{\"endedOn\": \"2025-12-31\"}");
        assertThat(story.sign(id(drafted), story.epn(), hash).statusCode()).isEqualTo(200);
    }

    @Test
    void an_agreement_is_ended_by_its_own_id() {
        var story = Story.begin();
        var body = """
            {"epnId": "%s", "funder": "Région", "missions": [], "exclusive": false, "from": "2025-01-01", "until": %s}
            """;
        var answer = post("/funding-agreements", body.formatted(story.epn(), "null"));
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/funding-agreements/" + id(json(answer)));

        refused(
                post("/funding-agreements/" + id(json(answer)) + "/end", "{\"endedOn\": \"2024-12-31\"}"),
                409,
                "funding-ends-before-it-begins");
        refused(
                post("/funding-agreements/" + UUID.randomUUID() + "/end", "{\"endedOn\": \"2025-12-31\"}"),
                404,
                "unknown-funding");
        refused(post("/funding-agreements", body.formatted(story.epn(), "\"2024-12-31\"")), 422, "invalid-request");
        refused(post("/funding-agreements", body.formatted(UUID.randomUUID(), "null")), 404, "unknown-epn");
        refused(post("/funding-agreements", body.formatted(story.partner(), "null")), 404, "unknown-epn");
    }

    @Test
    void entries_that_came_together_are_corrected_one_by_one() {
        var story = Story.begin();
        var batch = """
            {"personId": "%s", "entries": [
              {"partnershipId": "%s", "phase": "DELIVERY", "day": "2025-10-07", "minutes": 600},
              {"partnershipId": "%s", "phase": "BILAN", "day": "%s", "minutes": %d}]}
            """;

        var answer = created(
                "/time-entry-batches",
                batch.formatted(story.person(), story.partnership(), story.partnership(), "2025-10-07", 840));
        var entries = texts(answer.path("entryIds"));

        assertThat(entries).hasSize(2).startsWith(id(answer));
        ok("/time-entries/" + entries.get(1) + "/corrections", "{\"minutes\": 30, \"reason\": \"erreur\"}");
        refused(
                post(
                        "/time-entry-batches",
                        batch.formatted(story.person(), story.partnership(), story.partnership(), "2025-10-07", 840)),
                409,
                "day-too-long");
        refused(
                post(
                        "/time-entry-batches",
                        batch.formatted(story.person(), story.partnership(), story.partnership(), "2025-11-07", 30)),
                422,
                "invalid-request");
        refused(
                post("/time-entry-batches", "{\"personId\": \"%s\", \"entries\": []}".formatted(story.person())),
                422,
                "invalid-request");
    }

    @Test
    void a_circuit_names_each_step_once() {
        var story = Story.begin();

        var answer = post("/epns/" + story.epn() + "/circuit-templates", """
            {"partnerKind": "COMPANY", "steps": [{"name": "direction"}, {"name": "direction"}]}
            """);

        refused(answer, 422, "invalid-request");
        assertThat(json(answer).at("/violations/0/field").asString()).isEqualTo("steps[1].name");
        ok("/epns/" + story.epn() + "/circuit-templates", """
            {"partnerKind": "ASSOCIATION", "steps": [{"name": "présidence", "withinDays": 15}]}
            """);
        var circuit = payload(id(story.draft()), "ConventionDrafted").path("circuit");
        assertThat(circuit.at("/0/name").asString()).isEqualTo("présidence");
        assertThat(circuit.at("/0/expectedOn").asString()).isNotBlank();
    }

    @Test
    void an_act_is_online_or_a_stored_file() {
        var story = Story.begin();
        var convention = id(story.draft());
        var pdf = "%PDF-1.4\n%%EOF\n";
        var stored = json(send(HttpRequest.newBuilder(uri("/documents?epnId=" + story.epn()))
                .header("Authorization", Identity.bearer())
                .header("Content-Type", "application/pdf")
                .POST(BodyPublishers.ofString(pdf))));
        var act = """
            {"reference": "2025-118", "adoptedOn": "2025-10-07"%s}
            """;
        var file = ", \"file\": {\"sha256\": \"%s\", \"name\": \"arrêté.pdf\"}";

        ok(
                "/conventions/" + convention + "/municipal-acts",
                act.formatted(file.formatted(stored.path("sha256").asString())));

        var attached = payload(convention, "MunicipalActAttached").path("file");
        assertThat(attached.path("mediaType").asString()).isEqualTo("application/pdf");
        assertThat(attached.path("size").asLong()).isEqualTo(pdf.length());
        refused(
                post("/conventions/" + convention + "/municipal-acts", act.formatted(file.formatted("0".repeat(64)))),
                404,
                "unknown-file");
        refused(
                post(
                        "/conventions/" + convention + "/municipal-acts",
                        act.formatted(", \"url\": \"https://example.org\"" + file.formatted("0".repeat(64)))),
                422,
                "invalid-request");
        refused(
                post(
                        "/conventions/" + convention + "/municipal-acts",
                        act.formatted(", \"url\": \"javascript:alert(1)\"")),
                422,
                "invalid-request");
    }

    @Test
    void a_bilan_that_is_shared_again_delivers_nothing_twice() {
        var story = Story.begin();
        story.agree();
        ok("/partnerships/" + story.partnership() + "/start", "{\"startedOn\": \"2025-10-07\"}");
        ok("/partnerships/" + story.partnership() + "/completion", "{\"completedOn\": \"2025-11-07\"}");
        var bilan = id(created("/bilans", """
            {"partnershipId": "%s", "narrative": "Dix séances.", "draftedBy": "%s"}
            """.formatted(story.partnership(), story.partner())));
        refused(post("/bilans", """
            {"partnershipId": "%s", "narrative": "Un autre."}
            """.formatted(story.partnership())), 409, "bilan-already-exists");
        var share = "{\"partnerId\": \"%s\"}".formatted(story.partner());
        ok("/bilans/" + bilan + "/shares", share);
        ok("/bilans/" + bilan + "/finalisation", "");
        ok("/bilans/" + bilan + "/reopening", "{\"reason\": \"un chiffre faux\"}");
        ok("/bilans/" + bilan + "/revisions", "{\"narrative\": \"Onze séances.\"}");
        refused(post("/bilans/" + bilan + "/finalisation", ""), 409, "bilan-not-shared-with-every-partner");
        ok("/partnerships/" + story.partnership() + "/follow-up", "{\"decision\": \"CLOSE\"}");

        ok("/bilans/" + bilan + "/shares", share);
        ok("/bilans/" + bilan + "/finalisation", "");

        assertThat(payload(bilan, "BilanShared").path("withEveryPartner").asBoolean())
                .isTrue();
        assertThat(types(story.partnership())).containsOnlyOnce("BilanDelivered");
        assertThat(types(bilan)).endsWith("BilanRevised", "BilanShared", "BilanFinalised");
    }

    private static List<String> types(String aggregate) {
        return ledger.sql("select type from ledger.event where aggregate_id = ? order by position")
                .param(UUID.fromString(aggregate))
                .query(String.class)
                .list();
    }

    /** What the last event of a type says. */
    private static JsonNode payload(String aggregate, String type) {
        var bytes = ledger.sql("""
            select payload from ledger.event where aggregate_id = ? and type = ? order by position desc limit 1
            """)
                .param(UUID.fromString(aggregate))
                .param(type)
                .query(byte[].class)
                .single();
        return JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
    }

    /** From the first to the last position of what these aggregates have. */
    private static long span(List<String> aggregates) {
        return ledger.sql("select max(position) - min(position) + 1 from ledger.event where aggregate_id in (:ids)")
                .param("ids", aggregates.stream().map(UUID::fromString).toList())
                .query(Long.class)
                .single();
    }

    private static int claims(String kind, String key) {
        return ledger.sql("select count(*) from ledger.claim where kind = ? and key = ?")
                .param(kind)
                .param(key)
                .query(Integer.class)
                .single();
    }

    private static JsonNode created(String path, String body) {
        var answer = post(path, body);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(201);
        return json(answer);
    }

    private static JsonNode ok(String path, String body) {
        var answer = post(path, body);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
    }

    private static HttpResponse<String> post(String path, String body) {
        var request = HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Authorization", Identity.bearer())
                .POST(BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + side.getEnvironment().getProperty("local.server.port") + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String id(JsonNode answer) {
        return answer.path("id").asString();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
