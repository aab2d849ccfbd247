package org.maillage.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which share of the processors went to others than this JVM, its PostgreSQL, and the processes that this JVM started: to other
 * processes, or to other machines on the same hardware. What was measured meanwhile says as much about them.
 */
final class Quiet {

    /** More than that, and a turn does not count. */
    static final double MOST_FOREIGN = 0.08;

    private static final Path PROCESSES = Path.of("/proc");
    /** The kernel tells in hundredths of a second, on every architecture. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int PARENT = 1;
    private static final int FIRST_TIME = 11;
    /** In user and kernel mode, and the same of children that have ended and were waited for. */
    private static final int TIMES = 4;

    private record Ticks(long all, long busy, long own) {}

    private record Process(String parent, long ticks) {}

    private final Set<String> servers = new HashSet<>();

    /** @param grounds whose PostgreSQL is ours */
    Quiet(Ground... grounds) {
        for (var ground : grounds) {
            if (isKnown()) {
                servers.add(server(ground));
            }
        }
    }

    private static String server(Ground ground) {
        try (var connection = ground.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return fields(PROCESSES.resolve(row.getString(1))).get(PARENT);
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

    /** Does something, and says what it cost; the costs are 0 where nobody can tell. */
    Work working(LongSupplier events, ProcessHandle... senders) {
        double all = worked();
        double database = workedByServers();
        double sent = workedBy(senders);
        long started = System.nanoTime();
        long done = events.getAsLong();
        double seconds = (System.nanoTime() - started) / 1e9;
        sent = workedBy(senders) - sent;
        return new Work(done, seconds, worked() - all - sent, workedByServers() - database, sent);
    }

    /** What everything that is ours has worked so far, in seconds of a processor; 0 where nobody can tell. */
    double worked() {
        if (!isKnown()) {
            return 0;
        }
        var ours = new HashSet<>(servers);
        ours.add(Long.toString(ProcessHandle.current().pid()));
        return of(ours, processes()) / TICKS_PER_SECOND;
    }

    /** The same of PostgreSQL alone. */
    double workedByServers() {
        return isKnown() ? of(servers, processes()) / TICKS_PER_SECOND : 0;
    }

    /** The same of some processes, and of those that they started. */
    double workedBy(ProcessHandle... processes) {
        var ids = Stream.of(processes)
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.toSet());
        return isKnown() ? of(ids, processes()) / TICKS_PER_SECOND : 0;
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
            return new Ticks(all, all - cpu[3] - cpu[4], Math.round(worked() * TICKS_PER_SECOND));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Map<String, Process> processes() {
        var found = new HashMap<String, Process>();
        try (var processes = Files.list(PROCESSES)) {
            processes.forEach(process -> {
                var id = process.getFileName().toString();
                var fields = Character.isDigit(id.charAt(0)) ? fields(process) : List.<String>of();
                if (!fields.isEmpty()) {
                    long ticks = fields.subList(FIRST_TIME, FIRST_TIME + TIMES).stream()
                            .mapToLong(Long::parseLong)
                            .sum();
                    found.put(id, new Process(fields.get(PARENT), ticks));
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return found;
    }

    /** Of some processes and all below them. */
    private static long of(Set<String> roots, Map<String, Process> processes) {
        long ticks = 0;
        for (var process : processes.entrySet()) {
            for (var at = process.getKey(); at != null; at = parent(at, processes)) {
                if (roots.contains(at)) {
                    ticks += process.getValue().ticks();
                    break;
                }
            }
        }
        return ticks;
    }

    private static @Nullable String parent(String id, Map<String, Process> processes) {
        var process = processes.get(id);
        return process == null ? null : process.parent();
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
