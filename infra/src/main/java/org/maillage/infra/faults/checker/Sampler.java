package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at a run while it goes on, and writes down what it saw: of the read models in one snapshot each where they say they are and
 * which positions have rows; of the processes their memory; how much write-ahead log there is; the metrics of the nodes. It judges
 * nothing, and what does not answer is looked at again later.
 */
public final class Sampler implements AutoCloseable {

    /** A position may come late to a partition that others have overtaken: so many are looked at again. */
    private static final int LOOK_BACK = 2_000;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(600);
    private static final Duration BETWEEN_RESOURCES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Cheap to look at: its key is the position. */
    private static final String CHEAPEST = "proof_v1";

    private final Evidence.Database store;
    private final Evidence.Database reads;
    private final String source;
    private final Supplier<Map<String, Long>> processes;
    private final Supplier<Map<String, URI>> metrics;
    private final Writer file;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread looksAtModels;
    private final Thread looksAtResources;
    private final Map<String, Long> seen = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * Starts to look.
     *
     * @param ledger its name: {@code main}
     * @param processes the process id of everything that runs, by name: {@code command-1}
     * @param metrics where each node tells its metrics, by name
     * @param samples the file to write: {@code samples.jsonl}
     */
    public Sampler(
            Evidence.Database store,
            Evidence.Database reads,
            String ledger,
            Supplier<Map<String, Long>> processes,
            Supplier<Map<String, URI>> metrics,
            Path samples)
            throws IOException {
        this.store = store;
        this.reads = reads;
        this.source = "/maillage/" + ledger;
        this.processes = processes;
        this.metrics = metrics;
        this.file = Files.newBufferedWriter(samples, UTF_8);
        this.looksAtModels = Thread.ofPlatform().name("sampler-models").daemon().start(this::models);
        this.looksAtResources =
                Thread.ofPlatform().name("sampler-resources").daemon().start(this::resources);
    }

