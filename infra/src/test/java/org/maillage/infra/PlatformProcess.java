package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.maillage.infra.demonstration.ClientTokens;
import org.maillage.infra.demonstration.Tokens;
import org.maillage.infra.issuer.DemoClient;

/** The real main in a JVM of its own. */
final class PlatformProcess implements AutoCloseable {

    private static final Pattern READY =
            Pattern.compile("maillage ready (http://localhost:\\d+) kafka=(\\S+) db=(jdbc:postgresql://\\S+)");

    private final Process process;
    private final Path dataDir;
    private @Nullable Tokens tokens;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private PlatformProcess(Process process, Path dataDir) {
        this.process = process;
        this.dataDir = dataDir;
        collect(process.inputReader(StandardCharsets.UTF_8), output);
        collect(process.errorReader(StandardCharsets.UTF_8), errors);
    }

    private static void collect(BufferedReader reader, List<String> lines) {
        Thread.ofVirtual().start(() -> {
            try {
                reader.lines().forEach(lines::add);
            } catch (UncheckedIOException killed) {
                lines.add("(cut short: " + killed.getMessage() + ")");
            }
        });
    }

    /** On free ports, unless the settings say otherwise. */
    static PlatformProcess start(Path dataDir, Map<String, String> settings) throws IOException {
        return start(dataDir, settings, java(LocalPlatform.class));
    }

    /** A main of ours, from the class path of the tests. */
    static String[] java(Class<?> main, String... arguments) {
        var command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        return Stream.concat(command, Stream.of(arguments)).toArray(String[]::new);
    }

    static PlatformProcess start(Path dataDir, Map<String, String> settings, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("MAILLAGE_"));
        var all = new HashMap<>(Map.of(
                "MAILLAGE_HTTP_PORT", "0",
                "MAILLAGE_KAFKA_PORT", "0",
                "MAILLAGE_DEMO", "false",
                "MAILLAGE_DATA_DIR", dataDir.toString()));
        all.putAll(settings);
        builder.environment().putAll(all);
        return new PlatformProcess(builder.start(), dataDir);
    }

    PlatformProcess awaitReady() {
        await().atMost(Duration.ofMinutes(2)).until(() -> ready().isPresent() || !process.isAlive());
        assertThat(ready()).as("ready line in %s %s", output, errors).isPresent();
        return this;
    }

    private Optional<Matcher> ready() {
        return output.stream().map(READY::matcher).filter(Matcher::matches).findFirst();
    }

    String http() {
        return ready().orElseThrow().group(1);
    }

    String kafka() {
        return ready().orElseThrow().group(2);
    }

    String database() {
        return ready().orElseThrow().group(3);
    }

    /** The embedded PostgreSQL's superuser, to look behind the platform's back. */
    String superuserPassword() {
        try {
            return Files.readString(dataDir.resolve("postgresql/superuser.password"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Those of the administrator, as any program gets them. */
    Tokens tokens() {
        if (tokens == null) {
            tokens = new ClientTokens(DemoClient.read(dataDir).orElseThrow());
        }
        return tokens;
    }

    /** As the administrator, where it matters who asks. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(http() + path));
            if (path.startsWith("/api/")) {
                request.header("Authorization", "Bearer " + tokens().token());
            }
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        return process.exitValue();
    }

    /** Whether it has said so, or is dead: then the test goes on, and fails. */
    boolean says(String line) {
        return output.contains(line) || !process.isAlive();
    }

    List<String> errors() {
        return errors;
    }

    List<String> output() {
        return output;
    }

    /** SIGTERM. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** SIGSTOP: it stands still, with its connections and whatever it holds, and does not know. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO();
        assertThat(kill.start().waitFor()).as("kill -%s", name).isZero();
    }

    /** kill -9 of the JVM; PostgreSQL, in a session of its own, goes on. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** kill -9, whether it is paused or dead already. */
    void end() {
        process.destroyForcibly().onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    ProcessHandle postmaster() throws IOException {
        var pidFile = dataDir.resolve("postgresql/data/postmaster.pid");
        return ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
                .orElseThrow();
    }

    boolean leavesPostgresRunning() {
        return Files.exists(dataDir.resolve("postgresql/data/postmaster.pid"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
