package org.maillage.infra.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.maillage.infra.faults.checker.Checker;
import org.maillage.infra.faults.driver.Counts;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A run, for people and for programs. */
record Report(
        Options options,
        Schedule schedule,
        Instant started,
        Duration took,
        double load,
        List<Recovery.Overcome> struck,
        List<String> missed,
        List<String> complaints,
        Map<String, Integer> restarts,
        Counts counts,
        String said,
        Checker.Result result) {

    int exitCode() {
        return complaints.isEmpty() ? result.exitCode() : 1;
    }

    String summary() {
        var times = times(struck);
        return struck.size() + " faults struck, " + missed.size() + " met nothing; overcome within "
                + quantile(times, 0.5) + " ms (half of them), " + quantile(times, 1) + " ms (all)";
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve("report.md"), markdown());
        var json = new LinkedHashMap<String, Object>();
        json.put("seed", options.seed());
        json.put("started", started.toString());
        json.put("seconds", took.toSeconds());
        json.put("struck", struck.size());
        json.put("missed", missed);
        json.put("complaints", complaints);
        json.put("restarts", restarts);
        json.put("counts", counts);
        json.put("findings", result.findings());
        json.put("exitCode", exitCode());
        Files.write(
                directory.resolve("report.json"),
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsBytes(json));
    }

    String markdown() {
        var text = new StringBuilder();
        text.append("""
            %s UTC, %d s, %d cores. The same schedule again: `java -jar infra/target/maillage.jar %s`.

            | | |
            |---|---:|
            | load of the machine as it began | %.1f |
            | faults that struck | %,d |
            | faults that met nothing | %,d |
            | commands | %,d |
            | acknowledged | %,d |
            | refused | %,d |
            | answers that told nothing (each asked again under its key) | %,d |
            | of which nobody could tell what became of them | %,d |
            | arrivals that were not sent, as too many were open | %,d |
            | reads with a token | %,d |
            | that lacked what the token covers | %,d |

            ## Faults, and how long until they were overcome

            From the end of a fault until who was struck answers again and what was stored by then is published and in
            every read model, with whatever struck meanwhile; in milliseconds.

            | fault | struck | half within | 95 %% within | all within |
            |---|---:|---:|---:|---:|
            """.formatted(
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .withZone(ZoneOffset.UTC)
                                .format(started),
                        took.toSeconds(),
                        Runtime.getRuntime().availableProcessors(),
                        options.command(),
                        load,
                        struck.size(),
                        missed.size(),
                        counts.ops(),
                        counts.ok(),
                        counts.failed(),
                        counts.unknownAnswers(),
                        counts.givenUp(),
                        counts.dropped(),
                        counts.reads(),
                        counts.staleReads()));
        var byKind = new EnumMap<Kind, List<Recovery.Overcome>>(Kind.class);
        for (var kind : Kind.values()) {
            var those =
                    struck.stream().filter(one -> one.fault().kind() == kind).toList();
            if (!those.isEmpty()) {
                byKind.put(kind, those);
            }
        }
        byKind.forEach((kind, those) -> row(text, kind.text(), those));
        row(text, "**all**", struck);
        text.append("\n## Started again by the supervisor\n\n| part | times |\n|---|---:|\n");
        restarts.forEach((part, times) ->
                text.append("| ").append(part).append(" | ").append(times).append(" |\n"));
        text.append("\n## Acknowledged commands\n\n| path | times |\n|---|---:|\n");
        counts.okByPath()
                .forEach((path, times) -> text.append("| `")
                        .append(path)
                        .append("` | ")
                        .append(times)
                        .append(" |\n"));
        text.append("\n## What the checker says\n\n```\n").append(said);
        complaints.forEach(complaint -> text.append("✗ ").append(complaint).append('\n'));
        text.append("```\n");
        return text.toString();
    }

    private static void row(StringBuilder text, String name, List<Recovery.Overcome> those) {
        var times = times(those);
        text.append("| %s | %,d | %,d | %,d | %,d |%n"
                .formatted(name, those.size(), quantile(times, 0.5), quantile(times, 0.95), quantile(times, 1)));
    }

    private static List<Long> times(List<Recovery.Overcome> those) {
        return those.stream()
                .map(Recovery.Overcome::recoveredMs)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    private static long quantile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }
}
