package org.maillage.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run of an hour must not end in a mistake of the page that tells of it. */
final class ReportTest {

    private static final Machine MACHINE =
            new Machine(Map.of("cores", "2"), Map.of("PostgreSQL", "18.6"), Map.of("PostgreSQL fsync", "on"));

    @TempDir
    private Path directory;

    @Test
    void rows_promise_something_and_details_do_not() throws Exception {
        var json = written(
                Scale.FULL,
                List.of(
                        Goal.DISK.row("bytes ÷ bytes", 1.7, 1.6, 1.8),
                        Goal.DISK.detail("bytes", "bytes of an event", 900, 880, 910, "B"),
                        Goal.REBUILD.row("rebuild ÷ COPY", 0.31, 0.3, 0.4)));

        var rows = json.get("rows");
        assertThat(rows.values().stream().map(row -> row.get("id").asString())).containsExactly("P7a", "P12");
        var rebuild = rows.get(0);
        assertThat(rebuild.get("value").asDouble()).isEqualTo(0.31);
        assertThat(rebuild.get("low").asDouble()).isEqualTo(0.3);
        assertThat(rebuild.get("high").asDouble()).isEqualTo(0.4);
        assertThat(rebuild.get("floor").asDouble()).isEqualTo(0.5);
        assertThat(rebuild.get("aim").asDouble()).isEqualTo(0.8);
        assertThat(rebuild.get("better").asString()).isEqualTo("higher");
        assertThat(rows.get(1).get("better").asString()).isEqualTo("lower");
        var detail = json.get("details").get(0);
        assertThat(detail.get("id").asString()).isEqualTo("P12.bytes");
        assertThat(detail.has("floor")).isFalse();
        assertThat(detail.has("aim")).isFalse();
        assertThat(json.get("machine").get("cores").asString()).isEqualTo("2");
        assertThat(json.get("versions").get("PostgreSQL").asString()).isEqualTo("18.6");
        assertThat(json.get("settings").get("PostgreSQL fsync").asString()).isEqualTo("on");
    }

    @Test
    void a_row_misses_its_floor_keeps_it_or_reaches_its_aim() throws Exception {
        written(
                Scale.FULL,
                List.of(
                        Goal.REBUILD.row("missed", 0.49, 0.4, 0.6),
                        Goal.PROJECTIONS.row("kept", 0.5, 0.4, 0.6),
                        Goal.DISK.row("reached", 1.4, 1.3, 1.5)));

        assertThat(directory.resolve("full.md"))
                .content()
                .contains("| P7a | missed | 0.49 | 0.40 – 0.60 | ≥ 0.50 | ≥ 0.80 | **missed** |")
                .contains("| P6 | kept | 0.50 | 0.40 – 0.60 | ≥ 0.50 | ≥ 0.80 | floor |")
                .contains("| P12 | reached | 1.40 | 1.30 – 1.50 | ≤ 2.00 | ≤ 1.40 | aim |");
    }

    @Test
    void a_quick_run_judges_nothing() throws Exception {
        written(Scale.QUICK, List.of(Goal.REBUILD.row("cold", 0.01, 0.01, 0.01)));

        assertThat(directory.resolve("quick.md"))
                .content()
                .doesNotContain("missed")
                .contains("| ≥ 0.80 |  |");
    }

    @Test
    void what_was_not_measured_is_said() throws Exception {
        var report = Report.of(
                Scale.FULL, Instant.EPOCH, 1, List.of(), Map.of("P8", "java.lang.IllegalStateException: no"), MACHINE);
        report.write(directory);

        assertThat(directory.resolve("full.md")).content().contains("| P8 | not measured: java.lang.IllegalState");
        assertThatThrownBy(() -> Goal.DISK.row("nothing", Double.NaN, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P12 was not measured");
    }

    @Test
    void each_row_has_a_place_in_the_overview_and_latencies_have_plots_of_their_own() throws Exception {
        var measures = new ArrayList<Measure>();
        for (var goal : Goal.values()) {
            measures.add(goal.row("<&>", 1.1, 0.9, 3));
        }
        var fast = Latencies.histogram();
        var slow = Latencies.histogram();
        for (int i = 1; i <= 10_000; i++) {
            fast.recordValue(i * 300L);
            slow.recordValue(i * 2_000L);
        }
        measures.addAll(Latencies.details("P3.ours", "A command <&>", List.of(new Latencies(slow, 0))));
        measures.addAll(Latencies.details("P3.plain", "A plain insert", List.of(new Latencies(fast, 0))));
        written(Scale.FULL, measures);

        assertThat(svg("full-overview.svg")).contains(ids());
        assertThat(svg("full-latency-P3.svg"))
                .contains("A command <&>", "A plain insert", "p50", "p90", "p99", "p99.9");
        assertThat(directory.resolve("full.md"))
                .content()
                .contains("(full-overview.svg)")
                .contains("(full-latency-P3.svg)");
    }

    @Test
    void a_plot_bears_whatever_was_measured() throws Exception {
        written(
                Scale.FULL,
                List.of(
                        Goal.DISK.row("nothing at all", 0, 0, 0),
                        Goal.GOODPUT.row("very much", 1e9, 1e-9, 1e12),
                        Measure.detail("P5.only.p99", "one percentile alone", 0, LOWER, "ms")));

        assertThat(svg("full-overview.svg")).contains("P12", "P11a");
        assertThat(svg("full-latency-P5.svg")).contains("one percentile alone");
    }

    private static String[] ids() {
        return Arrays.stream(Goal.values()).map(Goal::id).toArray(String[]::new);
    }

    private JsonNode written(Scale scale, List<Measure> measures) throws Exception {
        Report.of(scale, Instant.EPOCH, 1, measures, Map.of(), MACHINE).write(directory);
        return JsonMapper.shared()
                .readTree(directory
                        .resolve(scale.name().toLowerCase(Locale.ROOT) + ".json")
                        .toFile());
    }

    /** The texts of a picture, whose numbers are all numbers. */
    private List<String> svg(String file) throws Exception {
        var content = Files.readString(directory.resolve(file));
        assertThat(content).doesNotContain("NaN").doesNotContain("Infinity");
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
        var texts = document.getElementsByTagName("text");
        return Stream.iterate(0, i -> i < texts.getLength(), i -> i + 1)
                .map(i -> texts.item(i).getTextContent())
                .toList();
    }
}
