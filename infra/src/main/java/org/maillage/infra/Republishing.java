package org.maillage.infra;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.maillage.command.publishing.Difference;
import org.maillage.command.publishing.Republish;
import org.springframework.dao.DataAccessException;

/**
 * {@code republish}: says how the feed differs from the ledger, and makes it anew from the ledger. What was found is on the standard
 * output; progress and what stood in the way are on the standard error; the exit code tells them apart.
 */
final class Republishing {

    static final String USAGE = """
        usage: republish [--recreate [--dry-run]] [--lost FILE] [--ledger NAME]
          compares the topics with the ledger, record by record, and says from which position they differ
          --recreate  deletes the topics, makes them again and publishes the whole ledger: the same ids, positions and
                      predecessors, the keys of persons and the checkpoints too; no command side may publish meanwhile
          --dry-run   says what --recreate would do, and does nothing
          --lost      where the events that only the feed has are listed, one JSON object a line
          --ledger    the name of the ledger, if it is not main
        PostgreSQL and Kafka are those of the platform: MAILLAGE_DB_URL, MAILLAGE_KAFKA_BOOTSTRAP and what belongs to them, else
        the embedded ones in MAILLAGE_DATA_DIR, which are started for as long as it takes.
        Ends with 0 where both are the same, 10 where they differ, 16 where a command side publishes; others as when starting.
        """;

    /** What scripts can tell apart. */
    enum Ending {
        SAME(0),
        UNFORESEEN(1),
        ARGUMENTS(2),
        FILE(5),
        DATABASE(7),
        KAFKA(8),
        DIFFERENT(10),
        PUBLISHER_RUNS(16);

        private final int exitCode;

        Ending(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    private record Arguments(
            boolean recreate, boolean dryRun, @Nullable Path lost, String ledger) {

        static Arguments parse(List<String> words) {
            boolean recreate = false;
            boolean dryRun = false;
            Path lost = null;
            var ledger = "main";
            for (var rest = words.iterator(); rest.hasNext(); ) {
                var word = rest.next();
                switch (word) {
                    case "--recreate" -> recreate = true;
                    case "--dry-run" -> dryRun = true;
                    case "--lost" -> lost = Path.of(value(word, rest));
                    case "--ledger" -> ledger = value(word, rest);
                    default -> throw new IllegalArgumentException("there is no option " + word);
                }
            }
            return new Arguments(recreate, dryRun, lost, ledger);
        }

        private static String value(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return rest.next();
        }

        /** Of its own time: what one run found, the next does not write over. */
        Path lostTo() {
            return lost != null
                    ? lost
                    : Path.of("lost-events-"
                            + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                                    .withZone(ZoneOffset.UTC)
                                    .format(Clock.systemUTC().instant())
                            + ".jsonl");
        }
    }

    private final PrintStream out;
    private final PrintStream err;

    private Republishing(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Whether nothing needs to be reached to answer. */
    static boolean isHelp(List<String> words) {
        return words.contains("--help");
    }

    static Ending help(PrintStream out) {
        out.print(USAGE);
        return Ending.SAME;
    }

    static Ending run(
            List<String> words, PlatformDatabase database, PlatformKafka kafka, PrintStream out, PrintStream err) {
        return new Republishing(out, err).run(words, database, kafka);
    }

    private Ending run(List<String> words, PlatformDatabase database, PlatformKafka kafka) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (IllegalArgumentException wrong) {
            return end(Ending.ARGUMENTS, wrong.getMessage() + "; republish --help says more");
        }
        var login = database.login();
        try (var republish = new Republish(
                arguments.ledger(), database.url(), login.user(), login.password(), kafka.access(), err)) {
            return run(arguments, republish);
        } catch (Republish.PublisherRuns runs) {
            return end(Ending.PUBLISHER_RUNS, runs.getMessage());
        } catch (SQLException | DataAccessException failed) {
            return end(Ending.DATABASE, "the database does not do it: " + StartUpFailure.innermost(failed));
        } catch (KafkaException failed) {
            return end(Ending.KAFKA, "Kafka does not do it: " + StartUpFailure.innermost(failed));
        } catch (UncheckedIOException failed) {
            return end(Ending.FILE, failed.getMessage() + " (" + StartUpFailure.innermost(failed) + ")");
        } catch (RuntimeException unforeseen) {
            return end(Ending.UNFORESEEN, "unforeseen: " + StartUpFailure.innermost(unforeseen));
        }
    }

    private Ending run(Arguments arguments, Republish republish) throws SQLException, Republish.PublisherRuns {
        var lost = arguments.lostTo();
        var found = tell(republish.compare(lost), lost);
        if (!arguments.recreate()) {
            return found.none() ? Ending.SAME : Ending.DIFFERENT;
        }
        if (arguments.dryRun()) {
            say("--recreate would delete the topics, make them again and publish the whole ledger; nothing was done");
            return found.none() ? Ending.SAME : Ending.DIFFERENT;
        }
        republish.recreate();
        var after = tell(republish.compare(lost.resolveSibling(lost.getFileName() + ".after")), lost);
        if (found.lost() > 0) {
            say("what was only in the feed is lost for the platform: consumers that had read past position "
                    + (found.from() - 1) + " must forget what they made of it; read models that did are to be rebuilt");
        }
        return after.none() ? Ending.SAME : Ending.DIFFERENT;
    }

    private Difference tell(Difference difference, Path lost) {
        say(difference.line() + (difference.lost() > 0 ? " (listed in " + lost + ")" : ""));
        return difference;
    }

    private void say(String line) {
        out.println("maillage republish: " + line);
    }

    private Ending end(Ending ending, @Nullable String line) {
        err.println("maillage republish: " + line);
        return ending;
    }
}
