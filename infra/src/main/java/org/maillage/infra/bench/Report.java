package org.maillage.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result, for people and for programs. */
record Report(String scale, Instant at, long seconds, Map<String, String> machine, List<Measure> rows) {

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(scale + ".md"), markdown());
        Files.write(
                directory.resolve(scale + ".json"),
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsBytes(this));
    }

    String markdown() {
        var text = new StringBuilder();
        text.append("# Benchmark, ").append(scale).append("\n\n");
        text.append("%s UTC, %d s. [What is measured, and how to run it](README.md).%n%n"
                .formatted(
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .withZone(ZoneOffset.UTC)
                                .format(at),
                        seconds));
        text.append("| | measure | median | spread | promised | aim | |\n");
        text.append("|---|---|---:|---:|---:|---:|---|\n");
        for (var row : rows) {
            text.append("| %s | %s | %s %s | %s – %s | %s | %s | %s |%n"
                    .formatted(
                            row.id(),
                            row.what(),
                            number(row.value()),
                            row.unit(),
                            number(row.low()),
                            number(row.high()),
                            promise(row, row.floor()),
                            promise(row, row.aim()),
                            verdict(row)));
        }
        text.append("\n| | |\n|---|---|\n");
        machine.forEach((name, value) ->
                text.append("| ").append(name).append(" | ").append(value).append(" |\n"));
        return text.toString();
    }

    /** A quick run is too cold to judge by. */
    private String verdict(Measure row) {
        if (row.floor() == null || !scale.equals("full")) {
            return "";
        }
        return row.missed() ? "**missed**" : "kept";
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

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
