package org.maillage.infra.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Arguments: {@code quick} or {@code full}, where to write the result, and which measures (all: {@code W1 W2 W3 W4 W5}). */
public final class Bench {

    private Bench() {}

    @FunctionalInterface
    private interface Part {
        List<Measure> measure() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        var scale = Scale.valueOf((args.length > 0 ? args[0] : "quick").toUpperCase(Locale.ROOT));
        var directory = Path.of(args.length > 1 ? args[1] : "target/benchmarks");
        var wanted = args.length > 2 ? List.of(args).subList(2, args.length) : List.of("W1", "W2", "W3", "W4", "W5");
        long started = System.nanoTime();
        var machine = Machine.describe(database());
        var rows = new ArrayList<Measure>();
        for (var id : wanted) {
            rows.addAll(part(id, scale).measure());
        }
        var report = new Report(
                scale.name().toLowerCase(Locale.ROOT),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                (System.nanoTime() - started) / 1_000_000_000,
                machine,
                rows);
        report.write(directory);
        System.out.println(report.markdown());
        System.exit(0);
    }

    private static Part part(String id, Scale scale) {
        return switch (id) {
            case "W1" -> new CommandRate(scale)::measure;
            case "W2" -> new ColdRebuild(scale)::measure;
            case "W3" -> new Visibility(scale)::measure;
            case "W4" -> new ProofCost(scale)::measure;
            case "W5" -> new Overload(scale)::measure;
            default -> throw new IllegalArgumentException("There is no measure " + id);
        };
    }

    private static Map<String, String> database() throws Exception {
        try (var ground = new Ground()) {
            return ground.databaseSettings();
        }
    }
}
