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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    /** What a machine may add that runs much else. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(1);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static Wire wire;
    private static Api api;
    private static String centre = "";
    private static String partner = "";

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

    @Test
    void what_was_under_way_is_settled_by_its_key() throws Exception {
        var name = "Centre " + Ids.next();
        var keys = IntStream.range(0, 20).mapToObj(_ -> Ids.next().toString()).toList();
        try (var direct = DriverManager.getConnection(server.jdbcUrl("down"), server.user(), server.password());
                var statement = direct.createStatement();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            direct.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1818584167)");
            var calls = keys.stream()
                    .map(key -> callers.submit(() -> create(name, key)))
                    .toList();
            await().until(() -> somebodyWaitsForTheLock(statement));
            wire.swallow();
            for (var call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS).status()).isEqualTo(503);
            }
            // The database writes what it was sent, and nobody hears of it.
            direct.rollback();
            await().until(() -> named(name, direct) > 0);
        }
        wire.cut();
        wire.heal();
        assertThatItServesWithin(Duration.ofSeconds(3));

        var again = keys.stream().map(key -> create(name, key)).toList();

        assertThat(again).extracting(Timed::status).containsOnly(201);
        try (var direct = DriverManager.getConnection(server.jdbcUrl("down"), server.user(), server.password())) {
            assertThat(named(name, direct)).isEqualTo(keys.size());
        }
    }

    private static boolean somebodyWaitsForTheLock(Statement statement) throws SQLException {
        try (var waiting = statement.executeQuery(
                "select count(*) from pg_locks where locktype = 'advisory' and objid = 1818584167 and not granted")) {
            return waiting.next() && waiting.getInt(1) > 0;
        }
    }

    private static int named(String name, Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "select count(*) from ledger.event where sequence = 0 and strpos(convert_from(payload, 'UTF8'), ?)"
                        + " > 0")) {
            select.setString(1, name);
            try (var row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
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
                assertThat(answer.took()).isLessThan(SOON.plus(BUSY_MACHINE));
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(SOON.plus(BUSY_MACHINE).multipliedBy(2));
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
        return create("La Passerelle", null);
    }

    private static Timed create(String name, @Nullable String key) {
        return post("/epns", """
            {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """.formatted(name), key);
    }

    private static Timed exchange(@Nullable String key) {
        return post("/partners/" + partner + "/exchanges", """
            {"channel": "PHONE", "on": "2026-01-12"}
            """, key);
    }

    private static Timed post(String path, String body, @Nullable String key) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", Identity.bearer())
                .timeout(Duration.ofSeconds(20))
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
        var postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"))
                                .getFirst()))
                .orElseThrow();
        var command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
