package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonCipher;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.KeyCodec;
import org.maillage.query.QuerySide;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every question has in common, over HTTP: tokens, instants, parts of lists, tags, names. */
@SpringBootTest(classes = QuerySide.class, webEnvironment = WebEnvironment.RANDOM_PORT)
final class QuestionsTest {

    private static final String KEYS = "keys-of-questions";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = Json.mapper().build();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestLedger LEDGER = new TestLedger();
    private static final TokenIssuer ISSUER = TokenIssuer.start();

    /** Open to every centre here: none was ever administered. */
    private static final String TOKEN = ISSUER.token("somebody", "administrateur");

    @TempDir
    static Path secrets;

    private static final KafkaProducer<byte[], byte[]> KEY_PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ReadModels readModels;

    @Autowired
    private PersonNames names;

    private final MasterKey master = MasterKey.readOrCreate(masterKeyFile());

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws Exception {
        var database = TestServers.freshDatabase();
        var bootstrap = TestServers.kafka().bootstrap();
        MasterKey.readOrCreate(masterKeyFile());
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var topic = new NewTopic(KEYS, 2, (short) 1).configs(Map.of("cleanup.policy", "compact"));
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
        settings.add("maillage.read-wait", () -> "2s");
    }

    private static Path masterKeyFile() {
        return secrets.resolve("master.key");
    }

    @AfterAll
    static void close() {
        LEDGER.close();
        ISSUER.close();
        KEY_PRODUCER.close();
    }

