package org.maillage.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long the platform takes to get over each fault: from its end until whoever was struck answers again, and what was stored by
 * then is published and in every read model. Other faults go on meanwhile, and their delays count too.
 */
final class Recovery implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Stage stage;
    private final Path file;
    private final List<Overcome> overcome = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile @Nullable Sight sight;
    private volatile boolean closed;

    /**
     * A fault and what came of it.
     *
     * @param recoveredMs null if it was not overcome before the end
     */
    record Overcome(
            Fault fault,
            Instant at,
            Duration lasted,
            String target,
            @Nullable Long recoveredMs) {}

    /**
     * How far everybody was.
     *
     * @param since by the clock of this process: it was looked up after that
     * @param read where the last of the read models is
     */
    private record Sight(long since, long head, long published, long read) {}

    Recovery(Stage stage, Path file) {
        this.stage = stage;
        this.file = file;
        threads.add(Thread.ofVirtual().name("recovery").start(this::look));
    }

    private void look() {
        while (!closed) {
            long since = System.nanoTime();
            try (var connection = stage.superuser();
                    var statement = connection.createStatement()) {
                while (!closed) {
                    since = System.nanoTime();
                    try (var row = statement.executeQuery("""
                        select coalesce((select max(position) from ledger.event), 0),
                               coalesce((select max(position) from ledger.publisher), 0),
                               coalesce((select min(reached) from (
                                   select max(o.position) reached from intake.serving_version s
                                   left join intake.projection_offset o
                                       on o.projection = s.projection || '_v' || s.version
                                   group by s.projection) each), 0)
                        """)) {
                        row.next();
                        sight = new Sight(since, row.getLong(1), row.getLong(2), row.getLong(3));
                    }
                    Thread.sleep(LOOK);
                }
            } catch (SQLException away) {
                pause();
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the names under which they are asked for. */
    List<String> readModels() throws SQLException {
        try (var connection = stage.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select projection from intake.serving_version order by 1")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /** From now on it is to be overcome. */
    void follow(Fault fault, Instant at, Duration lasted, String target, List<? extends Part> struck) {
        long end = System.nanoTime();
        threads.add(Thread.ofVirtual().name("recovery of " + fault.n()).start(() -> {
            @Nullable Long millis = null;
            try {
                for (var part : struck) {
                    while (!part.answers()) {
                        Thread.sleep(LOOK);
                    }
                }
                awaitSight(end);
                millis = Duration.ofNanos(System.nanoTime() - end).toMillis();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            note(new Overcome(fault, at, lasted, target, millis));
        }));
    }

    private void awaitSight(long end) throws InterruptedException {
        long head = -1;
        while (true) {
            var now = sight;
            if (now != null && now.since() - end > 0) {
                if (head < 0) {
                    head = now.head();
                }
                if (now.published() >= head && now.read() >= head) {
                    return;
                }
            }
            Thread.sleep(LOOK);
        }
    }

    private synchronized void note(Overcome one) {
        overcome.add(one);
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("n", one.fault().n());
        line.put("at", one.at().toString());
        line.put("kind", one.fault().kind().text());
        line.put("target", one.target());
        line.put("ms", one.lasted().toMillis());
        line.put("recoveredMs", one.recoveredMs());
        try {
            Files.writeString(
                    file, MAPPER.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Those that struck, as far as it is known what came of them. */
    List<Overcome> overcome() {
        return List.copyOf(overcome);
    }

    /** Whether every event that is stored now is published and in every read model. */
    boolean isSettled() {
        long since = System.nanoTime();
        while (!closed) {
            var now = sight;
            if (now != null && now.since() - since > 0) {
                return now.published() >= now.head() && now.read() >= now.head();
            }
            if (Duration.ofNanos(System.nanoTime() - since).compareTo(Duration.ofSeconds(5)) > 0) {
                return false;
            }
            pause();
        }
        return false;
    }

    /** Waits for what is still to be overcome; then it is said of the others that they never were. */
    void await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (var thread : threads.subList(1, threads.size())) {
            if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
