package org.maillage.infra.verifier;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code verify}: checks a ledger in a database, in the topic or in an export, or a certified report, against signed checkpoints. What it found is the last
 * line on the standard output; progress and what stood in the way are on the standard error; the exit code tells them apart.
 */
public final class Verify {

    private final Arguments arguments;
    private final Duration patience;
    private final Progress progress;

    private Verify(Arguments arguments, Duration patience, PrintStream err) {
        this.arguments = arguments;
        this.patience = patience;
        this.progress = new Progress(err);
    }

    /** Returns the exit code. */
    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        return run(arguments, environment, out, err, TopicEvents.PATIENCE);
    }

    static int run(
            List<String> arguments,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err,
            Duration patience) {
        if (arguments.contains("--help")) {
            out.print(Arguments.USAGE);
            return Ending.PROVEN.exitCode();
        }
        try {
            var verdict = new Verify(Arguments.parse(arguments, environment), patience, err).verdict();
            out.println("maillage verify: " + verdict.line());
            return verdict.ending().exitCode();
        } catch (CannotVerify obstacle) {
            err.println("maillage verify: " + obstacle.getMessage());
            return obstacle.ending().exitCode();
        } catch (RuntimeException unforeseen) {
            err.println("maillage verify: unforeseen: " + unforeseen.getClass().getSimpleName() + ": "
                    + CannotVerify.words(unforeseen));
            return Ending.UNFORESEEN.exitCode();
        }
    }

    private Verdict verdict() {
        var keys = TrustedKeys.read(arguments.key());
        var export = arguments.export();
        var where = arguments.checkpoints();
        if (export != null) {
            try (var kept = where == null ? null : checkpoints(where)) {
                return ExportCheck.run(Path.of(export), arguments.part(), keys, arguments.ledger(), kept);
            }
        }
        var report = arguments.report();
        if (report != null) {
            try (var kept = where == null ? null : checkpoints(where)) {
                return ReportCheck.run(Path.of(report), keys, arguments.ledger(), kept);
            }
        }
        // Checkpoints first: what they cover was there before them.
        try (var checkpoints = checkpoints(where == null ? beside() : where);
                var events = events()) {
            return new Walk(events, new Chain(checkpoints, keys, arguments.ledger()), progress).run();
        }
    }

    private Events events() {
        var url = arguments.database();
        return url == null
                ? TopicEvents.open(arguments.broker(beside()), patience)
                : DatabaseEvents.open(arguments.database(url));
    }

    /** The database or the topic itself. */
    private String beside() {
        return firstOf(arguments.database(), arguments.topic());
    }

    private static String firstOf(@Nullable String one, @Nullable String other) {
        if (one != null) {
            return one;
        }
        if (other != null) {
            return other;
        }
        throw new IllegalStateException("An export says where its checkpoint is");
    }

    private Checkpoints checkpoints(String where) {
        if (where.startsWith("jdbc:")) {
            return DatabaseCheckpoints.open(arguments.database(where), arguments.ledger());
        }
        if (!Files.exists(Path.of(where)) && where.matches(".+:\\d+(,.+:\\d+)*")) {
            return TopicCheckpoints.open(arguments.broker(where), arguments.ledger());
        }
        return FileCheckpoints.read(Path.of(where));
    }
}