    @BeforeEach
    void wait_until_it_answers() {
        await().atMost(PATIENCE).until(() -> readModels.rebuilding().isEmpty());
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + TOKEN);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static void assertInvalidParameter(HttpResponse<String> answer, String parameter) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo("invalid-parameter");
        assertThat(json(answer).path("violations").path(0).path("field").asString())
                .isEqualTo(parameter);
    }

    private static UUID publishCentre(String name) {
        var id = Ids.next();
        LEDGER.publish(TestLedger.centre(id, name));
        return id;
    }

    private static String[] seen(UUID key) {
        return new String[] {ConsistencyToken.HEADER, LEDGER.token(key).encoded()};
    }

    @Test
    void an_answer_contains_what_its_reader_has_written() throws Exception {
        for (int i = 0; i < 20; i++) {
            var id = publishCentre("Centre " + i);

            var answer = get("/epns/" + id, seen(id));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).path("name").asString()).isEqualTo("Centre " + i);
        }
    }

    @Test
    void what_has_not_arrived_is_a_problem_and_never_a_stale_answer() throws Exception {
        var id = publishCentre("here");
        var ahead = ConsistencyToken.EMPTY.with(id, LEDGER.position() + 1_000_000);

        var answer = get("/epns/" + id, ConsistencyToken.HEADER, ahead.encoded());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).path("code").asString()).isEqualTo("read-model-behind");
    }

    @Test
    void a_token_that_nobody_gave_is_refused() throws Exception {
        assertInvalidParameter(get("/epns", ConsistencyToken.HEADER, "made-up"), ConsistencyToken.HEADER);
    }

    @Test
    void a_question_about_an_instant_is_answered_with_what_was_known_then() throws Exception {
        var id = publishCentre("then");
        assertThat(get("/epns/" + id, seen(id)).statusCode()).isEqualTo(200);

        assertThat(get("/epns/" + id + "?asOf=2000-01-01T00:00:00Z").statusCode())
                .isEqualTo(404);
        assertThat(get("/epns/" + id + "?asOf=2999-01-01T00:00:00Z").statusCode())
                .as("what lies ahead is now")
                .isEqualTo(200);
        assertInvalidParameter(get("/epns/" + id + "?asOf=yesterday"), "asOf");
    }

    @Test
    void a_list_is_read_in_parts() throws Exception {
        var published = new ArrayList<String>();
        var last = Ids.next();
        for (int i = 0; i < 7; i++) {
            last = publishCentre("listed");
            published.add(last.toString());
        }
        var read = new ArrayList<String>();
        var next = "";
        do {
            var part = json(get("/epns?limit=3" + next, seen(last)));
            assertThat(part.path("items").size()).isBetween(1, 3);
            part.path("items").forEach(item -> read.add(item.path("id").asString()));
            next = part.path("next").isNull()
                    ? ""
                    : "&cursor=" + part.path("next").asString();
        } while (!next.isEmpty());

        assertThat(read).doesNotHaveDuplicates().containsSubsequence(published);
        for (var limit : List.of("0", "501", "-1", "many", "")) {
            assertInvalidParameter(get("/epns?limit=" + limit), "limit");
        }
        for (var cursor : List.of("made-up", "e30", "W10", "WyJub3QgYSBudW1iZXIiXQ", "")) {
            assertInvalidParameter(get("/epns?cursor=" + cursor), "cursor");
        }
    }

    @Test
    void what_a_reader_has_is_not_sent_again() throws Exception {
        var id = publishCentre("tagged");
        var first = get("/epns/" + id, seen(id));
        var tag = first.headers().firstValue("ETag").orElseThrow();

        var second = get("/epns/" + id, "If-None-Match", tag);

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(get("/epns/" + id, "If-None-Match", "\"another\"").statusCode())
                .isEqualTo(200);
    }

    private static PersonRegistered person(PersonCipher cipher, String fullName) {
        return new PersonRegistered(
                cipher.person(),
                new EpnId(Ids.next()),
                cipher.encrypt(PersonRegistered.class, "fullName", fullName),
                null,
                null,
                false,
                cipher.version());
    }

    /** Persons are read for requests alone, each of which is noted. */
    private Map<UUID, String> fullNames(Collection<PersonRegistered> persons) {
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        try {
            return names.fullNames(persons);
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void nobody_reads_a_name_without_being_noted() {
        var cipher = master.newCipher(new PersonId(Ids.next()));
        var person = person(cipher, "Dalila");
        publishKey(person.id(), KeyCodec.write(cipher.wrapped()));

        assertThatIllegalStateException().isThrownBy(() -> names.fullNames(Set.of(person)));
    }

    private static void publishKey(PersonId person, byte[] value) {
        var _ = KEY_PRODUCER.send(new ProducerRecord<>(KEYS, person.toString().getBytes(UTF_8), value));
        KEY_PRODUCER.flush();
    }

    @SuppressWarnings("NullAway") // A tombstone is a record whose value is null.
    private static void erase(PersonId person) {
        publishKey(person, null);
    }

    @Test
    void a_name_is_read_with_its_key_and_gone_with_it() {
        var amina = person(master.newCipher(new PersonId(Ids.next())), "Amina Lefèvre");
        var cipher = master.newCipher(new PersonId(Ids.next()));
        var bruno = person(cipher, "Bruno");
        var brunoKey = KeyCodec.write(cipher.wrapped());
        publishKey(bruno.id(), brunoKey);
        assertThat(fullNames(Set.of(bruno)))
                .containsExactly(Map.entry(bruno.id().value(), "Bruno"));

        erase(bruno.id());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fullNames(Set.of(bruno)))
                        .containsExactly(Map.entry(bruno.id().value(), PersonNames.ERASED)));
        publishKey(bruno.id(), brunoKey);
        var other = master.newCipher(new PersonId(Ids.next()));
        var after = person(other, "after");
        publishKey(other.person(), KeyCodec.write(other.wrapped()));
        assertThat(fullNames(List.of(after, bruno, amina)))
                .as("erased is erased, whatever comes later; a key that never came is gone")
                .isEqualTo(Map.of(
                        after.id().value(),
                        "after",
                        bruno.id().value(),
                        PersonNames.ERASED,
                        amina.id().value(),
                        PersonNames.ERASED));
    }

    @Test
    void a_name_is_never_taken_for_erased_while_its_key_is_under_way() {
        for (int i = 0; i < 20; i++) {
            var cipher = master.newCipher(new PersonId(Ids.next()));
            var person = person(cipher, "Chloé");
            publishKey(person.id(), KeyCodec.write(cipher.wrapped()));

            assertThat(fullNames(Set.of(person))).isEqualTo(Map.of(person.id().value(), "Chloé"));
        }
    }
}
