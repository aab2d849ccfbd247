package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.proof.Frontier;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.Json;
import org.maillage.query.QuerySide;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Certificates over HTTP, as the query side is configured, over a feed whose projections do not all keep step. */
@SpringBootTest(classes = QuerySide.class, webEnvironment = WebEnvironment.RANDOM_PORT)
final class CertifiedReportsTest {

    private static final String CHECKPOINTS = "checkpoints-of-reports";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestLedger LEDGER = new TestLedger();
    private static final KafkaProducer<byte[], byte[]> SIGNED = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private static final TokenIssuer ISSUER = TokenIssuer.start();

    @TempDir
    static Path secrets;

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ReadModels readModels;

    @Autowired
    private JdbcClient database;

    @Autowired
    private DataSource connections;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws Exception {
        var fresh = TestServers.freshDatabase();
        var bootstrap = TestServers.kafka().bootstrap();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(CHECKPOINTS, 1, (short) 1)))
                    .all()
                    .get();
        }
        settings.add("spring.datasource.url", fresh::url);
        settings.add("spring.datasource.username", fresh::user);
        settings.add("spring.datasource.password", fresh::password);
        settings.add("spring.kafka.bootstrap-servers", () -> bootstrap);
        settings.add("maillage.intake.topic", LEDGER::topic);
        settings.add("maillage.intake.keys-topic", () -> "no-keys");
        settings.add("maillage.intake.checkpoints-topic", () -> CHECKPOINTS);
        settings.add("maillage.intake.group", LEDGER::topic);
        settings.add("maillage.issuer", ISSUER::issuer);
        settings.add("maillage.read-wait", () -> "3s");
    }

    @AfterAll
    static void close() {
        LEDGER.close();
        SIGNED.close();
        ISSUER.close();
    }

    @BeforeEach
    void wait_until_it_answers() {
        await().atMost(PATIENCE).until(() -> readModels.rebuilding().isEmpty());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + ISSUER.token("somebody", "administrateur"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> certified(UUID centre, long position) throws Exception {
        return get("/epns/" + centre + "?certified=true&asOf=" + at(position));
    }

    private static Instant at(long position) {
        return Instant.ofEpochSecond(1_790_000_000L + position, 123_456_000);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.mapper().build().readTree(answer.body());
    }

    /** As the notary does, over the leaves that arrived. */
    private void sign() {
        await().atMost(PATIENCE).until(() -> leaves().size() == LEDGER.position());
        var tree = Frontier.EMPTY;
        for (var leaf : leaves()) {
            tree = tree.with(leaf);
        }
        var key = SigningKey.readOrCreate(secrets.resolve("ledger-key.pem"));
        var signed =
                key.sign("main", tree.size(), Base64.getEncoder().encodeToString(tree.root()), at(tree.size()), null);
        var record = new ProducerRecord<>(CHECKPOINTS, 0, "main".getBytes(UTF_8), CheckpointCodec.write(signed));
        record.headers()
                .add(CloudEvents.HEADER_PUBLIC_KEY, key.verifyingKey().base64().getBytes(UTF_8));
        var _ = SIGNED.send(record);
        SIGNED.flush();
        await().atMost(PATIENCE).until(() -> get("/ledger/checkpoints").body().contains(signed.signature()));
    }

    private List<byte[]> leaves() {
        return database.sql("select leaf from proof_v1.leaf_fact order by position")
                .query((row, _) -> row.getBytes(1))
                .list();
    }

    private static long publish(UUID centre, String name) {
        LEDGER.publish(TestLedger.centre(centre, name));
        return LEDGER.position();
    }

    @Test
    void the_answer_is_the_same_with_a_certificate_and_its_tag_holds() throws Exception {
        var centre = Ids.next();
        var position = publish(centre, "certified");
        publish(Ids.next(), "later");
        sign();

        var plain = get("/epns/" + centre + "?asOf=" + at(position));
        var answer = certified(centre, position);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).startsWith("{\"report\":" + plain.body() + ",\"certificate\":{");
        assertThat(json(answer).at("/certificate/position").asLong()).isEqualTo(position);
        assertThat(json(answer).at("/certificate/next/position").asLong()).isEqualTo(position + 1);
        assertThat(json(get("/epns?certified=true&asOf=" + at(position))).at("/report/items"))
                .isNotEmpty();
        var tag = answer.headers().firstValue("ETag").orElseThrow();
        var again = get("/epns/" + centre + "?certified=true&asOf=" + at(position), "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(json(certified(Ids.next(), position)).path("code").asString())
                .isEqualTo("unknown-epn");
    }

    /** The proof is there long before the read model that answers: its answer must wait, or it would lack what was recorded. */
    @Test
    void a_report_waits_until_the_read_model_that_makes_it_contains_what_the_certificate_says() throws Exception {
        var centre = TestLedger.keyIn(3);
        publish(TestLedger.keyIn(3), "before");
        publish(TestLedger.keyIn(5), "before, elsewhere");
        sign();
        await().atMost(PATIENCE).until(() -> get("/epns").body().contains("before, elsewhere"));
        long position;
        CompletableFuture<HttpResponse<String>> waiting;
        try (var connection = connections.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("""
                select from intake.projection_offset where projection like 'cards_v%' for update
                """);
            position = publish(centre, "late");
            publish(TestLedger.keyIn(5), "later, elsewhere");
            sign();

            var behind = certified(centre, position);
            assertThat(behind.statusCode()).isEqualTo(503);
            assertThat(behind.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(json(behind).path("code").asString()).isEqualTo("read-model-behind");
            assertThat(get("/epns/" + centre + "?asOf=" + at(position)).statusCode())
                    .as("without a certificate the read model answers from what it has")
                    .isEqualTo(404);
            assertThat(certified(centre, position - 2).statusCode())
                    .as("what was recorded before is there")
                    .isEqualTo(404);
            waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return certified(centre, position);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            connection.rollback();
        }

        var answer = waiting.get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/report/name").asString()).isEqualTo("late");
        assertThat(json(answer).at("/certificate/position").asLong()).isEqualTo(position);
    }

    @Test
    void a_report_of_which_an_event_is_parked_is_not_certified() throws Exception {
        var centre = Ids.next();
        var position = publish(centre, "parked");
        publish(Ids.next(), "after");
        sign();
        await().atMost(PATIENCE).until(() -> certified(centre, position).statusCode() == 200);
        database.sql("""
            insert into intake.parked (projection, source, key, position, partition, koffset, headers, value, error)
            select projection, source, :key, :position, partition, 0, '{}', '', 'a test' from intake.projection_offset
            where projection like 'cards_v%' and partition = :partition
            """)
                .param("key", centre.toString())
                .param("position", position)
                .param("partition", CloudEvents.partition(centre))
                .update();
        try {
            database.sql("select pg_notify('intake_applied', 'parked cards')").query(row -> {});

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(certified(centre, position).statusCode()).isEqualTo(503);
                assertThat(json(certified(centre, position)).path("code").asString())
                        .isEqualTo("read-model-behind");
            });
            assertThat(certified(centre, position - 1).statusCode())
                    .as("what is parked was recorded later")
                    .isEqualTo(404);
        } finally {
            database.sql("delete from intake.parked").update();
            database.sql("select pg_notify('intake_applied', 'parked cards')").query(row -> {});
        }
        await().atMost(PATIENCE).until(() -> certified(centre, position).statusCode() == 200);
    }
}
