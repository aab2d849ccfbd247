package org.maillage.kernel.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A {@link KafkaServer} in a JVM of its own, which can be killed. */
public final class ForkedKafka implements Kafka, AutoCloseable {

    private static final String READY = "ready ";

    private final Process process;
    private final String bootstrap;

    private ForkedKafka(Process process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    /** Starts over a directory, created if needed, and returns once it answers; port 0 takes a free one. */
    public static ForkedKafka start(Path directory, int port) {
        return fork(directory, Integer.toString(port));
    }

    /** The same, but clients are told to come to another port of this machine, where somebody leads them to it. */
    public static ForkedKafka start(Path directory, int port, int advertised) {
        return fork(directory, Integer.toString(port), Integer.toString(advertised));
    }

    private static ForkedKafka fork(Path directory, String... ports) {
        var arguments =
                Stream.concat(Stream.of(directory.toString()), Stream.of(ports)).toArray(String[]::new);
        try {
            var process = new ProcessBuilder(
                            Jvm.command(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), KafkaServer.class, arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = process.inputReader(StandardCharsets.UTF_8);
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    drain(output);
                    return new ForkedKafka(process, line.substring(READY.length()));
                }
            }
            throw new ServerFailure("Kafka did not start over " + directory + " in a JVM of its own; see its errors");
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot fork Kafka", failed);
        }
    }

    /** Nobody reads what it logs later, but a full pipe would stop it. */
    private static void drain(BufferedReader output) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
    }

    @Override
    public String bootstrap() {
        return bootstrap;
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Kills it without warning ({@code kill -9}). */
    public void kill() {
        end(process.destroyForcibly());
    }

    /** Stops it cleanly. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyDead) {
            process.destroy();
        }
        end(process);
    }

    private static void end(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted while Kafka stops", interrupted);
        }
    }
}
