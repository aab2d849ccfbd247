package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.CaseA;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;

/** Whatever is sent, the answer is a problem that says what is wrong, and nothing is stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private PlatformProcess platform;
    private CaseA story;

    @BeforeAll
    void start(@TempDir Path dataDir) throws IOException {
        platform = PlatformProcess.start(dataDir, Map.of()).awaitReady();
        story = new CaseA(new ApiClient(platform.http(), platform.tokens(), null));
        story.prepare();
        story.negotiate();
        story.draftConvention();
    }

    @AfterAll
    void stop() {
        http.close();
        platform.close();
    }

    private record Answer(int status, String type, JsonNode problem) {}

    private Answer send(String method, String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(platform.http() + path))
                .header("Content-Type", contentType)
                .header("Authorization", "Bearer " + platform.tokens().token())
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                Json.mapper().build().readTree(answer.body()));
    }

    private long events() throws Exception {
        try (var connection =
                        DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
                var rows = connection.createStatement().executeQuery("select count(*) from ledger.event")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String filled(String text) {
        return text.replace("{epn}", story.id("epn"))
                .replace("{partner}", story.id("partner"))
                .replace("{project}", story.id("project"))
                .replace("{person}", story.id("responsable"))
                .replace("{partnership}", story.id("partnership"))
                .replace("{convention}", story.id("convention"))
                .replace("{nobody}", new UUID(1, 1).toString());
    }

    static Stream<Arguments> badInput() {
        var project = """
            {"epnId": "{epn}", "name": "%s", "duration": "ONE_OFF"}\
            """;
        var time = """
            {"personId": "{person}", "partnershipId": "{partnership}", "phase": "DELIVERY", "day": "%s", "minutes": %s}\
            """;
        var cost = """
            {"amount": %s, "label": "livrets", "incurredOn": "%s"}\
            """;
        return Stream.of(
                Arguments.of("no JSON at all", "/projects", "bonjour", 400, "malformed-json"),
                Arguments.of("JSON cut short", "/projects", "{\"epnId\": \"{epn}\"", 400, "malformed-json"),
                Arguments.of("a list", "/projects", "[]", 400, "malformed-json"),
                Arguments.of("JSON after the JSON", "/projects", "{} {}", 400, "malformed-json"),
                Arguments.of(
                        "nested too deep",
                        "/projects",
                        "{\"name\":" + "[".repeat(30) + "]".repeat(30) + "}",
                        400,
                        "limit-exceeded"),
                Arguments.of(
                        "an endless number",
                        "/projects",
                        "{\"budget\": " + "9".repeat(100_000) + "}",
                        400,
                        "limit-exceeded"),
                Arguments.of(
                        "more than anybody means",
                        "/projects",
                        "{\"audiences\": [" + "1,".repeat(30_000) + "1]}",
                        400,
                        "limit-exceeded"),
                Arguments.of(
                        "a name without end", "/projects", "{\"" + "n".repeat(5_000) + "\": 1}", 400, "limit-exceeded"),
                Arguments.of("nested a thousand deep", "/projects", "[".repeat(2_000), 400, "malformed-json"),
                Arguments.of("nothing that is needed", "/projects", "{}", 422, "invalid-request"),
                Arguments.of(
                        "an unknown field",
                        "/projects",
                        "{\"epnId\": \"{epn}\", \"name\": \"x\", \"duration\": \"ONE_OFF\", \"couleur\": 1}",
                        422,
                        "invalid-request"),
                Arguments.of("a blank name", "/projects", project.formatted("  "), 422, "invalid-request"),
                Arguments.of("a NUL", "/projects", project.formatted("a\\u0000b"), 422, "invalid-request"),
                Arguments.of("a lone surrogate", "/projects", project.formatted("a\\ud800b"), 422, "invalid-request"),
                Arguments.of(
                        "a very long name", "/projects", project.formatted("x".repeat(201)), 422, "invalid-request"),
                Arguments.of(
                        "a number for a text",
                        "/projects",
                        "{\"epnId\": \"{epn}\", \"name\": 12, \"duration\": \"ONE_OFF\"}",
                        422,
                        "invalid-request"),
                Arguments.of(
                        "no id",
                        "/projects",
                        "{\"epnId\": \"epn\", \"name\": \"x\", \"duration\": \"ONE_OFF\"}",
                        422,
                        "invalid-request"),
                Arguments.of(
                        "no such enum",
                        "/projects",
                        "{\"epnId\": \"{epn}\", \"name\": \"x\", \"duration\": \"FOREVER\"}",
                        422,
                        "invalid-request"),
                Arguments.of(
                        "an unknown centre",
                        "/projects",
                        "{\"epnId\": \"{nobody}\", \"name\": \"x\", \"duration\": \"ONE_OFF\"}",
                        404,
                        "unknown-epn"),
                Arguments.of(
                        "a partner for a centre",
                        "/projects",
                        "{\"epnId\": \"{partner}\", \"name\": \"x\", \"duration\": \"ONE_OFF\"}",
                        404,
                        "unknown-epn"),
                Arguments.of(
                        "a negative amount",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("-1", "2025-10-01"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "a fraction of a cent",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("1.001", "2025-10-01"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "an absurd amount",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("1e300000", "2025-10-01"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "a cost of tomorrow",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("1", "2199-01-01"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "a day that does not exist",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("1", "2025-02-30"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "an absurd year",
                        "/partnerships/{partnership}/direct-costs",
                        cost.formatted("1", "0001-01-01"),
                        422,
                        "invalid-request"),
                Arguments.of("no minutes", "/time-entries", time.formatted("2025-10-01", "0"), 422, "invalid-request"),
                Arguments.of(
                        "more than a day",
                        "/time-entries",
                        time.formatted("2025-10-01", "1441"),
                        422,
                        "invalid-request"),
                Arguments.of(
                        "half a minute", "/time-entries", time.formatted("2025-10-01", "1.5"), 422, "invalid-request"),
                Arguments.of(
                        "a partnership for a person",
                        "/time-entries",
                        time.formatted("2025-10-01", "10").replace("{person}", "{partnership}"),
                        404,
                        "unknown-person"),
                Arguments.of("no such partnership", "/partnerships/{nobody}/negotiation", "{}", 404, "unknown-target"),
                Arguments.of(
                        "an id of another kind", "/partnerships/{partner}/negotiation", "{}", 404, "unknown-target"),
                Arguments.of("no id in the path", "/partnerships/abc/negotiation", "{}", 400, "invalid-parameter"),
                Arguments.of(
                        "an illegal state",
                        "/partnerships/{partnership}/start",
                        "{\"startedOn\": \"2025-10-01\"}",
                        409,
                        "wrong-partnership-state"),
                Arguments.of("a second proposal", "/partnerships", """
                    {"epnId": "{epn}", "projectId": "{project}", "partnerIds": ["{partner}"], "pilotId": "{person}",
                     "ourBenefits": [], "theirBenefits": []}\
                    """, 409, "proposal-already-open"),
                Arguments.of("a second convention", "/conventions", """
                    {"partnershipId": "{partnership}", "draftedBy": "{epn}", "clauses": {}}\
                    """, 409, "convention-already-exists"),
                Arguments.of("a SIRET twice", "/partners", """
                    {"epnId": "{epn}", "name": "Encore", "kind": "ASSOCIATION", "siret": "999 000 102 00015"}\
                    """, 409, "siret-already-used"),
                Arguments.of("a wrong SIRET", "/partners", """
                    {"epnId": "{epn}", "name": "Encore", "kind": "ASSOCIATION", "siret": "12345678901234"}\
                    """, 422, "invalid-request"),
                Arguments.of("neither person nor role", "/epns/{epn}/hourly-rates", """
                    {"amount": 10, "effectiveFrom": "2025-01-01"}\
                    """, 422, "invalid-request"),
                Arguments.of("no such route", "/nothing", "{}", 404, "not-found"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInput")
    void is_refused_and_nothing_is_stored(String what, String path, String body, int status, String code)
            throws Exception {
        var before = events();

        var answer = send(
                "POST",
                "/api/v1" + filled(path),
                "application/json",
                filled(body).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as("%s: %s", what, answer.problem()).isEqualTo(status);
        assertThat(answer.problem().path("code").asString()).isEqualTo(code);
        assertThatItIsAProblem(answer);
        assertThat(events()).isEqualTo(before);
    }

    private static void assertThatItIsAProblem(Answer answer) {
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.problem().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.problem().path("detail").asString()).isNotBlank();
        assertThat(answer.problem().path("traceId").asString()).hasSize(32);
        assertThat(answer.problem().toString()).doesNotContain("Exception", "org.maillage", "select ");
    }

    static Stream<Arguments> badQuestions() {
        var past = "2020-01-01T00:00:00Z";
        return Stream.of(
                Arguments.of("/partners?epnId={epn}&q=" + "a".repeat(201), "invalid-parameter", "q"),
                Arguments.of("/partners?epnId={epn}&epnId={epn}", "invalid-parameter", "epnId"),
                Arguments.of("/partners?epnId={epn}&limit=501", "invalid-parameter", "limit"),
                Arguments.of("/partners?epnId={epn}&cursor=" + "A".repeat(3_000), "invalid-parameter", "cursor"),
                Arguments.of("/partners?epnId={epn}" + many(40), "limit-exceeded", ""),
                Arguments.of("/agenda?epnId={epn}&from=2026-02-01&until=2026-01-01", "invalid-parameter", "until"),
                Arguments.of("/agenda?epnId={epn}&from=2000-01-01&until=2026-01-01", "invalid-parameter", "until"),
                Arguments.of("/epns/{epn}/portfolio?from=2000-01-01&until=2026-01-01", "invalid-parameter", "until"),
                Arguments.of(
                        "/partners/{partner}/time-cost?from=2000-01-01&until=2026-01-01", "invalid-parameter", "until"),
                Arguments.of(
                        "/time-entries?personId={person}&from=2000-01-01&until=2026-01-01",
                        "invalid-parameter",
                        "until"),
                Arguments.of("/epns/{epn}?asOf=hier", "invalid-parameter", "asOf"),
                Arguments.of("/epns/{epn}?certified=true", "invalid-parameter", "asOf"),
                Arguments.of("/epns/{epn}?certified=oui&asOf=" + past, "invalid-parameter", "certified"),
                Arguments.of("/epns/{epn}?certified=true&asOf=2190-01-01T00:00:00Z", "invalid-parameter", "asOf"),
                Arguments.of("/ledger/checkpoints?certified=true&asOf=" + past, "invalid-parameter", "certified"));
    }

    private static String many(int parameters) {
        return IntStream.range(0, parameters).mapToObj(i -> "&p" + i + "=1").collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badQuestions")
    void a_question_that_makes_no_sense_names_the_parameter(String question, String code, String field)
            throws Exception {
        var answer = send("GET", "/api/v1" + filled(question), "application/json", new byte[0]);

        assertThat(answer.status()).as("%s", answer.problem()).isEqualTo(400);
        assertThat(answer.problem().path("code").asString()).isEqualTo(code);
        assertThat(answer.problem().at("/violations/0/field").asString("")).isEqualTo(field);
        assertThatItIsAProblem(answer);
    }

    @Test
    void every_violation_is_named_at_once() throws Exception {
        var answer = send(
                "POST",
                "/api/v1/projects",
                "application/json",
                "{\"epnId\": \"x\", \"name\": \"\", \"budget\": -1, \"couleur\": true}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()
                        .get("violations")
                        .valueStream()
                        .map(v -> v.get("field").asString()))
                .containsExactlyInAnyOrder("epnId", "name", "duration", "budget", "couleur");
    }

    @Test
    void a_body_of_two_mebibytes_is_too_large() throws Exception {
        var before = events();
        var answer = send("POST", "/api/v1/projects", "application/json", new byte[2 << 20]);
        assertThat(answer.status()).isEqualTo(413);
        assertThatItIsAProblem(answer);
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void another_content_type_is_not_read() throws Exception {
        for (var type : new String[] {"text/plain", "application/xml", "application/x-www-form-urlencoded"}) {
            var answer = send("POST", "/api/v1/projects", type, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThatItIsAProblem(answer);
        }
    }

    @Test
    void bytes_that_are_no_utf_8_are_malformed() throws Exception {
        var answer = send("POST", "/api/v1/projects", "application/json", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        assertThat(answer.status()).isEqualTo(400);
        assertThatItIsAProblem(answer);
    }

    @Test
    void another_method_is_not_allowed() throws Exception {
        var answer = send("PUT", "/api/v1/projects", "application/json", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(405);
        assertThatItIsAProblem(answer);
    }
}
