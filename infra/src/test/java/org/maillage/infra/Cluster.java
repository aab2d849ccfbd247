package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.servers.ForkedKafka;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.PostgresServer;
import org.maillage.kernel.servers.SmallDisk;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.servers.Wire;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.Json;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two command sides over one store, two query sides over one topic and one database of read models, each a process of its own
 * that can be paused and killed, as can PostgreSQL (two of them) and Kafka. The store lies on a disk that can be full; the
 * first command side reaches it by a wire that can be cut.
 */
final class Cluster implements AutoCloseable {

    private static final String DATABASE = "nodes";
    private static final String OWNER = "node_owner";
    private static final String PASSWORD = "secret";
    private static final long DISK = 700L << 20;
    private static final JsonMapper MAPPER = Json.mapper().build();

    private final Path directory;
    private final TokenIssuer issuer = TokenIssuer.start();
    private final int storePort = Ports.free();
    private final int readModelsPort = Ports.free();
    private final int kafkaPort = Ports.free();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String bearer = "Bearer " + issuer.token("nodes", "administrateur");

    /** The latest first. */
    private final Deque<Runnable> ends = new ConcurrentLinkedDeque<>();

    private final Thread atExit = new Thread(this::end);

    final SmallDisk disk;
    final Wire wire = Wire.to(storePort);
    final Node command1;
    final Node command2;
    final Node query1;
    final Node query2;
    PostgresServer store;
    PostgresServer readModels;
    ForkedKafka kafka;

    private Cluster(Path directory) throws Exception {
        this.directory = directory;
        // Tests get interrupted, and processes of their own would go on.
        Runtime.getRuntime().addShutdownHook(atExit);
        this.disk = SmallDisk.create(directory.resolve("disk"), DISK);
        this.store = startStore();
        ends.push(() -> store.kill());
        this.readModels = startReadModels();
        ends.push(() -> readModels.kill());
        this.kafka = startKafka();
        ends.push(() -> kafka.kill());
        for (var server : List.of(store, readModels)) {
            server.createDatabase(DATABASE, OWNER, PASSWORD);
            try (var superuser = server.connect(DATABASE)) {
                DatabaseRoles.prepare(
                        superuser, Map.of(DatabaseRoles.COMMAND, PASSWORD, DatabaseRoles.QUERY, PASSWORD));
            }
        }
        try (var masterKey = PlatformProcess.start(
                directory, Map.of(), PlatformProcess.java(org.maillage.infra.Node.class, "master-key"))) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        command1 = new Node("command", "command-1", wire.port());
        command2 = new Node("command", "command-2", storePort);
        query1 = new Node("query", "query-1", readModelsPort);
        query2 = new Node("query", "query-2", readModelsPort);
    }

    static Cluster start() throws Exception {
        var cluster = new Cluster(Files.createTempDirectory("maillage-nodes-"));
        try {
            // One migrates the tables that the other finds; both at once is another test's.
            cluster.command1.start();
            cluster.query1.start();
            cluster.command1.awaitReady();
            cluster.command2.start();
            cluster.query1.awaitReady();
            cluster.query2.start();
            cluster.command2.awaitReady();
            cluster.query2.awaitReady();
            return cluster;
        } catch (Throwable failed) {
            cluster.close();
            throw failed;
        }
    }

    PostgresServer startStore() {
        return new PostgresServer.Start(disk.directory().resolve("postgresql"), storePort).run();
    }

    PostgresServer startReadModels() {
        return new PostgresServer.Start(directory.resolve("read-models"), readModelsPort).run();
    }

    ForkedKafka startKafka() {
        return ForkedKafka.start(kafkaDirectory(), kafkaPort);
    }

    Path kafkaDirectory() {
        return directory.resolve("kafka");
    }

    List<Node> commands() {
        return List.of(command1, command2);
    }

    List<Node> queries() {
        return List.of(query1, query2);
    }

    Connection storeAsSuperuser() throws SQLException {
        return store.connect(DATABASE);
    }

    Connection readModelsAsSuperuser() throws SQLException {
        return readModels.connect(DATABASE);
    }

