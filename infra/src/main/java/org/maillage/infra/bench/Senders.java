package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.maillage.kernel.servers.Jvm;

/** Whoever sends requests over HTTP, in a process of their own: {@link LoadProcess}. */
final class Senders implements AutoCloseable {

    static final String READY = "ready";

    private final Process process;
    private final BufferedReader results;
    private final Path file;

    /** @param requests as they go over the wire, by kind; which of a kind is sent is left to chance */
    Senders(int port, Map<String, List<byte[]>> requests) {
        try {
            file = write(requests);
            process = new ProcessBuilder(Jvm.command(
                            List.of("-Xmx256m", "-XX:+UseSerialGC"),
                            LoadProcess.class,
                            Integer.toString(port),
                            file.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            results = process.inputReader(UTF_8);
            if (!READY.equals(results.readLine())) {
                throw new IllegalStateException("Nobody sends; see the errors above");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path write(Map<String, List<byte[]>> requests) throws IOException {
        var file = Files.createTempFile("maillage-requests-", ".bin");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(requests.size());
            for (var kind : requests.entrySet()) {
                out.writeUTF(kind.getKey());
                out.writeInt(kind.getValue().size());
                for (var request : kind.getValue()) {
                    out.writeInt(request.length);
                    out.write(request);
                }
            }
        }
        return file;
    }

    /**
     * What came of a turn.
     *
     * @param accepted how long each took that was, from when it was due
     * @param shed how many were turned away
     * @param seconds until the last was answered
     */
    record Answers(Latencies accepted, long shed, double seconds) {

        double goodput() {
            return accepted.calls() / seconds;
        }

        double shedShare() {
            return 100.0 * shed / (shed + accepted.calls());
        }
    }

    /** So many callers, each of whom sends again as soon as it has its answer. */
    Answers waiting(String kind, int callers, Duration time) {
        return turn(kind, 0, callers, time);
    }

    /** Each request is due at its instant; when no connection is free it is late, and counts from when it was due. */
    Answers due(String kind, double perSecond, int connections, Duration time) {
        return turn(kind, perSecond, connections, time);
    }

    private Answers turn(String kind, double perSecond, int connections, Duration time) {
        try {
            var output = process.outputWriter(UTF_8);
            output.write(String.format(Locale.ROOT, "%s %f %d %d%n", kind, perSecond, connections, time.toMillis()));
            output.flush();
            var result = results.readLine();
            if (result == null) {
                throw new IllegalStateException("Nobody sends any more; see the errors above");
            }
            var words = result.split(" ");
            var nanos = Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(words[3])), 0);
            return new Answers(
                    new Latencies(nanos, Long.parseLong(words[1])),
                    Long.parseLong(words[0]),
                    Long.parseLong(words[2]) / 1e9);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (DataFormatException garbled) {
            throw new IllegalStateException(garbled);
        }
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.delete(file);
    }
}
