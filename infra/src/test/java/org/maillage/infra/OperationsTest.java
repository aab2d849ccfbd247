package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.demonstration.ApiClient.Answer;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever runs the platform finds what waits, tries again and discards, through the front door of the running platform. */
final class OperationsTest {

    private static final JsonMapper MAPPER = Json.mapper().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "Jeanne Dupont";

    @TempDir
    private static Path dataDir;

    private static TokenIssuer issuer;
    private static PlatformProcess platform;
    private static HttpClient http;
    private static Conformance conformance;
    private static int commandMetrics;
    private static int queryMetrics;

    @BeforeAll
    static void start() throws Exception {
        issuer = TokenIssuer.start();
        commandMetrics = Ports.free();
        queryMetrics = Ports.free();
        platform = PlatformProcess.start(
                        dataDir,
                        Map.of(
                                "MAILLAGE_ISSUER",
                                issuer.issuer(),
                                "MAILLAGE_METRICS_PORT",
                                Integer.toString(commandMetrics),
                                "MAILLAGE_QUERY_METRICS_PORT",
                                Integer.toString(queryMetrics)))
                .awaitReady();
        http = HttpClient.newHttpClient();
        conformance = new Conformance(platform.get("/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        http.close();
        platform.close();
        issuer.close();
    }

    private record Told(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        JsonNode body() {
            return MAPPER.readTree(response.body());
        }

        String code() {
            return body().path("code").asString("");
        }

        String token() {
            return response.headers().firstValue(ConsistencyToken.HEADER).orElseThrow();
        }
    }

    private static Told operator(String method, String path, @Nullable String body) throws Exception {
        return ask(method, path, body, issuer.token("the-operator", "exploitant"), null);
    }

    private static Told administrator(String method, String path, @Nullable String body, @Nullable String seen)
            throws Exception {
        return ask(method, path, body, issuer.token("the-town", "administrateur"), seen);
    }

    private static Told ask(
            String method, String path, @Nullable String body, @Nullable String bearer, @Nullable String seen)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(platform.http() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (seen != null) {
            request.header(ConsistencyToken.HEADER, seen);
        }
        var sent = request.build();
        var response = http.send(sent, BodyHandlers.ofString());
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        conformance.check(sent, new Answer(response.statusCode(), MAPPER.readTree(response.body()), headers));
        return new Told(response);
    }

    /** Which stands in the feed already. */
    private static UUID centre(String name) throws Exception {
        var registered = administrator("POST", "/api/v1/epns", """
            {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["lire"], "audiences": ["jeunes"]}
            """.formatted(name), null);
        assertThat(registered.status()).as(registered.response().body()).isEqualTo(201);
        var id = UUID.fromString(registered.body().path("id").asString());
        assertThat(administrator("GET", "/api/v1/epns/" + id, null, registered.token())
                        .status())
                .isEqualTo(200);
        return id;
    }

    /** Gives the token that covers it. */
    private static String rename(UUID centre) throws Exception {
        var revised =
                administrator("POST", "/api/v1/epns/" + centre + "/missions", "{\"missions\": [\"danser\"]}", null);
        assertThat(revised.status()).as(revised.response().body()).isEqualTo(200);
        return revised.token();
    }

    /** What somebody else wrote under the key of a centre. */
    private static void poison(UUID centre) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", platform.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var partition = CloudEvents.partition(centre);
            var rubbish = new ProducerRecord<>(
                    CloudEvents.EVENTS_TOPIC,
                    partition,
                    centre.toString().getBytes(UTF_8),
                    ("{\"name\": \"" + SECRET + "\"").getBytes(UTF_8));
            producer.send(rubbish).get();
        }
    }