    /** What a node answered; {@code token} covers the write. */
    record Answer(int status, JsonNode body, Map<String, List<String>> headers) {

        String id() {
            return body.path("id").asString();
        }

        long version() {
            return body.path("version").asLong();
        }

        @Nullable
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }

        @Nullable
        String token() {
            return header(ConsistencyToken.HEADER);
        }
    }

    /** A process of one side, and how it is asked. */
    final class Node {

        private final String part;
        final String name;
        private final int databasePort;
        private final int port = Ports.free();
        private @Nullable PlatformProcess process;

        private Node(String part, String name, int databasePort) {
            this.part = part;
            this.name = name;
            this.databasePort = databasePort;
        }

        PlatformProcess process() {
            return Objects.requireNonNull(process);
        }

        void start() throws IOException {
            var settings = new HashMap<String, String>();
            settings.put("MAILLAGE_HTTP_PORT", Integer.toString(port));
            settings.put(
                    "MAILLAGE_DB_URL",
                    "jdbc:postgresql://localhost:%d/%s?ApplicationName=%s".formatted(databasePort, DATABASE, name));
            settings.put("MAILLAGE_KAFKA_BOOTSTRAP", "localhost:" + kafkaPort);
            settings.put("MAILLAGE_ISSUER", issuer.issuer());
            settings.put("MAILLAGE_DB_" + part.toUpperCase(Locale.ROOT) + "_USER", "maillage_" + part);
            settings.put("MAILLAGE_DB_" + part.toUpperCase(Locale.ROOT) + "_PASSWORD", PASSWORD);
            if (part.equals("command")) {
                settings.put("MAILLAGE_DB_USER", OWNER);
                settings.put("MAILLAGE_DB_PASSWORD", PASSWORD);
            }
            var started = PlatformProcess.start(
                    directory, settings, PlatformProcess.java(org.maillage.infra.Node.class, part));
            process = started;
            ends.push(started::end);
        }

        void awaitReady() {
            await().atMost(Duration.ofMinutes(2)).until(() -> process().says("maillage " + part + " ready"));
            assertThat(process().output()).as("%s", process().errors()).contains("maillage " + part + " ready");
        }

        void restart() throws IOException {
            start();
            awaitReady();
        }

        Answer post(String path, String json, String key) throws IOException, InterruptedException {
            return post(path, json, key, Duration.ofSeconds(15));
        }

        Answer post(String path, String json, String key, Duration patience) throws IOException, InterruptedException {
            return send(request(path, patience)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(json)));
        }

        /** @param token of the write that the answer must contain; null asks for what is there */
        Answer get(String path, @Nullable String token) throws IOException, InterruptedException {
            var request = request(path, Duration.ofSeconds(15)).GET();
            if (token != null) {
                request.header(ConsistencyToken.HEADER, token);
            }
            return send(request);
        }

        private HttpRequest.Builder request(String path, Duration patience) {
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(patience)
                    .header("Authorization", bearer);
        }

        private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
            var response = http.send(request.build(), BodyHandlers.ofString());
            var body = response.body().isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(response.body());
            return new Answer(response.statusCode(), body, response.headers().map());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The command side whose session holds the seat; null when nobody sits. */
    @Nullable
    Node publisher() throws SQLException {
        try (var connection = storeAsSuperuser();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                    select a.application_name
                    from pg_locks l join pg_stat_activity a using (pid)
                    where l.locktype = 'advisory' and l.classid = %d and l.granted
                    """.formatted(0x7075_626c))) {
            if (!row.next()) {
                return null;
            }
            var name = row.getString(1);
            return commands().stream()
                    .filter(node -> node.name.equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Node other(Node node) {
        return Stream.of(commands(), queries())
                .filter(pair -> pair.contains(node))
                .flatMap(List::stream)
                .filter(one -> one != node)
                .findFirst()
                .orElseThrow();
    }

    String bootstrap() {
        return "localhost:" + kafkaPort;
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
        disk.close();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void end() {
        ends.forEach(Runnable::run);
        http.shutdownNow();
        wire.close();
        issuer.close();
    }
}
