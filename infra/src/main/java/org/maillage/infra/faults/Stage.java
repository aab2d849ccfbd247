package org.maillage.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.infra.DatabaseRoles;
import org.maillage.infra.Side;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.SmallDisk;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.servers.Wire;

/**
 * A whole platform of real processes: PostgreSQL on a disk of its own, a broker, command sides and query sides, each part behind
 * wires. Every part can be killed, stopped, started and made to stand still; every wire can go wrong.
 *
 * <pre>
 *  clients ─door─ command-1 ─database─┐
 *  clients ─door─ command-2 ─database─┤ postgres (disk)
 *  clients ─door─ query-1   ─database─┤
 *  clients ─door─ query-2   ─database─┘
 *                 all of them ─ broker.wire ─ broker
 * </pre>
 */
public final class Stage implements AutoCloseable {

    /** The database of the platform. */
    public static final String DATABASE = "maillage";

    private static final String OWNER = "maillage_owner";
    private static final String PASSWORD = "on stage";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** Below what the kernel gives to those who connect: the port of a dead part must be free for its next life. */
    private static final int FIRST_PORT = 15_000;

    private static final int LAST_PORT = 30_000;

    private final Path directory;
    private final SmallDisk disk;
    private final TokenIssuer issuer;
    private final HttpClient http;
    private final Program program;
    private final DatabaseProcess postgres;
    private final BrokerProcess broker;
    private final List<NodeProcess> commands;
    private final List<NodeProcess> queries;
    /** What was started must not outlive a run that is broken off. */
    private final Thread atExit = new Thread(this::end, "stage");

    private @Nullable Supervisor supervisor;

    private Stage(Plan plan) {
        this.directory = plan.directory;
        create(directory.resolve("logs"));
        this.disk = SmallDisk.create(directory.resolve("disk"), plan.diskBytes);
        this.issuer = TokenIssuer.start();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        this.postgres = new DatabaseProcess(disk.directory().resolve("postgresql"), port(), plan.postgres);
        this.broker = new BrokerProcess(directory.resolve("kafka"), port());
        var data = directory.resolve("data");
        create(data);
        MasterKeySource.plain(Side.masterKey(data)).readOrCreate();
        SigningKey.readOrCreate(Side.ledgerKey(data));
        this.program = new Program(directory.resolve("program"), plan.overlay, plan.classPath, plan.jvm);
        this.commands = nodes(plan, "command", plan.commands, data);
        this.queries = nodes(plan, "query", plan.queries, data);
    }

    /** What is to stand there; two sides of each unless told otherwise. */
    public static final class Plan {

        private final Path directory;
        private int commands = 2;
        private int queries = 2;
        private long diskBytes = 1L << 30;
        private final String classPath = System.getProperty("java.class.path");
        private @Nullable Path overlay;
        private final List<String> jvm = new ArrayList<>(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // A node without memory is to be seen, not to limp on.
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        private final Map<String, String> environment = new HashMap<>();
        private final Map<String, String> postgres = new HashMap<>(Map.of(
                "shared_buffers", "96MB",
                "max_wal_size", "128MB",
                "min_wal_size", "32MB"));

        /** Everything lies under the directory; {@link Stage#close} keeps the logs and throws the disk away. */
        public Plan(Path directory) {
            this.directory = directory.toAbsolutePath().normalize();
        }

        public Plan sides(int commands, int queries) {
            this.commands = commands;
            this.queries = queries;
            return this;
        }

        /** The room of PostgreSQL. */
        public Plan disk(long bytes) {
            this.diskBytes = bytes;
            return this;
        }

        /** What nodes find first: classes and resources instead of ours. */
        public Plan overlay(Path classes) {
            this.overlay = classes;
            return this;
        }

        /** One more option for the JVMs of nodes. */
        public Plan jvm(String option) {
            jvm.add(option);
            return this;
        }

        /** An environment variable of every node. */
        public Plan environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** A setting of PostgreSQL. */
        public Plan postgres(String name, String value) {
            postgres.put(name, value);
            return this;
        }

        /** Starts all of it and returns once every part does its work. */
        public Stage raise() {
            var stage = new Stage(this);
            try {
                stage.start();
                return stage;
            } catch (RuntimeException failed) {
                stage.close();
                throw failed;
            }
        }
    }

