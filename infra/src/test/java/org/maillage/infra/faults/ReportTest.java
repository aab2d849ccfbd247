package org.maillage.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.faults.checker.Checker;
import org.maillage.infra.faults.driver.Counts;

/** A run of half an hour must not end in a mistake of the page that tells of it. */
final class ReportTest {

    @TempDir
    private Path directory;

    @Test
    void a_run_is_told_to_people_and_to_programs() throws Exception {
        var options = Options.parse(List.of("--seed", "3", "--faults", "2", "--directory", directory.toString()));
        var schedule = Schedule.of(
                3,
                2,
                Duration.ofSeconds(4),
                EnumSet.of(Kind.CUT),
                List.of("command-1", "command-2"),
                List.of("query-1", "query-2"));
        var first = schedule.faults().getFirst();
        var second = schedule.faults().getLast();
        var report = new Report(
                options,
                schedule,
                Instant.parse("2026-11-24T00:00:00Z"),
                Duration.ofSeconds(40),
                1.5,
                List.of(
                        new Recovery.Overcome(first, Instant.EPOCH, Duration.ZERO, first.target(), 120L),
                        new Recovery.Overcome(second, Instant.EPOCH, Duration.ZERO, second.target(), null)),
                List.of(),
                List.of(),
                Map.of("command-1", 1),
                new Counts(9, 8, 1, 0, 0, 2, 0, 0, 1, 0, 0, 0, new TreeMap<>(Map.of("/epns", 8L)), new TreeMap<>()),
                "✓ all is well\n",
                new Checker.Result(List.of(), 0, 0));

        report.write(directory);

        assertThat(report.exitCode()).isZero();
        assertThat(directory.resolve("report.md"))
                .content()
                .contains("2026-11-24 00:00 UTC, 40 s")
                .contains("| load of the machine as it began | 1.5 |")
                .contains("| cut | 2 | 120 | 120 | 120 |")
                .contains("| `/epns` | 8 |")
                .contains("✓ all is well");
        assertThat(Files.readString(directory.resolve("report.json"))).contains("\"seed\" : 3");
    }
}
