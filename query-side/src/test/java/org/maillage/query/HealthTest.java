package org.maillage.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.servers.Wire;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.query.intake.ReadModels;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the query side says of itself to an orchestrator, from its first moment on: its topic is not there when it starts. */
@SpringBootTest(classes = QuerySide.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestMethodOrder(OrderAnnotation.class)
final class HealthTest {

    private static final String TOPIC = "events-that-come-later";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TokenIssuer ISSUER = TokenIssuer.start();
    private static final Wire DATABASE = wire();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ReadModels readModels;

    private static Wire wire() {
        var server = server();
        return Wire.to(server.getHost(), server.getPort());
    }

    private static URI server() {
        return URI.create(TestServers.postgres().jdbcUrl("postgres").substring("jdbc:".length()));
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        var database = TestServers.freshDatabase();
        var server = server();
        var url = database.url().replace(server.getHost() + ":" + server.getPort(), "127.0.0.1:" + DATABASE.port());
        settings.add("spring.datasource.url", () -> url);
        settings.add("spring.datasource.username", database::user);
        settings.add("spring.datasource.password", database::password);
        settings.add("spring.kafka.bootstrap-servers", TestServers.kafka()::bootstrap);
        settings.add("maillage.issuer", ISSUER::issuer);
        settings.add("maillage.intake.topic", () -> TOPIC);
        settings.add("maillage.intake.group", () -> TOPIC);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
        ISSUER.close();
    }

    private record Said(int status, String body) {

        static final Said STARTING = new Said(503, "{\"status\":\"STARTING\"}");
        static final Said UP = new Said(200, "{\"status\":\"UP\"}");
        static final Said DOWN = new Said(503, "{\"status\":\"DOWN\"}");
    }

    private Said health() throws IOException, InterruptedException {
        var answer = get("/health");
        return new Said(answer.statusCode(), answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + ISSUER.token("somebody", "administrateur"));
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    @Order(1)
    void it_is_starting_until_every_read_model_answers_and_then_up() throws Exception {
        var said = new ArrayList<Said>();
        await().during(Duration.ofSeconds(1)).pollInterval(OFTEN).until(() -> said.add(health()));
        assertThat(Set.copyOf(said)).containsExactly(Said.STARTING);
        assertThat(readModels.rebuilding()).isNotEmpty();
        var tooEarly = get("/api/v1/epns");
        assertThat(tooEarly.statusCode()).isEqualTo(503);
        assertThat(tooEarly.headers().firstValue("Retry-After")).isPresent();
        assertThat(tooEarly.body()).contains("read-model-behind");

        createTopic();
        said.clear();
        await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> {
            var health = health();
            said.add(health);
            if (health.equals(Said.UP)) {
                // Whoever is sent here finds an answer.
                assertThat(readModels.rebuilding()).isEmpty();
            }
            return health.equals(Said.UP);
        });

        assertThat(Set.copyOf(said)).isSubsetOf(Said.STARTING, Said.UP);
        assertThat(get("/api/v1/epns").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void it_is_down_while_its_database_is_out_of_reach_and_up_again_without_a_restart() throws Exception {
        await().atMost(PATIENCE).until(() -> health().equals(Said.UP));
        DATABASE.refuse();
        DATABASE.cut();
        try {
            await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> health().equals(Said.DOWN));
        } finally {
            DATABASE.heal();
        }
        await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> health().equals(Said.UP));
    }

    private static void createTopic() throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, CloudEvents.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }
}
