package org.maillage.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.servers.PostgresServer;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.Wire;

/** The ways in which a database can be down. In all of them whoever asks is told soon, and nothing is started again afterwards. */
final class DatabaseDownTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static Wire wire;
    private static Api api;
    private static String centre;
    private static String partner;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(directory.resolve("postgres"), 0);
        server.createDatabase("down");
        wire = Wire.to(server.port());
        var url = server.jdbcUrl("down").replace(":" + server.port(), ":" + wire.port());
        api = Api.start(directory, new TestServers.Database("down", url, server.user(), server.password()));
    }

    @AfterAll
    static void stop() {
        api.close();
        wire.close();
        server.close();
    }

    @BeforeEach
    void isUp() {
        centre = api.centre();
        partner = api.post("/partners", """
                {"epnId": "%s", "name": "Médiathèque", "kind": "ASSOCIATION", "communeCode": "49007"}
                """.formatted(centre)).id();
        assertThat(partner).isNotEmpty();
    }

    @AfterEach
    void isUpAgain() {
        wire.heal();
        await().atMost(Duration.ofSeconds(10)).until(() -> isServed(api.centre()));
    }

    private static boolean isServed(String id) {
        return !id.isEmpty();
    }

    @Test
    void killed() {
        var port = server.port();
        server.kill();

        assertThatEveryPostIsRefusedSoon();

        server = PostgresServer.start(directory.resolve("postgres"), port);
        assertThatItServesWithin(Duration.ofSeconds(3));
    }

    @Test
    void frozen() throws Exception {
        signal("STOP");
        try {
            assertThatEveryPostIsRefusedSoon();
        } finally {
            signal("CONT");
        }
        assertThatItServesWithin(Duration.ofSeconds(3));
    }

    @Test
    void behind_a_network_that_swallows() {
        wire.swallow();

        assertThatEveryPostIsRefusedSoon();

        wire.cut();
        wire.heal();
        assertThatItServesWithin(Duration.ofSeconds(3));
    }

    @Test
    void away_for_so_long_that_pools_lose_patience() {
        wire.refuse();
        wire.cut();
        await().pollDelay(Duration.ofSeconds(8)).atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(create().status()).isEqualTo(503);
            return true;
        });

        wire.heal();

        assertThatItServesWithin(Duration.ofSeconds(2));
    }

    /** Of those who are told nothing but that, the retry with the same key says what became of it. */
    @Test
    void what_was_under_way_is_settled_by_its_key() {
        var keys = IntStream.range(0, 20).mapToObj(i -> "settled-" + centre + i).toList();
        var first = new ArrayList<Timed>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = keys.stream()
                    .map(key -> callers.submit(() -> exchange(key)))
                    .toList();
            wire.swallow();
            for (var call : calls) {
                first.add(call.get());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        wire.heal();
        assertThatItServesWithin(Duration.ofSeconds(3));

        var again = keys.stream().map(DatabaseDownTest::exchange).toList();

        assertThat(first).extracting(Timed::status).containsOnly(200, 201, 503).contains(503);
        assertThat(again).extracting(Timed::status).containsOnly(200, 201);
        assertThat(api.database()
                        .sql("select count(*) from ledger.event where aggregate_id = ?::uuid and type like '%xchange%'")
                        .param(partner)
                        .query(Integer.class)
                        .single())
                .isEqualTo(keys.size());
    }

    private record Timed(int status, String retryAfter, String code, Duration took) {}

    /** Before it is noticed and after; new things and old, of one aggregate that all wait for, and with personal data. */
    private static void assertThatEveryPostIsRefusedSoon() {
        var began = System.nanoTime();
        for (int round = 0; round < 3; round++) {
            for (var answer : allAtOnce()) {
                assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("unavailable");
                assertThat(answer.retryAfter()).isNotEmpty();
                assertThat(answer.took()).isLessThan(SOON);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON.multipliedBy(2));
    }

    private static List<Timed> allAtOnce() {
        Stream<Callable<Timed>> one = Stream.of(
                DatabaseDownTest::create,
                () -> exchange("key-" + Ids.next()),
                () -> exchange(null),
                () -> post("/persons", """
                    {"epnId": "%s", "fullName": "Nadia Benali"}
                    """.formatted(centre), null),
                () -> post("/projects", """
                    {"epnId": "%s", "name": "Ateliers", "duration": "ONE_OFF"}
                    """.formatted(centre), null));
        var calls = one.toList();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 40)
                    .mapToObj(i -> callers.submit(calls.get(i % calls.size())))
                    .toList();
            var answers = new ArrayList<Timed>();
            for (var call : all) {
                answers.add(call.get(30, TimeUnit.SECONDS));
            }
            return answers;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Timed create() {
        return post("/epns", """
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """, null);
    }

    private static Timed exchange(String key) {
        return post("/partners/" + partner + "/exchanges", """
            {"channel": "PHONE", "on": "2026-01-12"}
            """, key);
    }

    private static Timed post(String path, String body, String key) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", Identity.bearer())
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        var began = System.nanoTime();
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Timed(
                answer.statusCode(),
                answer.headers().firstValue("Retry-After").orElse(""),
                answer.body().replaceAll("(?s).*\"code\":\"([a-z-]+)\".*", "$1"),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static void assertThatItServesWithin(Duration most) {
        await().atMost(most).pollInterval(Duration.ofMillis(50)).until(() -> create().status() == 201);
    }

    private static void signal(String name) throws Exception {
        var postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(
                                directory.resolve("postgres/data/postmaster.pid"))
                        .getFirst()))
                .orElseThrow();
        var command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
