package org.maillage.infra.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.servers.Wire;

/** A part in a JVM of its own: started again it is the same node, with the same ports, name and wires. */
public final class NodeProcess extends Part {

    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration END = Duration.ofSeconds(30);

    private final Supplier<List<String>> command;
    private final Map<String, String> environment;
    private final Path log;
    private final int port;
    private final int metricsPort;
    private final Wire door;
    private final Wire database;
    private final HttpClient http;
    private volatile @Nullable Process process;

    NodeProcess(
            String name,
            Supplier<List<String>> command,
            Map<String, String> environment,
            Path log,
            int port,
            int metricsPort,
            Wire database,
            HttpClient http) {
        super(name);
        this.command = command;
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.port = port;
        this.metricsPort = metricsPort;
        this.door = Wire.to(port);
        this.database = database;
        this.http = http;
    }

    /** Where clients reach it, through {@link #door}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + door.port());
    }

    /** Where it tells what it measures, directly. */
    public URI metrics() {
        return URI.create("http://127.0.0.1:" + metricsPort + "/actuator/prometheus");
    }

    /** Between its clients and it. */
    public Wire door() {
        return door;
    }

    /** Between it and PostgreSQL. */
    public Wire database() {
        return database;
    }

    /** Everything that it has said in all its lives. */
    public Path log() {
        return log;
    }

    @Override
    void launch() {
        var builder = new ProcessBuilder(command.get())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("MAILLAGE_"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot start " + name(), failed);
        }
    }

    @Override
    public boolean isRunning() {
        var current = process;
        return current != null && current.isAlive();
    }

    /** Empty between two lives. */
    public List<ProcessHandle> process() {
        var current = process;
        return current == null || !current.isAlive() ? List.of() : List.of(current.toHandle());
    }

    /** By its own port: what is done to its door does not count. */
    @Override
    public boolean answers() {
        if (!isRunning()) {
            return false;
        }
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(PROBE)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException silent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    void end() {
        var current = process;
        if (current == null) {
            return;
        }
        current.destroy();
        try {
            if (!current.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageFailure("interrupted while " + name() + " stops", interrupted);
        }
    }

    @Override
    public void kill() {
        var current = process;
        if (current == null) {
            return;
        }
        try {
            current.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StageFailure("interrupted while " + name() + " dies", interrupted);
        }
    }

    @Override
    public void pause() {
        Signals.STOP.to(process());
    }

    @Override
    public void resume() {
        Signals.CONT.to(process());
    }
}
