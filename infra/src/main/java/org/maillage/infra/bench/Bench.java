package org.maillage.infra.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Arguments: {@code quick} or {@code full}, where to write the result, and what to measure (all: {@code P1} to {@code P13}, and
 * {@code proofs}). What is written so far is a result, too: it is written anew after each part.
 */
public final class Bench {

    /** What is measured on one ground: the rows of these ids, or details alone. */
    private static final List<Part> PARTS = List.of(
            new Part(List.of("P1"), scale -> new CommandRate(scale).measure()),
            new Part(List.of("P2"), scale -> new HttpRate(scale).measure()),
            new Part(List.of("P3"), scale -> new CommandLatency(scale).measure()),
            new Part(List.of("P5"), scale -> new Visibility(scale).measure()),
            new Part(List.of("P7"), scale -> new ColdRebuild(scale).measure()),
            new Part(List.of("P11"), scale -> new Overload(scale).measure()),
            new Part(List.of("proofs"), scale -> new ProofCost(scale).measure()));

    private Bench() {}

    private record Part(List<String> ids, Topic topic) {

        boolean isWanted(List<String> wanted) {
            return wanted.isEmpty() || ids.stream().anyMatch(wanted::contains);
        }
    }

    @FunctionalInterface
    private interface Topic {
        List<Measure> measure(Scale scale) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        var scale = Scale.valueOf((args.length > 0 ? args[0] : "quick").toUpperCase(Locale.ROOT));
        var directory = Path.of(args.length > 1 ? args[1] : "target/benchmarks");
        var report = run(scale, directory, args.length > 2 ? List.of(args).subList(2, args.length) : List.of());
        System.out.println(report.markdown());
        System.exit(report.failures().isEmpty() ? 0 : 1);
    }

    static Report run(Scale scale, Path directory, List<String> wanted) throws Exception {
        for (var id : wanted) {
            if (PARTS.stream().noneMatch(part -> part.ids().contains(id))) {
                throw new IllegalArgumentException("There is nothing to measure called " + id);
            }
        }
        long started = System.nanoTime();
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var machine = Machine.describe(database());
        var measures = new ArrayList<Measure>();
        var failures = new LinkedHashMap<String, String>();
        var report = Report.of(scale, at, 0, measures, failures, machine);
        for (var part : PARTS) {
            if (!part.isWanted(wanted)) {
                continue;
            }
            long began = System.nanoTime();
            var name = String.join(" ", part.ids());
            try {
                measures.addAll(part.topic().measure(scale));
            } catch (Exception | LinkageError failed) {
                // The others are still worth it, and some take hours.
                failed.printStackTrace();
                failures.put(name, failed.toString());
            }
            System.out.printf(Locale.ROOT, "%s: %.0f s%n", name, (System.nanoTime() - began) / 1e9);
            report = Report.of(scale, at, (System.nanoTime() - started) / 1_000_000_000, measures, failures, machine);
            report.write(directory);
        }
        return report;
    }

    private static Map<String, String> database() throws Exception {
        try (var ground = new Ground()) {
            return ground.databaseSettings();
        }
    }
}