    private static List<JsonNode> parked(UUID centre) throws Exception {
        var listed = operator("GET", "/operations/parked-keys?limit=500", null);
        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.response().body()).doesNotContain(SECRET);
        return listed.body()
                .path("items")
                .valueStream()
                .filter(item -> item.path("key").asString().equals(centre.toString()))
                .toList();
    }

    private static String body(JsonNode parked, String reason) {
        return """
            {"projection": "%s", "source": "%s", "key": "%s", "reason": "%s"}
            """.formatted(
                        parked.path("projection").asString(),
                        parked.path("source").asString(),
                        parked.path("key").asString(),
                        reason);
    }

    private static String discard(JsonNode parked, long position, String reason) {
        return body(parked, reason).strip().replaceFirst("}$", ", \"position\": " + position + "}");
    }

    /** The sum of those with such a name, or such a name and a label. */
    private static double measured(int port, String metric) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(metric.contains("{") ? metric : metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void a_poisoned_key_is_found_tried_again_and_set_right_while_all_others_go_on() throws Exception {
        var poisoned = centre("La Passerelle");
        var other = centre("Le Fil");
        while (CloudEvents.partition(other) == CloudEvents.partition(poisoned)) {
            other = centre("Le Fil");
        }
        poison(poisoned);
        await().atMost(PATIENCE).until(() -> !parked(poisoned).isEmpty());
        var seen = rename(poisoned);
        var elsewhere = rename(other);

        // Other keys flow, this one waits, and says so to who has seen more.
        assertThat(administrator("GET", "/api/v1/epns/" + other, null, elsewhere)
                        .body()
                        .path("missions")
                        .toString())
                .contains("danser");
        var behind = administrator("GET", "/api/v1/epns/" + poisoned, null, seen);
        assertThat(behind.status()).isEqualTo(503);
        assertThat(behind.code()).isEqualTo("read-model-behind");
        assertThat(administrator("GET", "/api/v1/epns/" + poisoned, null, null)
                        .body()
                        .path("missions")
                        .toString())
                .contains("lire");
        await().atMost(PATIENCE)
                .until(() -> parked(poisoned).stream()
                        .anyMatch(key -> key.path("events").asInt() > 1));
        await().atMost(PATIENCE).until(() -> measured(queryMetrics, "maillage_parked_keys") > 0);
        assertThat(measured(queryMetrics, "maillage_parked_events")).isGreaterThan(0);
        assertThat(measured(queryMetrics, "maillage_intake_stopped_partitions")).isZero();

        var keys = parked(poisoned);
        var one = keys.stream()
                .filter(key -> key.path("events").asInt() > 1)
                .findFirst()
                .orElseThrow();
        var position = one.path("position").asLong();
        var events = operator(
                "GET",
                "/operations/parked-keys/events?projection="
                        + one.path("projection").asString() + "&source="
                        + URLEncoder.encode(one.path("source").asString(), UTF_8) + "&key=" + poisoned,
                null);
        assertThat(events.status()).isEqualTo(200);
        assertThat(events.response().body()).doesNotContain(SECRET, "danser");
        assertThat(events.body().at("/items/0/error").asString()).contains("without its place");
        assertThat(events.body().at("/items/1/type").asString()).contains("EpnMissionsRevised");

        var retried = operator("POST", "/operations/parked-keys/retries", body(one, "on ne sait jamais"));
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.body().path("applied").asInt()).isZero();
        assertThat(retried.body().path("waiting").asInt())
                .isEqualTo(one.path("events").asInt());
        var wrong = operator("POST", "/operations/parked-keys/discards", discard(one, position + 1, "à côté"));
        assertThat(wrong.status()).isEqualTo(409);
        assertThat(wrong.code()).isEqualTo("not-the-first-event");
        for (var key : keys) {
            var discarded = operator(
                    "POST",
                    "/operations/parked-keys/discards",
                    discard(key, key.path("position").asLong(), "écrit par un autre programme"));
            assertThat(discarded.status()).as(discarded.response().body()).isEqualTo(200);
            assertThat(discarded.body().path("waiting").asInt()).isZero();
        }

        assertThat(parked(poisoned)).isEmpty();
        assertThat(administrator("GET", "/api/v1/epns/" + poisoned, null, seen)
                        .body()
                        .path("missions")
                        .toString())
                .contains("danser");
        await().atMost(PATIENCE).until(() -> measured(queryMetrics, "maillage_parked_keys") == 0);
        var gone = operator("POST", "/operations/parked-keys/retries", body(one, "trop tard"));
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.code()).isEqualTo("unknown-parked-key");

        var log = operator("GET", "/operations/log?limit=500", null);
        assertThat(log.status()).isEqualTo(200);
        assertThat(log.response().body()).doesNotContain(SECRET);
        assertThat(log.body()
                        .path("items")
                        .valueStream()
                        .map(line -> String.join(
                                " | ",
                                line.path("subject").asString(),
                                line.path("action").asString(),
                                line.path("reason").asString(),
                                line.path("result").asString().replaceAll("(?<=discarded).*", ""))))
                .contains(
                        "the-operator | retry-parked-key | on ne sait jamais | applied 0; the next one waits: a record"
                                + " without its place in a ledger",
                        "the-operator | discard-parked-event | à côté | refused: the first that waits is " + position,
                        "the-operator | discard-parked-event | écrit par un autre programme | discarded",
                        "the-operator | retry-parked-key | trop tard | refused: no event of that key waits");
    }

    @Test
    void an_operation_without_a_reason_is_not_done() throws Exception {
        for (var reason : List.of("", "   ")) {
            var refused = operator("POST", "/operations/parked-keys/retries", """
                {"projection": "cards_v1", "source": "x", "key": "y", "reason": "%s"}
                """.formatted(reason));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("violations").toString()).contains("reason");
        }
        assertThat(operator("POST", "/operations/parked-keys/retries", "{").status())
                .isEqualTo(400);
    }

    @Test
    void nobody_else_runs_the_platform_and_who_does_sees_nothing_of_the_centres() throws Exception {
        for (var path : List.of("/operations/parked-keys", "/operations/log")) {
            assertThat(ask("GET", path, null, null, null).status()).isEqualTo(401);
            assertThat(administrator("GET", path, null, null).status()).isEqualTo(403);
        }
        assertThat(operator("GET", "/api/v1/epns", null).status()).isEqualTo(403);
        var epn = centre("Le Hublot");
        var granted = administrator("POST", "/api/v1/epns/" + epn + "/access-grants", """
            {"subject": "somebody", "roles": ["EXPLOITANT"]}
            """, null);
        assertThat(granted.status()).isEqualTo(422);
        assertThat(granted.body().path("violations").toString()).contains("roles", "exploitant");
    }

    private static JsonNode readModel(String name) throws Exception {
        var listed = operator("GET", "/operations/read-models", null);
        assertThat(listed.status()).isEqualTo(200);
        return listed.body()
                .path("items")
                .valueStream()
                .filter(item -> item.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Told onReadModel(String name, String what, String body) throws Exception {
        return operator("POST", "/operations/read-models/" + name + "/" + what, body);
    }

    /** Writes and reads what was written, until a rebuild is over. */
    private static void readWhileRebuilding(UUID centre) throws Exception {
        do {
            var seen = rename(centre);
            assertThat(administrator("GET", "/api/v1/epns/" + centre, null, seen)
                            .status())
                    .isEqualTo(200);
        } while (!readModel("cards").path("rebuild").isNull());
    }

    @Test
    void a_read_model_is_rebuilt_compared_switched_given_back_and_removed_while_everybody_reads() throws Exception {
        var centre = centre("Le Phare");
        readWhileRebuilding(centre);
        var cards = readModel("cards");
        var schema = cards.path("schema").asString();
        assertThat(cards.path("answers").asBoolean()).isTrue();
        assertThat(cards.path("serving")).isEqualTo(cards.path("version"));
        assertThat(onReadModel("cards", "switches", "{\"reason\": \"rien\"}").code())
                .isEqualTo("nothing-to-switch");
        assertThat(onReadModel("cards", "returns", "{\"reason\": \"rien\"}").code())
                .isEqualTo("nothing-kept");
        assertThat(onReadModel("cards", "removals", "{\"schema\": \"" + schema + "\", \"reason\": \"rien\"}")
                        .code())
                .isEqualTo("not-removable");
        assertThat(onReadModel("nobody", "rebuilds", "{\"reason\": \"rien\"}").code())
                .isEqualTo("unknown-read-model");
        assertThat(onReadModel("cards", "rebuilds", "{}").status()).isEqualTo(422);

        var asked = onReadModel("cards", "rebuilds", "{\"reason\": \"après une panne\"}");
        assertThat(asked.status()).as(asked.response().body()).isEqualTo(200);
        assertThat(asked.body().path("rebuild").path("state").asString()).isNotEmpty();
        readWhileRebuilding(centre);

        var rebuilt = readModel("cards");
        assertThat(rebuilt.at("/compared/equal").asBoolean()).isTrue();
        assertThat(rebuilt.at("/compared/tables/0/rows").asLong()).isPositive();
        assertThat(rebuilt.at("/kept/0/schema").asString()).isEqualTo(schema + "__old");
        assertThat(onReadModel("cards", "returns", "{\"reason\": \"pour voir\"}")
                        .status())
                .isEqualTo(200);
        readWhileRebuilding(centre);
        var removed = onReadModel("cards", "removals", "{\"schema\": \"" + schema + "__old\", \"reason\": \"place\"}");
        assertThat(removed.status()).as(removed.response().body()).isEqualTo(200);
        assertThat(removed.body().path("kept").isEmpty()).isTrue();

        assertThat(operator("GET", "/operations/log?limit=500", null)
                        .body()
                        .path("items")
                        .valueStream()
                        .filter(line -> line.path("action").asString().endsWith("-read-model"))
                        .filter(line -> !line.path("reason").asString().equals("pour mesurer"))
                        .map(line -> line.path("action").asString() + " | "
                                + line.path("reason").asString() + " | "
                                + line.path("result").asString()))
                .containsExactly(
                        "remove-read-model | place | removed " + schema + "__old",
                        "return-read-model | pour voir | asked for",
                        "rebuild-read-model | après une panne | asked for",
                        "rebuild-read-model | rien | refused: unknown",
                        "remove-read-model | rien | refused: not_removable",
                        "return-read-model | rien | refused: nothing_kept",
                        "switch-read-model | rien | refused: nothing_to_decide");
    }

    @Test
    void how_far_a_rebuild_is_stands_in_the_answer_and_among_the_figures() throws Exception {
        var centre = centre("La Vigie");
        assertThat(administrator("GET", "/api/v1/compliance?epnId=" + centre, null, rename(centre))
                        .status())
                .isEqualTo(200);
        var schema = readModel("compliance").path("schema").asString();
        var figure = "maillage_rebuild_progress{projection=\"" + schema + "\"";
        assertThat(measured(queryMetrics, figure)).as("nothing is rebuilt").isNaN();
        try (var holding = DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
                var offsets = holding.createStatement()) {
            holding.setAutoCommit(false);
            // It is filled and compared, and cannot take its place.
            offsets.execute("select from intake.projection_offset where projection = '" + schema + "' for share");
            assertThat(onReadModel("compliance", "rebuilds", "{\"reason\": \"pour mesurer\"}")
                            .status())
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> measured(queryMetrics, figure) == 1);
            var rebuild = readModel("compliance").path("rebuild");
            assertThat(rebuild.path("state").asString()).isEqualTo("COMPARING");
            assertThat(rebuild.path("percent").asInt()).isEqualTo(100);
            assertThat(rebuild.path("total").asLong()).isPositive();
            assertThat(rebuild.path("records")).isEqualTo(rebuild.path("total"));
            holding.rollback();
        }
        await().atMost(PATIENCE)
                .until(() -> readModel("compliance").path("rebuild").isNull());
        await().atMost(PATIENCE).until(() -> Double.isNaN(measured(queryMetrics, figure)));
        assertThat(readModel("compliance").at("/compared/equal").asBoolean()).isTrue();
    }

    @Test
    void both_sides_are_measured_and_nothing_of_it_passes_the_front_door() throws Exception {
        assertThat(measured(commandMetrics, "jvm_memory_used_bytes")).isPositive();
        assertThat(measured(queryMetrics, "jvm_memory_used_bytes")).isPositive();
        assertThat(platform.get("/actuator/prometheus").statusCode()).isEqualTo(404);
    }
}
