package org.maillage.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which share of the processors went to others than this JVM and its PostgreSQL: to other processes, or to other machines on the same
 * hardware. What was measured meanwhile says as much about them.
 */
final class Quiet {

    /** More than that, and a turn does not count. */
    static final double MOST_FOREIGN = 0.08;

    private static final Path PROCESSES = Path.of("/proc");
    /** The kernel tells in hundredths of a second, on every architecture. */
    private static final long MICROS_OF_A_TICK = 10_000;

    private static final int PARENT = 1;
    private static final int FIRST_TIME = 11;

    private record Ticks(long all, long busy, long own) {}

    private final String server;

    /** @param ground whose PostgreSQL is ours */
    Quiet(Ground ground) {
        if (!isKnown()) {
            server = "";
            return;
        }
        try (var connection = ground.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            server = fields(PROCESSES.resolve(row.getString(1))).get(PARENT);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean isKnown() {
        return Files.isReadable(PROCESSES.resolve("stat"));
    }

    /** From 0 to 1, while something is done; 0 where nobody can tell. */
    double foreignDuring(Runnable what) {
        if (!isKnown()) {
            what.run();
            return 0;
        }
        var before = ticks();
        what.run();
        var after = ticks();
        double foreign = (after.busy() - before.busy()) - (after.own() - before.own());
        return Math.max(0, foreign / (after.all() - before.all()));
    }

    /** What this JVM and its PostgreSQL have worked so far, in microseconds of a processor; 0 where nobody can tell. */
    long workedMicros() {
        return isKnown() ? ticks().own() * MICROS_OF_A_TICK : 0;
    }

    private Ticks ticks() {
        try (var lines = Files.lines(PROCESSES.resolve("stat"))) {
            // user nice system idle iowait irq softirq steal
            var cpu = Stream.of(lines.findFirst().orElseThrow().strip().split("\\s+"))
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
            long all = 0;
            for (long ticks : cpu) {
                all += ticks;
            }
            return new Ticks(all, all - cpu[3] - cpu[4], own());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private long own() throws IOException {
        var me = Long.toString(ProcessHandle.current().pid());
        try (var processes = Files.list(PROCESSES)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .mapToLong(process -> {
                        var id = process.getFileName().toString();
                        var fields = fields(process);
                        boolean ours = id.equals(me) || id.equals(server);
                        if (fields.isEmpty() || !(ours || fields.get(PARENT).equals(server))) {
                            return 0;
                        }
                        // The server's children that have ended count where it waited for them.
                        int times = id.equals(server) ? 4 : 2;
                        return fields.subList(FIRST_TIME, FIRST_TIME + times).stream()
                                .mapToLong(Long::parseLong)
                                .sum();
                    })
                    .sum();
        }
    }

    /** What stands behind the name, which may hold anything; nothing of a process that has ended meanwhile. */
    private static List<String> fields(Path process) {
        try {
            var stat = Files.readString(process.resolve("stat"));
            return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
        } catch (IOException ended) {
            return List.of();
        }
    }
}
