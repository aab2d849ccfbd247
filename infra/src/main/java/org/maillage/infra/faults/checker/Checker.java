package org.maillage.infra.faults.checker;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a run by what it left behind. Nothing may write meanwhile. */
public final class Checker {

    private final Evidence evidence;
    private final PrintStream out;
    private final List<Finding> found = new ArrayList<>();
    private long count;
    private int obstacles;

    private Checker(Evidence evidence, PrintStream out) {
        this.evidence = evidence;
        this.out = out;
    }

    /**
     * What came of it.
     *
     * @param findings the first ones of each check, in words
     * @param count of all of them
     * @param obstacles how many checks could not be made
     */
    public record Result(List<Finding> findings, long count, int obstacles) {

        /** 0: all is well; 1: something is wrong; 2: nothing wrong was found, but not everything could be looked at. */
        public int exitCode() {
            return count > 0 ? 1 : obstacles > 0 ? 2 : 0;
        }
    }

    /** Prints one line for each check, and the first findings in detail. */
    public static Result run(Evidence evidence, PrintStream out) {
        var checker = new Checker(evidence, out);
        checker.run();
        return new Result(List.copyOf(checker.found), checker.count, checker.obstacles);
    }

    private void run() {
        long started = System.nanoTime();
        Ledger ledger = null;
        try (var connection = Databases.snapshot(evidence.store())) {
            ledger = Ledger.read(connection, evidence.ledger());
            out.println("  read " + ledger.events().size() + " events, "
                    + ledger.commands().size() + " commands, " + ledger.claims().size() + " claims in "
                    + millis(started) + " ms");
        } catch (Exception unreadable) {
            obstacle("store", unreadable);
        }
        if (ledger != null) {
            judge(ledger);
        }
        out.println((count == 0
                        ? obstacles == 0
                                ? "✓ all is well"
                                : "? nothing wrong was found, but " + obstacles + " checks could not be made"
                        : "✗ " + count + " findings")
                + ", checked in " + millis(started) + " ms");
    }

    private void judge(Ledger ledger) {
        make(
                "operations",
                () -> new OpsCheck(
                        Journal.read(file("journal.jsonl")).ops(), ledger.events(), ledger.commands(), subject()));
        make("store", () -> new StoreCheck(ledger.events()));
        make("constraints", () -> new SchemaCheck(evidence.store(), evidence.reads()));
        make("claims", () -> new ClaimsCheck(ledger.events(), ledger.claims()));
        make("topic", () -> new TopicCheck(evidence.bootstrap(), evidence.ledger(), ledger.events()));
        make("read models", () -> new ReadModelsCheck(ledger.events(), evidence.reads(), Models.ALL));
        make("settled", () -> new SettledCheck(ledger, evidence.reads(), evidence.ledger()));
        make(
                "offsets",
                () -> new OffsetsCheck(
                        file("samples.jsonl"), new Positions(ledger.events(), Models.ALL, partitions(ledger))));
        make("answers", () -> new AnswersCheck(ledger.events(), evidence.queries(), evidence.bearer()));
        make("proofs", () -> new ProofsCheck(evidence));
        make("bounds", () -> new BoundsCheck(file("samples.jsonl"), evidence.limits()));
        make(
                "recovery",
                () -> new RecoveryCheck(file("faults.jsonl"), evidence.limits().recoveryMillis()));
    }

    private static int partitions(Ledger ledger) {
        var published = ledger.published();
        return published == null ? 1 : published.partitions().size();
    }

    private Path file(String name) {
        return evidence.directory().resolve(name);
    }

    @FunctionalInterface
    private interface Making {
        Check check() throws Exception;
    }

    private void make(String name, Making making) {
        long started = System.nanoTime();
        var findings = new Findings(name);
        try {
            var summary = making.check().look(findings);
            out.println((findings.count() == 0 ? "✓ " : "✗ ") + name + ": "
                    + (findings.count() == 0 ? "" : findings.count() + " findings; ") + summary + " ("
                    + millis(started) + " ms)");
        } catch (Exception obstacle) {
            obstacle(name, obstacle);
        }
        findings.told().forEach(finding -> out.println("    " + finding.what()));
        if (findings.count() > findings.told().size()) {
            out.println("    … and " + (findings.count() - findings.told().size()) + " more");
        }
        found.addAll(findings.told());
        count += findings.count();
    }

    private void obstacle(String name, Exception obstacle) {
        obstacles++;
        out.println(
                "? " + name + ": could not be checked: " + obstacle.getClass().getSimpleName() + ": "
                        + String.valueOf(obstacle.getMessage()).replaceAll("\\s*\\R\\s*", " "));
    }

    private static long millis(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    /** The account that the operations were sent under: a token says it in its middle part. */
    private @Nullable String subject() {
        var bearer = evidence.bearer();
        if (evidence.subject() != null || bearer == null) {
            return evidence.subject();
        }
        var parts = bearer.split("\\.", -1);
        return parts.length != 3
                ? null
                : Json.text(Json.read(Base64.getUrlDecoder().decode(parts[1])), "sub");
    }
}
