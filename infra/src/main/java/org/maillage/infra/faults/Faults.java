package org.maillage.infra.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.maillage.infra.faults.checker.Checker;
import org.maillage.infra.faults.checker.Evidence;
import org.maillage.infra.faults.checker.Sampler;
import org.maillage.infra.faults.driver.Driver;
import org.maillage.infra.faults.driver.Targets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: a platform is raised, clients write into it at their own pace, the nemesis does what the schedule says, everything
 * heals, and the checker, which shares nothing with the platform, says whether what was acknowledged is there, once.
 */
public final class Faults {

    private static final Logger log = LoggerFactory.getLogger(Faults.class);
    /** Enough has been written then for faults to hurt. */
    private static final long WARM = 40;

    private static final Duration WARMING = Duration.ofSeconds(60);
    private static final Duration HEALING = Duration.ofMinutes(2);
    private static final String LEDGER = "main";
    private static final Duration TELLS = Duration.ofSeconds(15);

    private final Options options;
    private final PrintStream out;
    /** Of the last minute: it says what times are worth. */
    private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    private Faults(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** What came of a run. */
    public record Outcome(int exitCode, Path directory, String said) {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out));
    }

    /** As a command; the exit code says what was found. */
    public static int run(List<String> arguments, PrintStream out) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            out.println("maillage: " + wrong.getMessage() + "\n" + Options.USAGE);
            return 2;
        }
        return run(options, out).exitCode();
    }

    /** As a test, which wants to show what was said. */
    static Outcome run(Options options, PrintStream out) {
        var said = new ByteArrayOutputStream();
        try (var both = new PrintStream(new Both(out, said), true, StandardCharsets.UTF_8)) {
            int exitCode;
            try {
                exitCode = new Faults(options, both).run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                exitCode = 2;
            } catch (Exception failed) {
                log.error("The run could not be done", failed);
                both.println("? the run could not be done: " + failed);
                exitCode = 2;
            }
            both.println("everything of this run is in " + options.directory());
            return new Outcome(exitCode, options.directory(), said.toString(StandardCharsets.UTF_8));
        }
    }

    private static final class Both extends OutputStream {

        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int octet) throws IOException {
            first.write(octet);
            second.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            first.write(octets, from, length);
            second.write(octets, from, length);
        }

        @Override
        public void flush() throws IOException {
            first.flush();
        }
    }

    private int run() throws IOException, InterruptedException, SQLException {
        var started = Instant.now();
        var commands = List.of("command-1", "command-2");
        var queries = List.of("query-1", "query-2");
        var schedule =
                Schedule.of(options.seed(), options.faults(), options.length(), options.kinds(), commands, queries);
        Files.write(options.directory().resolve("schedule.txt"), schedule.lines());
        out.println("again: " + options.command());
        schedule.lines().forEach(out::println);
        try (var stage = raise()) {
            say(started, "the stage stands: " + stage.parts());
            stage.supervise();
            var report = play(stage, schedule, started);
            report.write(options.directory());
            out.println(report.summary());
            return report.exitCode();
        }
    }

    private Stage raise() {
        var plan = new Stage.Plan(options.directory());
        options.postgres().forEach(plan::postgres);
        if (options.overlay() != null) {
            plan.overlay(options.overlay());
        }
        return plan.raise();
    }

    private Report play(Stage stage, Schedule schedule, Instant started)
            throws IOException, InterruptedException, SQLException {
        var targets = new Targets(
                stage.commands().stream().map(NodeProcess::address).toList(),
                stage.queries().stream().map(NodeProcess::address).toList());
        var driver = new Driver(
                targets,
                new Bearer(stage)::token,
                options.directory().resolve("journal.jsonl"),
                options.seed(),
                options.perSecond());
        var file = options.directory().resolve("faults.jsonl");
        Files.write(file, new byte[0]);
        try (var operations = new Operations(stage);
                var _ = new Sampler(
                        database(stage),
                        database(stage),
                        LEDGER,
                        stage::processes,
                        () -> metrics(stage),
                        options.directory().resolve("samples.jsonl"));
                var recovery = new Recovery(stage, file)) {
            var nemesis = new Nemesis(stage, operations, recovery);
            driver.start();
            Stage.await(
                    "the first " + WARM + " commands",
                    WARMING,
                    () -> driver.counts().ok() >= WARM);
            say(started, "warm: " + driver.counts());
            var teller = Thread.ofVirtual().start(() -> tell(started, schedule, nemesis, driver));
            nemesis.run(schedule);
            teller.interrupt();
            say(started, "the last fault is over: " + driver.counts());
            stage.heal();
            for (var part : stage.parts()) {
                stage.awaitAnswers(part, HEALING);
            }
            say(started, "everybody answers");
            driver.stop();
            say(started, "the driver is done: " + driver.counts());
            settle(stage, operations, recovery);
            recovery.await(HEALING);
            say(started, "settled");
            nemesis.complaints().forEach(complaint -> out.println("✗ " + complaint));
            var result = check(stage);
            return new Report(
                    options,
                    schedule,
                    started,
                    Duration.between(started, Instant.now()),
                    load,
                    recovery.overcome(),
                    nemesis.missed(),
                    nemesis.complaints(),
                    restarts(stage),
                    driver.counts(),
                    result.said(),
                    result.result());
        }
    }

    /** What an operator would do, and what the platform does by itself. That it does not is for the checker to say. */
    private void settle(Stage stage, Operations operations, Recovery recovery) throws SQLException {
        try (var superuser = stage.superuser()) {
            Poison.takeBack(superuser);
        }
        try {
            Stage.await("nothing is parked", HEALING, () -> isUnparked(operations));
            Stage.await("all is published and read", HEALING, recovery::isSettled);
        } catch (StageFailure late) {
            out.println("✗ " + late.getMessage());
        }
    }

    private static boolean isUnparked(Operations operations) {
        try {
            return operations.retryAll() == 0;
        } catch (SQLException away) {
            return false;
        }
    }

    private static Evidence.Database database(Stage stage) {
        var server = stage.postgres().server();
        return new Evidence.Database(server.jdbcUrl(Stage.DATABASE), server.user(), server.password());
    }

    private static Map<String, URI> metrics(Stage stage) {
        return stage.nodes().stream().collect(Collectors.toMap(NodeProcess::name, NodeProcess::metrics));
    }

    private Evidence.Limits limits() {
        var usual = Evidence.Limits.ofASmallStage();
        return new Evidence.Limits(
                usual.residentMegabytes(),
                usual.walMegabytes(),
                usual.metrics(),
                options.recovery().toMillis());
    }

    private record Checked(Checker.Result result, String said) {}

    private Checked check(Stage stage) {
        var server = stage.postgres().server();
        var database = new Evidence.Database(server.jdbcUrl(Stage.DATABASE), server.user(), server.password());
        var evidence = new Evidence(
                options.directory(),
                database,
                database,
                stage.broker().bootstrap(),
                LEDGER,
                stage.queries().stream().map(NodeProcess::address).toList(),
                new Bearer(stage).token(),
                Bearer.SUBJECT,
                null,
                limits());
        var said = new ByteArrayOutputStream();
        try (var both = new PrintStream(new Both(out, said), true, StandardCharsets.UTF_8)) {
            var result = Checker.run(evidence, both);
            return new Checked(result, said.toString(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, Integer> restarts(Stage stage) {
        var restarts = new TreeMap<String, Integer>();
        stage.parts().forEach(part -> restarts.put(part.name(), stage.restarts(part)));
        return restarts;
    }

    private void tell(Instant started, Schedule schedule, Nemesis nemesis, Driver driver) {
        try {
            while (true) {
                Thread.sleep(TELLS);
                var counts = driver.counts();
                say(
                        started,
                        nemesis.begun() + " of " + schedule.faults().size() + " faults, " + counts.ok() + " ok, "
                                + counts.failed() + " refused, " + counts.unknownAnswers() + " unknown answers, "
                                + counts.open() + " open, " + counts.dropped() + " not sent");
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Instant started, String what) {
        out.printf("%6.1f s  %s%n", Duration.between(started, Instant.now()).toMillis() / 1e3, what);
    }

    /** Good for an hour, and renewed long before. */
    private static final class Bearer {

        static final String SUBJECT = "maillage-administrateur";
        private static final Duration GOOD = Duration.ofMinutes(20);

        private final Stage stage;
        private String token;
        private long from;

        Bearer(Stage stage) {
            this.stage = stage;
            this.token = ask();
            this.from = System.nanoTime();
        }

        synchronized String token() {
            if (System.nanoTime() - from > GOOD.toNanos()) {
                token = ask();
                from = System.nanoTime();
            }
            return token;
        }

        private String ask() {
            return stage.token(SUBJECT, "administrateur", "exploitant");
        }
    }
}
