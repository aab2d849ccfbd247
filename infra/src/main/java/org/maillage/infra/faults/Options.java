package org.maillage.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param perSecond commands
 * @param kinds of faults
 * @param overlay classes that nodes find before ours; null for none
 * @param postgres settings of PostgreSQL that are not those of the stage
 * @param recovery within which every fault must be overcome
 */
record Options(
        long seed,
        int faults,
        Duration length,
        double perSecond,
        Path directory,
        Set<Kind> kinds,
        @Nullable Path overlay,
        Map<String, String> postgres,
        Duration recovery) {

    static final String USAGE = """
        faults [--seed 1] [--faults 1000] [--seconds 2 a fault] [--rate 20] [--directory DIR] [--kinds kill-node,cut,…]
        raises a platform of real processes, writes into it, does to it what the seed says, and checks what came of it
        exit code 0: all is well; 1: something is lost, doubled or wrong; 2: the run or the check could not be done\
        """;

    /** The mean time between two faults of a long run: more of them, and nothing ever gets well. */
    private static final double SECONDS_PER_FAULT = 2;

    private static final double RATE = 20;

    static Options parse(List<String> arguments) {
        var given = new LinkedHashMap<String, String>();
        var postgres = new LinkedHashMap<String, String>();
        var rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            var name = rest.removeFirst();
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            var value = rest.removeFirst();
            switch (name) {
                case "--seed",
                        "--faults",
                        "--seconds",
                        "--rate",
                        "--directory",
                        "--kinds",
                        "--overlay",
                        "--recovery-seconds" -> given.put(name, value);
                case "--postgres" ->
                    postgres.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
                default -> throw new IllegalArgumentException("there is no option " + name);
            }
        }
        int faults = Integer.parseInt(given.getOrDefault("--faults", "1000"));
        double seconds =
                Double.parseDouble(given.getOrDefault("--seconds", Double.toString(faults * SECONDS_PER_FAULT)));
        var overlay = given.get("--overlay");
        return new Options(
                Long.parseLong(given.getOrDefault("--seed", "1")),
                faults,
                Duration.ofMillis(Math.round(seconds * 1_000)),
                Double.parseDouble(given.getOrDefault("--rate", Double.toString(RATE))),
                directory(given.get("--directory")),
                kinds(given.get("--kinds")),
                overlay == null ? null : Path.of(overlay).toAbsolutePath(),
                Map.copyOf(postgres),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("--recovery-seconds", "60"))));
    }

    private static Path directory(@Nullable String given) {
        try {
            return given == null
                    ? Files.createTempDirectory("maillage-faults-")
                    : Files.createDirectories(Path.of(given)).toAbsolutePath();
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Set<Kind> kinds(@Nullable String given) {
        var kinds = EnumSet.noneOf(Kind.class);
        if (given == null) {
            return EnumSet.allOf(Kind.class);
        }
        for (var name : given.split(",")) {
            kinds.add(Kind.valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return kinds;
    }

    /** How to do the same again. */
    String command() {
        return "faults --seed " + seed + " --faults " + faults + " --seconds " + length.toSeconds() + " --rate "
                + perSecond;
    }
}
