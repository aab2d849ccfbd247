package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real PostgreSQL that holds what the projections make of every golden event. */
class OffsetsCheckTest {

    @TempDir
    private Path directory;

    private static List<StoredEvent> events;
    private static Evidence.Database reads;

    @BeforeAll
    static void fold() throws Exception {
        events = ModelsTest.golden();
        reads = ReadSide.of(events);
    }

    private Path samples() {
        return directory.resolve("samples.jsonl");
    }

    /** Looks until every model was seen. */
    private List<String> found() throws Exception {
        try (var _ = new Sampler(reads, reads, "main", Map::of, Map::of, samples())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> seen("offsets").stream().distinct().count() == Models.ALL.size());
        }
        return Past.found(new OffsetsCheck(samples(), new Positions(events, Models.ALL, 12)));
    }

    private List<String> seen(String what) throws Exception {
        var seen = new ArrayList<String>();
        Samples.read(samples(), what, sample -> seen.add(String.valueOf(Json.text(sample, "projection"))));
        return seen;
    }

    private List<String> planted(String sql, String back) throws Exception {
        ReadSide.execute(reads, sql);
        try {
            return found();
        } finally {
            ReadSide.execute(reads, back);
        }
    }

    @Test
    void models_that_are_where_they_say_are_right() throws Exception {
        assertThat(found()).isEmpty();
    }

    @Test
    void an_offset_that_is_ahead_of_its_rows_is_found() throws Exception {
        assertThat(planted(
                        "create table kept as select * from time_cost_v3.time_fact; delete from time_cost_v3.time_fact",
                        "insert into time_cost_v3.time_fact select * from kept; drop table kept"))
                .isNotEmpty()
                .allMatch(finding ->
                        finding.contains("time_cost_v3 was said to be beyond") && finding.contains("time_fact"));
    }

    @Test
    void rows_that_are_ahead_of_their_offset_are_found() throws Exception {
        assertThat(planted(
                        "create table kept as select * from intake.projection_offset; update"
                                + " intake.projection_offset set position = 0 where projection = 'cards_v3'",
                        "delete from intake.projection_offset; insert into intake.projection_offset select *"
                                + " from kept; drop table kept"))
                .isNotEmpty()
                .allMatch(finding -> finding.contains("cards_v3") && finding.contains("was not said to be so far"));
    }

    @Test
    void what_is_parked_is_passed_without_rows() throws Exception {
        assertThat(planted("""
            create table kept as select * from time_cost_v3.time_fact;
            delete from time_cost_v3.time_fact;
            insert into intake.parked (projection, source, key, position, partition, koffset, headers, value, error)
            select 'time_cost_v3', '/maillage/main', 'k', position, 0, 0, '', '', '' from kept
            """, """
            insert into time_cost_v3.time_fact select * from kept;
            drop table kept;
            delete from intake.parked
            """)).isEmpty();
    }

    @Test
    void a_run_that_nobody_looked_at_is_found() throws Exception {
        Files.writeString(samples(), "");

        assertThat(Past.found(new OffsetsCheck(samples(), new Positions(events, Models.ALL, 12))))
                .singleElement()
                .asString()
                .contains("ever looked at");
    }

    @Test
    void positions_are_told_in_few_words_and_read_again() {
        var positions = Ranges.read("1-5,7,9-12");

        assertThat(positions.cardinality()).isEqualTo(10);
        assertThat(Ranges.of(positions)).isEqualTo("1-5,7,9-12");
        assertThat(Ranges.of(Ranges.read(""))).isEmpty();
    }

    @Test
    void memory_log_and_metrics_are_seen_and_held_against_their_bounds() throws Exception {
        var self = ProcessHandle.current().pid();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var page = "# HELP x\nmaillage_ledger_queue_depth{node=\"1\"} 17.0\njvm_threads 9\n".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try (var _ = new Sampler(
                reads,
                reads,
                "main",
                () -> Map.of("command-1", self),
                () -> Map.of(
                        "command-1",
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/metrics")),
                samples())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !seen("process").isEmpty()
                            && !seen("wal").isEmpty()
                            && !seen("metrics").isEmpty());
        } finally {
            server.stop(0);
        }

        assertThat(bounds(100_000, 100_000, 17)).isEmpty();
        assertThat(bounds(1, 100_000, 17)).singleElement().asString().startsWith("command-1 took");
        assertThat(bounds(100_000, 1, 17)).singleElement().asString().contains("write-ahead log, more than 1");
        assertThat(bounds(100_000, 100_000, 16))
                .singleElement()
                .asString()
                .contains("maillage_ledger_queue_depth rose to 17.0, above 16.0");
    }

    @Test
    void bounds_that_nobody_looked_at_are_found() throws Exception {
        Files.writeString(samples(), "");

        assertThat(bounds(1, 1, 1))
                .containsExactly(
                        "the memory of no process was ever looked at",
                        "the metric maillage_ledger_queue_depth was never seen");
    }

    private List<String> bounds(long memory, long wal, double queue) throws Exception {
        return Past.found(new BoundsCheck(
                samples(),
                new Evidence.Limits(
                        Map.of("command", memory), wal, Map.of("maillage_ledger_queue_depth", queue), 1_000)));
    }
}