    private List<NodeProcess> nodes(Plan plan, String kind, int count, Path data) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> node(plan, kind, kind + "-" + number, data))
                .toList();
    }

    private NodeProcess node(Plan plan, String kind, String name, Path data) {
        var database = Wire.to(postgres.port());
        int port = port();
        int metricsPort = port();
        var environment = new HashMap<>(Map.of(
                "MAILLAGE_METRICS_PORT", Integer.toString(metricsPort),
                "MAILLAGE_NODE", name,
                "MAILLAGE_HTTP_PORT", Integer.toString(port),
                "MAILLAGE_DATA_DIR", data.toString(),
                "MAILLAGE_DB_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + DATABASE,
                "MAILLAGE_KAFKA_BOOTSTRAP", broker.bootstrap(),
                "MAILLAGE_ISSUER", issuer.issuer(),
                "MAILLAGE_JWKS_URI", issuer.issuer() + "/keys"));
        environment.putAll(
                kind.equals("command")
                        ? Map.of(
                                "MAILLAGE_DB_USER", OWNER,
                                "MAILLAGE_DB_PASSWORD", PASSWORD,
                                "MAILLAGE_DB_COMMAND_USER", DatabaseRoles.COMMAND,
                                "MAILLAGE_DB_COMMAND_PASSWORD", PASSWORD)
                        : Map.of(
                                "MAILLAGE_DB_QUERY_USER", DatabaseRoles.QUERY, "MAILLAGE_DB_QUERY_PASSWORD", PASSWORD));
        environment.putAll(plan.environment);
        return new NodeProcess(
                name,
                () -> program.command(kind),
                environment,
                directory.resolve("logs").resolve(name + ".log"),
                port,
                metricsPort,
                database,
                http);
    }

    private void start() {
        Runtime.getRuntime().addShutdownHook(atExit);
        var other = Thread.ofVirtual().start(broker::start);
        postgres.start();
        postgres.server().createDatabase(DATABASE, OWNER, PASSWORD);
        try (var superuser = superuser()) {
            DatabaseRoles.prepare(superuser, Map.of(DatabaseRoles.COMMAND, PASSWORD, DatabaseRoles.QUERY, PASSWORD));
        } catch (SQLException failed) {
            throw new StageFailure("the roles of the sides could not be made", failed);
        }
        join(other);
        // One at a time on an empty database: the first makes the tables, and the topics.
        commands.stream().limit(1).forEach(NodeProcess::start);
        commands.stream().limit(1).forEach(first -> {
            awaitAnswers(first, Duration.ofMinutes(4));
            program.archive(first);
            // A JVM that has just been archived may crash on the next lambda (25.0.3).
            first.kill();
        });
        nodes().forEach(NodeProcess::start);
        nodes().forEach(node -> awaitAnswers(node, Duration.ofMinutes(4)));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageFailure("interrupted while the stage is raised", interrupted);
        }
    }

    /** Returns once it does its work. */
    public void awaitAnswers(Part part, Duration patience) {
        await(part + " answers", patience, () -> {
            if (supervisor == null && !part.isRunning()) {
                throw new StageFailure(part + " has died, see what is in " + directory.resolve("logs"));
            }
            return part.answers();
        });
    }

    static void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StageFailure("not within " + patience.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** From now on whatever dies, unless it was stopped, is started again. */
    public void supervise() {
        if (supervisor == null) {
            supervisor = new Supervisor(parts());
        }
    }

    /** What has died stays dead, until it is started. */
    public void leaveAlone() {
        if (supervisor != null) {
            supervisor.close();
            supervisor = null;
        }
    }

    /** How often it was started again by {@link #supervise}. */
    int restarts(Part part) {
        return supervisor == null ? 0 : supervisor.restarts(part);
    }

    public Path directory() {
        return directory;
    }

    public DatabaseProcess postgres() {
        return postgres;
    }

    public SmallDisk disk() {
        return disk;
    }

    public BrokerProcess broker() {
        return broker;
    }

    public List<NodeProcess> commands() {
        return commands;
    }

    public List<NodeProcess> queries() {
        return queries;
    }

    public List<NodeProcess> nodes() {
        return Stream.concat(commands.stream(), queries.stream()).toList();
    }

    public List<Part> parts() {
        return Stream.concat(Stream.of(postgres, broker), nodes().stream()).collect(Collectors.toList());
    }

    public Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part is called " + name));
    }

    /** The one whose session holds the publisher's seat; empty while nobody has it. */
    public List<NodeProcess> publisher() throws SQLException {
        try (var connection = superuser();
                var statement = connection.prepareStatement("""
                    select a.client_port from pg_locks l join pg_stat_activity a using (pid)
                    where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = x'7075626c'::int::oid
                    """);
                var rows = statement.executeQuery()) {
            var ports = new ArrayList<Integer>();
            while (rows.next()) {
                ports.add(rows.getInt(1));
            }
            return commands.stream()
                    .filter(node -> ports.stream().anyMatch(node.database()::leadsFrom))
                    .toList();
        }
    }

    /** The process ids of all that run, by their names; of PostgreSQL that of the first. */
    public Map<String, Long> processes() {
        var processes = new HashMap<String, Long>();
        nodes().forEach(node -> node.process().forEach(process -> processes.put(node.name(), process.pid())));
        broker.process().forEach(process -> processes.put("kafka", process.pid()));
        postgres.server().postmaster().ifPresent(process -> processes.put(postgres.name(), process.pid()));
        return processes;
    }

    /** Directly, past every wire. */
    public Connection superuser() throws SQLException {
        return postgres.connect(DATABASE);
    }

    /** A token that is good for an hour. */
    public String token(String subject, String... roles) {
        return issuer.token(subject, roles);
    }

    /** Takes back whatever was done to wires, disk and paused parts; what is dead is left to {@link #supervise}. */
    public void heal() {
        disk.free();
        wires().forEach(Wire::heal);
        parts().forEach(Part::resume);
    }

    private List<Wire> wires() {
        return Stream.concat(
                        Stream.of(broker.wire()),
                        nodes().stream().flatMap(node -> Stream.of(node.door(), node.database())))
                .toList();
    }

    private static int port() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (!Ports.isTaken(port)) {
                return port;
            }
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Ends everything that was started; logs, the broker's files and whatever else lies in the directory are kept. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // Then the hook does it.
            return;
        }
        end();
        disk.close();
        issuer.close();
        http.close();
    }

    private void end() {
        leaveAlone();
        nodes().forEach(Part::resume);
        nodes().forEach(NodeProcess::kill);
        broker.resume();
        broker.kill();
        postgres.stop();
        wires().forEach(Wire::close);
    }
}
