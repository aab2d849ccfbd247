package org.maillage.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.edge.Places;

/** A node that works on four requests at once. */
final class SheddingTest {

    private static final int PLACES = 4;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start(
                directory,
                "--maillage.requests-in-flight=" + PLACES,
                "--maillage.bodies-in-memory=100KB",
                "--maillage.write-patience=30s");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void who_finds_no_place_is_turned_away_at_once_and_who_has_one_is_served() throws Exception {
        try (var connection = api.part(DataSource.class).getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Nothing is written while this is held, so that nobody leaves.
            statement.execute("select pg_advisory_xact_lock(1818584167)");
            var served = IntStream.range(0, PLACES).mapToObj(_ -> create()).toList();
            await().until(() -> api.part(Places.class).taken() == PLACES);

            var others = IntStream.range(0, 50).mapToObj(_ -> create()).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(others).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.body()).contains("\"code\":\"overloaded\"");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            });
            assertThat(served).noneMatch(CompletableFuture::isDone);
            assertThat(health()).isEqualTo(200);
            connection.rollback();
            assertThat(served)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
        }
        assertThat(api.part(Places.class).turnedAway()).isGreaterThanOrEqualTo(50);
    }

    @Test
    void twice_as_many_as_there_are_places_are_served_or_turned_away_and_every_place_is_given_back() {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var before = centres();
            var answers = IntStream.range(0, 2 * PLACES)
                    .mapToObj(_ -> callers.submit(() -> IntStream.range(0, 50)
                            .mapToObj(_ -> create().join().statusCode())
                            .toList()))
                    .toList()
                    .stream()
                    .flatMap(caller -> statuses(caller).stream())
                    .toList();
            assertThat(answers).allMatch(status -> status == 201 || status == 429);
            assertThat(centres() - before)
                    .isEqualTo(answers.stream().filter(status -> status == 201).count());
        }
        var all = IntStream.range(0, PLACES).mapToObj(_ -> create()).toList();
        assertThat(all)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    }

    @Test
    void large_bodies_have_so_much_room_and_small_ones_always() {
        var large = post("{\"name\": \"" + "x".repeat(150_000) + "\"}").join();
        assertThat(large.statusCode()).isEqualTo(429);
        assertThat(large.body()).contains("overloaded");

        // What it took was given back.
        assertThat(post("{\"name\": \"" + "x".repeat(90_000) + "\"}").join().statusCode())
                .isEqualTo(422);
        assertThat(create().join().statusCode()).isEqualTo(201);
    }

    private static List<Integer> statuses(Future<List<Integer>> caller) {
        try {
            return caller.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static long centres() {
        return api.database()
                .sql("select count(*) from ledger.event where sequence = 0")
                .query(Long.class)
                .single();
    }

    private static CompletableFuture<HttpResponse<String>> create() {
        return post("""
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """);
    }

    private static CompletableFuture<HttpResponse<String>> post(String body) {
        return CLIENT.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + "/api/v1/epns"))
                        .headers(List.of("Content-Type", "application/json", "Authorization", Identity.bearer())
                                .toArray(String[]::new))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static int health() throws Exception {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + "/health"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