    private void models() {
        @Nullable Connection connection = null;
        for (int turn = 0; !isClosed(Duration.ZERO); turn++) {
            long started = System.nanoTime();
            try {
                if (connection == null) {
                    connection = Databases.impatient(reads);
                }
                model(connection, turn);
                connection.rollback();
            } catch (SQLException | RuntimeException notNow) {
                missed("models", notNow);
                close(connection);
                connection = null;
            }
            // Small beside what it looks at, but never blind for long.
            var pause = Duration.ofNanos(System.nanoTime() - started).multipliedBy(5);
            isClosed(Collections.max(List.of(SHORTEST_PAUSE, Collections.min(List.of(LONGEST_PAUSE, pause)))));
        }
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                // It is: that is all that was wanted.
                return;
            }
        }
    }

    /** The cheapest every other time, the others one after the other. */
    private void model(Connection connection, int turn) throws SQLException {
        var serving = Models.serving(connection);
        if (serving.isEmpty()) {
            return;
        }
        var schema = turn % 2 == 0 && serving.contains(CHEAPEST) ? CHEAPEST : serving.get(turn / 2 % serving.size());
        var before = tables(connection, schema);
        var offsets = new TreeMap<Integer, Long>();
        try (var query = connection.prepareStatement(
                "select partition, position from intake.projection_offset where projection = ? and source = ?")) {
            query.setString(1, schema);
            query.setString(2, source);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        long low = Math.max(0, seen.getOrDefault(schema, 0L) - LOOK_BACK);
        var sample = sample("offsets").put("projection", schema).put("low", low);
        var told = sample.putObject("offsets");
        offsets.forEach((partition, position) -> told.put(Integer.toString(partition), position));
        var tables = sample.putObject("tables");
        for (var table : before.keySet()) {
            tables.put(
                    table,
                    Ranges.of(positions(
                            connection,
                            "select position from \"" + schema + "\".\"" + table + "\" where position > ?",
                            low)));
        }
        sample.put(
                "parked",
                Ranges.of(positions(
                        connection,
                        "select position from intake.parked where position > ? and projection = '" + schema + "'",
                        low)));
        // Somebody may have put other tables in their place meanwhile, of which this snapshot knows nothing.
        if (before.equals(named(connection, schema, before))) {
            write(sample);
            seen.put(
                    schema,
                    offsets.values().stream().mapToLong(Long::longValue).max().orElse(0));
        }
    }

    /** In this snapshot, those that hold facts. */
    private static Map<String, Long> tables(Connection connection, String schema) throws SQLException {
        var tables = new TreeMap<String, Long>();
        try (var query = connection.prepareStatement("""
            select t.relname, t.oid from pg_class t join pg_namespace n on n.oid = t.relnamespace
            where n.nspname = ? and t.relkind = 'r' and t.relname <> 'subtree'\
            """)) {
            query.setString(1, schema);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    tables.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return tables;
    }

    /** As names are understood now, whatever the snapshot. */
    private static Map<String, Long> named(Connection connection, String schema, Map<String, Long> tables)
            throws SQLException {
        var named = new TreeMap<String, Long>();
        try (var query = connection.prepareStatement("select coalesce(to_regclass(?)::oid, 0)")) {
            for (var table : tables.keySet()) {
                query.setString(1, "\"" + schema + "\".\"" + table + "\"");
                try (var row = query.executeQuery()) {
                    row.next();
                    named.put(table, row.getLong(1));
                }
            }
        }
        return named;
    }

    private static BitSet positions(Connection connection, String sql, long low) throws SQLException {
        var positions = new BitSet();
        try (var query = connection.prepareStatement(sql)) {
            query.setLong(1, low);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    positions.set(Math.toIntExact(rows.getLong(1)));
                }
            }
        }
        return positions;
    }

    private void resources() {
        while (!isClosed(BETWEEN_RESOURCES)) {
            processes.get().forEach(this::process);
            wal();
            metrics.get().forEach(this::metrics);
        }
    }

    private void process(String name, long pid) {
        long resident = resident(pid);
        if (resident >= 0) {
            write(sample("process").put("name", name).put("pid", pid).put("residentKb", resident));
        }
    }

    /** In kilobytes; below 0 when there is no such process. */
    private static long resident(long pid) {
        try {
            for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"), UTF_8)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException gone) {
            return -1;
        }
        return -1;
    }

    private void wal() {
        try (var connection = Databases.impatient(store);
                var query = connection.prepareStatement("select coalesce(sum(size), 0) from pg_ls_waldir()");
                var row = query.executeQuery()) {
            row.next();
            write(sample("wal").put("bytes", row.getLong(1)));
        } catch (SQLException notNow) {
            missed("wal", notNow);
        }
    }

    private void metrics(String node, URI page) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            if (answer.statusCode() == 200) {
                var sample = sample("metrics").put("node", node);
                var values = sample.putObject("values");
                answer.body()
                        .lines()
                        .filter(line -> line.startsWith("maillage_"))
                        .forEach(line -> {
                            int space = line.lastIndexOf(' ');
                            values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
                        });
                write(sample);
            }
        } catch (IOException | NumberFormatException notNow) {
            missed("metrics of " + node, notNow);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode sample(String what) {
        return Json.MAPPER
                .createObjectNode()
                .put("at", Instant.now().toString())
                .put("what", what);
    }

    private void missed(String what, Exception why) {
        var state = why instanceof SQLException sql
                ? sql.getSQLState()
                : why.getClass().getSimpleName();
        write(sample("missed").put("looking", what).put("why", state));
    }

    private synchronized void write(ObjectNode sample) {
        try {
            file.write(Json.MAPPER.writeValueAsString(sample));
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end, but not longer than this. */
    private boolean isClosed(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops looking. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        for (var thread : List.of(looksAtModels, looksAtResources)) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (this) {
            file.close();
        }
    }
}
