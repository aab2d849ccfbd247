package org.maillage.infra.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;

/**
 * Proves that the harness can fail: runs it against platforms that are wrong on purpose, and writes down what it said. Arguments: the
 * directory of the sources, a directory to work in, and the names of mutants if not all. To be run from classes, with a JDK.
 */
public final class Mutants {

    private static final int BRIEF = 160;
    private static final Path TABLE = Path.of("infra/docs/faults-mutants.md");

    private final Path sources;
    private final Path work;

    private Mutants(Path sources, Path work) {
        this.sources = sources;
        this.work = work;
    }

    private record Verdict(Mutant mutant, Faults.Outcome outcome) {

        /** Of the checks, those that went red, with their first finding. */
        List<String> red() {
            var lines = outcome.said().lines().toList();
            var red = new ArrayList<String>();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("✗ ") && lines.get(i).contains(": ")) {
                    var first = i + 1 < lines.size() && lines.get(i + 1).startsWith("    ") ? lines.get(i + 1) : "";
                    red.add(lines.get(i).substring(2, lines.get(i).indexOf(": ")) + " (" + brief(first.strip()) + ")");
                }
            }
            return red;
        }

        private static String brief(String finding) {
            return finding.length() <= BRIEF
                    ? finding
                    : finding.substring(0, BRIEF).strip() + "…";
        }

        String row() {
            return "| `" + mutant.name() + "` | "
                    + mutant.what() + " | "
                    + switch (outcome.exitCode()) {
                        case 0 -> "**green: not found**";
                        case 1 -> "red";
                        default -> "**not run**";
                    }
                    + " | " + String.join("; ", red()).replace("|", "\\|") + " |";
        }
    }

    public static void main(String[] args) throws IOException {
        var wanted = List.of(args).subList(2, args.length);
        var sources = Path.of(args[0]).toAbsolutePath();
        var mutants =
                new Mutants(sources, Files.createDirectories(Path.of(args[1])).toAbsolutePath());
        boolean allRed = true;
        for (var mutant : Mutant.all()) {
            if (wanted.isEmpty() || wanted.contains(mutant.name())) {
                var verdict = mutants.run(mutant);
                allRed &= verdict.outcome().exitCode() == 1;
                Files.writeString(mutants.row(mutant), verdict.row());
            }
        }
        mutants.writeTable();
        System.exit(allRed ? 0 : 1);
    }

    private Path row(Mutant mutant) {
        return work.resolve(mutant.name() + ".row");
    }

    /** Once each has been run, at once or one by one. */
    private void writeTable() throws IOException {
        var rows = new ArrayList<String>();
        for (var mutant : Mutant.all()) {
            if (Files.exists(row(mutant))) {
                rows.add(Files.readString(row(mutant)));
            }
        }
        var table = table(rows);
        System.out.println(table);
        if (rows.size() == Mutant.all().size()) {
            Files.writeString(sources.resolve(TABLE), table);
        }
    }

    private Verdict run(Mutant mutant) throws IOException {
        System.out.println("== " + mutant.name() + ": " + mutant.what());
        var overlay = Files.createDirectories(work.resolve(mutant.name() + "-classes"));
        for (var file :
                mutant.edits().stream().map(Mutant.Edit::file).distinct().toList()) {
            apply(
                    file,
                    mutant.edits().stream()
                            .filter(edit -> edit.file().equals(file))
                            .toList(),
                    overlay);
        }
        // What an earlier run has left is another platform.
        FileSystemUtils.deleteRecursively(work.resolve(mutant.name()));
        var arguments = Stream.concat(
                        Stream.of(
                                "--seed", "7",
                                "--faults", "20",
                                "--seconds", "40",
                                "--directory", work.resolve(mutant.name()).toString(),
                                "--overlay", overlay.toString(),
                                // How long it takes is no proof: a busy machine is slow too.
                                "--recovery-seconds", "100000"),
                        mutant.arguments())
                .toList();
        return new Verdict(mutant, Faults.run(Options.parse(arguments), System.out));
    }

    private void apply(String file, List<Mutant.Edit> edits, Path overlay) throws IOException {
        var text = mutated(sources, file, edits);
        if (file.endsWith(".java")) {
            compile(file, text, overlay);
        } else {
            var name = file.substring(file.indexOf("resources/") + "resources/".length());
            Files.createDirectories(overlay.resolve(name).getParent());
            Files.writeString(overlay.resolve(name), text);
        }
    }

    /** A file with its mistakes made. */
    static String mutated(Path sources, String file, List<Mutant.Edit> edits) throws IOException {
        var text = Files.readString(sources.resolve(file));
        for (var edit : edits) {
            var found = edit.pattern().matcher(text).results().count();
            if (found != 1) {
                throw new IllegalStateException(found + " times, not once, in " + file + ":\n" + edit.text());
            }
            text = edit.pattern().matcher(text).replaceFirst(Matcher.quoteReplacement(edit.instead()));
        }
        return text;
    }

    private void compile(String file, String text, Path overlay) throws IOException {
        var source = Files.createDirectories(work.resolve("sources"))
                .resolve(Path.of(file).getFileName().toString());
        Files.writeString(source, text);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-proc:none",
                        "-parameters",
                        "-d",
                        overlay.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        source.toString());
        if (failed != 0) {
            throw new IllegalStateException("The mutant of " + file + " does not compile");
        }
    }

    private static String table(List<String> rows) {
        return String.format(Locale.ROOT, """
            # The harness can fail

            A platform that is wrong on purpose, one mistake each, under a short run of the [fault harness](faults.md): every
            one must turn it red. Again, from the root of the sources after `mvn package -DskipTests`:
            `java -cp <class path> org.maillage.infra.faults.Mutants . /tmp/mutants`.

            | mutant | what is wrong | verdict | checks that found it, and their first finding |
            |---|---|---|---|
            %s

            The last may be found only by what PostgreSQL says of its settings: without `fsync` a loss takes a machine without power,
            killed processes lose nothing that the operating system has.
            """, String.join("\n", rows));
    }
}
