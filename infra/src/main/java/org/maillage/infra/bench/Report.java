package org.maillage.infra.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result, for people and for programs.
 *
 * @param rows what is promised
 * @param details what explains a row
 * @param failures of parts that were not measured to their end, and why
 */
@JsonPropertyOrder({"scale", "at", "seconds", "rows", "details", "failures", "machine", "versions", "settings"})
record Report(
        String scale,
        Instant at,
        long seconds,
        List<Measure> rows,
        List<Measure> details,
        Map<String, String> failures,
        Map<String, String> machine,
        Map<String, String> versions,
        Map<String, String> settings) {

    static Report of(
            Scale scale,
            Instant at,
            long seconds,
            List<Measure> measures,
            Map<String, String> failures,
            Machine machine) {
        return new Report(
                scale.name().toLowerCase(Locale.ROOT),
                at,
                seconds,
                measures.stream()
                        .filter(Measure::promises)
                        .sorted(Comparator.comparing(row -> Goal.of(row.id())))
                        .toList(),
                measures.stream().filter(measure -> !measure.promises()).toList(),
                Collections.unmodifiableMap(new LinkedHashMap<>(failures)),
                machine.machine(),
                machine.versions(),
                machine.settings());
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        var plots = Plots.of(this);
        for (var plot : plots) {
            Files.writeString(directory.resolve(plot.file()), plot.svg());
        }
        Files.writeString(directory.resolve(scale + ".md"), markdown(plots));
        Files.write(
                directory.resolve(scale + ".json"),
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsBytes(this));
    }

    String markdown() {
        return markdown(List.of());
    }

    private String markdown(List<Plots.Plot> plots) {
        var text = new StringBuilder();
        text.append("# Benchmark, ").append(scale).append("\n\n");
        text.append("%s UTC, %d s. [What is measured, and how to run it](README.md).%n%n"
                .formatted(
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .withZone(ZoneOffset.UTC)
                                .format(at),
                        seconds));
        text.append("| | ratio | median | spread | floor | aim | |\n");
        text.append("|---|---|---:|---:|---:|---:|---|\n");
        for (var row : rows) {
            text.append("| %s | %s | %s | %s – %s | %s | %s | %s |%n"
                    .formatted(
                            row.id(),
                            row.what(),
                            number(row.value()),
                            number(row.low()),
                            number(row.high()),
                            promise(row, row.floor()),
                            promise(row, row.aim()),
                            verdict(row)));
        }
        failures.forEach((part, why) -> text.append("| %s | not measured: %s | | | | | |%n".formatted(part, why)));
        for (var plot : plots) {
            text.append("%n![%s](%s)%n".formatted(plot.title(), plot.file()));
        }
        text.append("\n## What explains them\n\n| | | median | lowest – highest |\n|---|---|---:|---:|\n");
        for (var detail : details) {
            text.append("| %s | %s | %s %s | %s |%n"
                    .formatted(
                            detail.id(),
                            detail.what(),
                            number(detail.value()),
                            detail.unit(),
                            detail.low() == detail.high() ? "" : number(detail.low()) + " – " + number(detail.high())));
        }
        text.append("\n## What it ran on\n\n| | |\n|---|---|\n");
        for (var facts : List.of(machine, versions, settings)) {
            facts.forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
        }
        return text.toString();
    }

    /** A quick run is too cold to judge by. */
    boolean judges() {
        return scale.equals("full");
    }

    private String verdict(Measure row) {
        if (!judges()) {
            return "";
        }
        return row.missed() ? "**missed**" : row.reachedAim() ? "aim" : "floor";
    }

    private static String promise(Measure row, @Nullable Double number) {
        if (number == null) {
            return "";
        }
        return switch (row.better()) {
            case HIGHER -> "≥ " + number(number);
            case LOWER -> "≤ " + number(number);
        };
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
