package org.maillage.infra.faults;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A platform that is wrong on purpose: the harness must say so.
 *
 * @param what is wrong
 * @param kinds of faults that bring it to light; all where it does not matter
 * @param postgres settings of PostgreSQL
 */
record Mutant(String name, String what, List<Edit> edits, List<Kind> kinds, Map<String, String> postgres) {

    /** Somewhere in a source or a resource; the text must be there once, however it is broken into lines, or the mutant is out of date. */
    record Edit(String file, String text, String instead) {

        Pattern pattern() {
            return Pattern.compile(
                    Stream.of(text.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
        }
    }

    private static final String LEDGER = "command-side/src/main/resources/db/ledger/V1__ledger.sql";
    private static final String WRITER = "command-side/src/main/java/org/maillage/command/ledger/Writer.java";
    private static final String INTAKE = "query-side/src/main/java/org/maillage/query/intake/Intake.java";
    private static final String TURN = "command-side/src/main/java/org/maillage/command/publishing/Turn.java";

    private static final Edit NO_INDEX = new Edit(LEDGER, """
            leaf           bytea not null,
            unique (aggregate_id, sequence)
        """, """
                leaf           bytea not null
            """);

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "no-unique-index",
                        "the table of events has no unique index on aggregate and sequence",
                        List.of(NO_INDEX),
                        List.of(Kind.CUT, Kind.LOSE_ANSWER, Kind.END_SESSION),
                        Map.of()),
                new Mutant(
                        "no-sequence-check",
                        "neither that index nor the check under the lock keeps two from writing the same sequence",
                        List.of(NO_INDEX, new Edit(LEDGER, """
                            where h.sequence - 1 <> coalesce(\
                            """, """
                                where false and h.sequence - 1 <> coalesce(\
                                """)),
                        List.of(Kind.CUT, Kind.LOSE_ANSWER, Kind.END_SESSION, Kind.PAUSE_NODE, Kind.DELAY),
                        Map.of()),
                new Mutant(
                        "offsets-before-rows",
                        "a read model commits how far it is before the rows of the batch",
                        List.of(new Edit(INTAKE, """
                                        wroteRows = false;
                                        var queues = queues(connection, accepted);
                            """, """
                                            connection.commit();
                                            wroteRows = false;
                                            var queues = queues(connection, accepted);
                                """)),
                        List.of(Kind.KILL_NODE, Kind.END_SESSION, Kind.KILL_BACKEND, Kind.CUT, Kind.POISON),
                        Map.of()),
                new Mutant(
                        "moved-before-acknowledged",
                        "the publisher moves its position before Kafka has acknowledged the batch, and nobody compares"
                                + " it with the topic when the seat is taken",
                        List.of(
                                new Edit(TURN, """
                                                send(batch.get().records());
                                                move(batch.get());
                                    """, """
                                                    move(batch.get());
                                                    send(batch.get().records());
                                        """),
                                new Edit(
                                        TURN,
                                        "var footing = new Footing(kafka.ledger(), backlog).of(progress, tails);",
                                        "var footing = progress;")),
                        List.of(Kind.PAUSE_BROKER, Kind.KILL_PUBLISHER, Kind.PAUSE_PUBLISHER),
                        Map.of()),
                new Mutant(
                        "claim-ignored",
                        "what only one may hold is given to whoever asks",
                        List.of(new Edit(LEDGER, """
                            where c.before is null
                              and exists (\
                            """, """
                                where c.before is null and false
                                  and exists (\
                                """)),
                        List.of(Kind.CUT, Kind.LOSE_ANSWER, Kind.DELAY, Kind.PAUSE_NODE),
                        Map.of()),
                new Mutant(
                        "parked-skipped",
                        "what a read model cannot apply is skipped instead of kept",
                        List.of(new Edit(INTAKE, """
                                        queues.store(connection);
                            """, "")),
                        List.of(Kind.POISON),
                        Map.of()),
                new Mutant(
                        "commit-not-waited-for",
                        "a commit is acknowledged before it is on disk, by seconds (synchronous_commit = off)",
                        List.of(new Edit(WRITER, "synchronous_commit=on", "synchronous_commit=off")),
                        List.of(Kind.POWER_CUT, Kind.KILL_BACKEND),
                        Map.of(
                                "synchronous_commit", "off",
                                "wal_writer_delay", "10s",
                                "wal_writer_flush_after", "1GB")),
                new Mutant(
                        "fsync-forgotten",
                        "what is committed is left to the operating system (fsync = off)",
                        List.of(),
                        List.of(Kind.POWER_CUT, Kind.KILL_BACKEND),
                        Map.of("fsync", "off")));
    }

    /** The arguments of a run, but for where it is done. */
    Stream<String> arguments() {
        return Stream.concat(
                Stream.of("--kinds", kinds.stream().map(Kind::name).collect(Collectors.joining(","))),
                postgres.entrySet().stream()
                        .flatMap(setting -> Stream.of("--postgres", setting.getKey() + "=" + setting.getValue())));
    }
}
