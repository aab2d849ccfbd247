package org.maillage.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.ConsistencyToken;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract of every POST, on the whole command side, over HTTP. */
class HttpTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String EPN = """
        {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
        """;

    private static ConfigurableApplicationContext side;

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
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @Test
    void something_new_is_created() {
        var answer = post("/api/v1/epns", EPN);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location"))
                .isEqualTo("/api/v1/epns/" + json(answer).path("id").asString());
        assertThat(header(answer, "ETag"))
                .isEqualTo("\"" + json(answer).path("version").asLong() + "\"");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(ConsistencyToken.decode(header(answer, "Consistency-Token")).positions())
                .hasSize(1);
    }

    @Test
    void what_a_command_adds_stands_beside_id_and_version() {
        var answer = proposal(List.of());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(json(answer).path("warnings").toString())
                .contains("\"code\":\"no-partner-benefit\"")
                .contains("« gagnant-gagnant »");
    }

    @Test
    void a_repeated_request_is_answered_as_the_first_time() {
        var key = UUID.randomUUID().toString();

        var first = post("/api/v1/epns", EPN, "Idempotency-Key", key);
        var second = post("/api/v1/epns", EPN.replace(", ", " ,  "), "Idempotency-Key", key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        for (var name : List.of("Location", "ETag", "Consistency-Token")) {
            assertThat(header(second, name)).isEqualTo(header(first, name));
        }
    }

    @Test
    void a_key_is_not_for_another_body() {
        var key = UUID.randomUUID().toString();
        post("/api/v1/epns", EPN, "Idempotency-Key", key);

        refused(
                post("/api/v1/epns", EPN.replace("Passerelle", "Fabrique"), "Idempotency-Key", key),
                422,
                "idempotency-key-reused");
    }

    @Test
    void a_key_is_not_for_another_path() {
        var key = UUID.randomUUID().toString();
        var id = json(post("/api/v1/epns", EPN, "Idempotency-Key", key))
                .path("id")
                .asString();
        var staff = "{\"personId\": \"%s\", \"role\": \"COORDINATOR\"}".formatted(UUID.randomUUID());

        var answer = post("/api/v1/epns/" + id + "/staff", staff, "Idempotency-Key", key);

        assertThat(json(answer).path("status").asInt()).as(answer.body()).isEqualTo(422);
    }

    @Test
    void an_answer_covers_the_token_of_its_request() {
        var mine = new ConsistencyToken(new TreeMap<>(Map.of(3, 999_999_999L)));

        var answer = post("/api/v1/epns", EPN, "Consistency-Token", mine.encoded());

        assertThat(ConsistencyToken.decode(header(answer, "Consistency-Token")).positions())
                .containsEntry(3, 999_999_999L);
    }

    @Test
    void a_version_that_has_passed_is_refused() {
        var id = json(proposal(List.of("Matériel"))).path("id").asString();

        refused(post("/api/v1/partnerships/" + id + "/negotiation", "", "If-Match", "\"41\""), 412, "stale-version");
        assertThat(post("/api/v1/partnerships/" + id + "/negotiation", "", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void every_violation_is_named() {
        var answer = post("/api/v1/epns", """
            {"name": " ", "legalForm": "CLUB", "communeCode": 49007, "missions": [""], "colour": "red"}
            """);

        refused(answer, 422, "invalid-request");
        var fields = new ArrayList<String>();
        json(answer)
                .path("violations")
                .forEach(violation -> fields.add(violation.path("field").asString()));
        assertThat(fields).containsExactly("legalForm", "communeCode", "colour", "audiences", "missions[0]", "name");
        assertThat(answer.body())
                .contains("Valeurs possibles : ASSOCIATION, MUNICIPAL_SERVICE.")
                .contains("Ce champ est obligatoire.")
                .doesNotContain("red");
    }

    @Test
    void rules_speak_french_whatever_the_client_reads() {
        var long201 = EPN.replace("La Passerelle", "x".repeat(201));

        assertThat(post("/api/v1/epns", long201, "Accept-Language", "en").body())
                .contains("La taille doit être comprise entre 0 et 200.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "null", "{\"a\": 1} 2"})
    void what_is_not_a_json_object_is_malformed(String body) {
        refused(post("/api/v1/epns", body), 400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json;charset=ISO-8859-1",
                "application/x-www-form-urlencoded",
                "application/vnd.epn+json",
                "json"
            })
    void a_body_is_json(String type) {
        refused(
                send(request("/api/v1/epns").header("Content-Type", type).POST(BodyPublishers.ofString(EPN))),
                415,
                "unsupported-media-type");
        refused(
                send(request("/api/v1/partnerships/" + UUID.randomUUID() + "/negotiation")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("{}"))),
                415,
                "unsupported-media-type");
    }

    @Test
    void a_command_without_fields_takes_none() {
        refused(
                post("/api/v1/partnerships/" + UUID.randomUUID() + "/negotiation", "{\"force\": true}"),
                422,
                "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", ""})
    void nothing_is_there_under_an_unknown_id(String body) {
        refused(post("/api/v1/partnerships/" + UUID.randomUUID() + "/negotiation", body), 404, "unknown-target");
    }

    @ParameterizedTest
    @CsvSource({
        "If-Match, 3",
        "If-Match, W/\"3\"",
        "If-Match, *",
        "Idempotency-Key, 129 characters",
        "Consistency-Token, eHh4",
        "Consistency-Token, ???"
    })
    void a_header_of_the_wrong_form_is_named(String header, String value) {
        var answer = post("/api/v1/epns", EPN, header, value.replace("129 characters", "k".repeat(129)));

        refused(answer, 400, "invalid-parameter");
        assertThat(json(answer).at("/violations/0/field").asString()).isEqualTo(header);
    }

    @Test
    void a_path_variable_of_the_wrong_form_is_named() {
        var answer = post("/api/v1/partnerships/1-1-1-1-1/negotiation", "");

        refused(answer, 400, "invalid-parameter");
        assertThat(json(answer).at("/violations/0/field").asString()).isEqualTo("id");
    }

    @Test
    void a_body_has_a_largest_size() {
        var filling = EPN + " ".repeat((1 << 20) - EPN.length());

        assertThat(post("/api/v1/epns", filling).statusCode()).isEqualTo(201);
        refused(post("/api/v1/epns", filling + " "), 413, "body-too-large");
    }

    @Test
    void a_body_that_does_not_say_its_length_has_a_largest_size_too() {
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[(1 << 20) + 1]));

        refused(
                send(request("/api/v1/epns")
                        .header("Content-Type", "application/json")
                        .POST(body)),
                413,
                "body-too-large");
    }

    @Test
    void nobody_is_heard_who_does_not_say_who_they_are() {
        var answer = send(anonymous("/api/v1/epns").POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));

        // Before the body is read, which is too large.
        refused(answer, 401, "unauthenticated");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
        refused(send(anonymous("/api/v1/nothing").POST(BodyPublishers.ofString("{}"))), 401, "unauthenticated");
        refused(send(anonymous("/documents/" + "0".repeat(64))), 401, "unauthenticated");
        assertThat(send(anonymous("/health")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_role_that_opens_nothing_is_told_before_the_body_is_looked_at() {
        refused(post("/api/v1/epns", "[", "Authorization", Identity.bearer("x", "responsable")), 403, "forbidden");
    }

    @Test
    void an_unknown_address_is_a_problem() {
        refused(post("/api/v1/nothing", "{}"), 404, "not-found");
    }

    @Test
    void another_method_is_a_problem() {
        var answer = send(request("/api/v1/epns").DELETE());

        refused(answer, 405, "method-not-allowed");
        assertThat(header(answer, "Allow")).isEqualTo("POST");
    }

    @Test
    void a_problem_carries_the_trace_of_its_request() {
        var answer =
                post("/api/v1/nothing", "{}", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(json(answer).path("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void a_problem_is_told_to_who_accepts_something_else() {
        refused(post("/api/v1/epns", "[]", "Accept", "text/html"), 400, "malformed-json");
        assertThat(post("/api/v1/epns", EPN, "Accept", "text/html").statusCode())
                .isEqualTo(201);
    }

    private static HttpResponse<String> proposal(List<String> theirBenefits) {
        var epn = json(post("/api/v1/epns", EPN)).path("id").asString();
        var project =
                json(post("/api/v1/projects", """
                    {"epnId": "%s", "name": "Mémoire du quartier", "duration": "LONG_RUNNING"}
                    """.formatted(epn))).path("id").asString();
        var partner =
                json(post("/api/v1/partners", """
                    {"epnId": "%s", "name": "Maison de retraite", "kind": "ASSOCIATION"}
                    """.formatted(epn))).path("id").asString();
        var person = json(post("/api/v1/persons", """
            {"epnId": "%s", "fullName": "Camille Martin"}
            """.formatted(epn)));
        var benefits = JsonMapper.shared().writeValueAsString(theirBenefits);
        return post("/api/v1/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": %s}
            """.formatted(
                        epn, project, partner, person.path("id").asString(), benefits));
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        var problem = json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("type").asString()).isEqualTo("/problems/" + code);
        assertThat(problem.path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(problem.path("detail").asString()).isNotBlank();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) {
        var request = request(path).POST(BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    private static HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", Identity.bearer());
    }

    private static HttpRequest.Builder anonymous(String path) {
        var port = side.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
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

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
