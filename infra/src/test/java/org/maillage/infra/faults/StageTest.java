package org.maillage.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness's own tools do what they say: a fault that does not happen would prove anything. */
final class StageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path directory;

    private static Stage stage;

    @BeforeAll
    static void raise() {
        stage = new Stage.Plan(directory).sides(1, 1).raise();
        stage.supervise();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    private static int health(NodeProcess node) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(node.address() + "/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void whatever_dies_is_started_again_as_the_same() throws Exception {
        var node = stage.commands().getFirst();
        assertThat(health(node)).isEqualTo(200);
        for (var part : stage.parts()) {
            int before = stage.restarts(part);
            part.kill();
            await().atMost(PATIENCE).until(() -> stage.restarts(part) > before && part.answers());
        }
        await().atMost(PATIENCE).until(() -> node.answers());
        assertThat(health(node)).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> stage.publisher().equals(stage.commands()));
    }
}
