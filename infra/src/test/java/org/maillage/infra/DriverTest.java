package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.faults.driver.Driver;
import org.maillage.infra.faults.driver.Targets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The driver of the fault harness against the platform while nothing breaks: then nearly everything must be acknowledged. */
class DriverTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final int ENOUGH = 400;

    private static final Set<String> COLLISIONS = Set.of(
            "already-signed",
            "bilan-already-exists",
            "consent-already-requested",
            "convention-already-exists",
            "day-too-long",
            "image-consent-missing",
            "proposal-already-open",
            "received-more-than-pledged",
            "siret-already-used",
            "stale-version",
            // On what is hot, somebody else was first.
            "wrong-partnership-state");

    @TempDir
    private Path directory;

    @Test
    void writes_down_what_it_sends_and_what_became_of_it() throws Exception {
        var journal = directory.resolve("journal.jsonl");
        try (var platform =
                PlatformProcess.start(directory.resolve("data"), Map.of()).awaitReady()) {
            var driver =
                    new Driver(Targets.door(URI.create(platform.http())), platform.tokens()::token, journal, 11, 25);
            driver.start();
            try {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> driver.counts().ok() >= ENOUGH
                                && driver.counts().reads() >= 10
                                && driver.counts().okByPath().size() > 40);
            } finally {
                driver.stop();
            }
            var counts = driver.counts();
            assertThat(counts.open()).isZero();
            assertThat(counts.givenUp()).isZero();
            assertThat(counts.staleReads()).isZero();
            assertThat(counts.contradictions()).isZero();
            assertThat((double) counts.ok() / counts.ops())
                    .as("legal commands, but for those that collide on purpose: %s", counts.failedByCode())
                    .isGreaterThan(0.9);
            assertThat(counts.failedByCode().keySet())
                    .as("what collides on purpose")
                    .allMatch(failure -> COLLISIONS.contains(failure.substring(failure.lastIndexOf(' ') + 1)));
        }
        assertThatEverythingIsKnown(lines(journal));
    }

    private static List<JsonNode> lines(Path journal) throws IOException {
        try (var lines = Files.lines(journal)) {
            return lines.map(MAPPER::readTree).toList();
        }
    }

    private static void assertThatEverythingIsKnown(List<JsonNode> lines) {
        var invoked = new HashMap<String, JsonNode>();
        var settled = new HashSet<String>();
        var traces = new HashMap<Long, String>();
        var faults = new ArrayList<String>();
        for (var line : lines) {
            assertThat(Instant.parse(line.path("at").asString())).isAfter(Instant.EPOCH);
            var attempt = line.path("op").asLong() + "/" + line.path("attempt").asInt();
            switch (line.path("what").asString()) {
                case "invoke" -> {
                    assertThat(invoked.put(attempt, line)).as(attempt).isNull();
                    assertThat(line.path("trace").asString()).matches("[0-9a-f]{32}");
                    assertThat(traces.computeIfAbsent(
                                    line.path("op").asLong(),
                                    _ -> line.path("trace").asString()))
                            .isEqualTo(line.path("trace").asString());
                    assertThat(line.path("url").asString()).startsWith("/api/v1/");
                    assertThat(line.has("expects")).isTrue();
                }
                case "ok" -> {
                    assertThat(line.path("id").asString()).hasSize(36);
                    assertThat(line.path("version").asLong()).isNotNegative();
                    assertThat(line.path("token").asString()).isNotEmpty();
                }
                case "fail" -> assertThat(line.path("code").asString()).isNotEmpty();
                case "unknown" -> assertThat(line.path("why").asString()).isNotEmpty();
                default -> faults.add(line.toString());
            }
            if (!line.path("what").asString().equals("invoke")) {
                assertThat(invoked).as("sent before it was answered").containsKey(attempt);
                assertThat(settled.add(attempt)).as(attempt).isTrue();
            }
        }
        assertThat(faults).isEmpty();
        assertThat(settled).isEqualTo(invoked.keySet());
        assertThat(new HashSet<>(traces.values())).hasSameSizeAs(traces.keySet());
    }
}
