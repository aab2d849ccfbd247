package org.maillage.command.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node in a process of its own, which writes units of two events until it has written enough, or is killed. */
final class LedgerNode implements AutoCloseable {

    private static final int CALLERS = 16;

    private final Process process;
    private final Thread listener;
    private final ConcurrentLinkedQueue<UUID> acknowledged = new ConcurrentLinkedQueue<>();

    private LedgerNode(Process process) {
        this.process = process;
        this.listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    static LedgerNode start(Trial trial, int units) throws IOException {
        return new LedgerNode(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerNode.class.getName(),
                        trial.url(),
                        trial.user(),
                        trial.password(),
                        Integer.toString(units))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void listen() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                // A killed process may have said half a line; its unit counts as not acknowledged.
                if (line.length() == 40 && line.startsWith("ack ")) {
                    acknowledged.add(UUID.fromString(line.substring(4)));
                }
            }
        } catch (IOException closed) {
            process.destroyForcibly();
        }
    }

    List<UUID> acknowledged() {
        return new ArrayList<>(acknowledged);
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        listener.join();
    }

    void finish() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("A node did not end well");
        }
        listener.join();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) {
        var trial = new Trial(arguments[0], arguments[1], arguments[2]);
        var left = new AtomicInteger(Integer.parseInt(arguments[3]));
        try (var writer = new Writer(trial.settings());
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                var _ = callers.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        var id = Trial.epn();
                        var unit = Trial.unit(Trial.event(id, 0), Trial.event(id, 1));
                        if (writer.write(unit) instanceof Verdict.Written) {
                            say("ack " + unit.commandId() + "\n");
                        }
                    }
                });
            }
        }
    }

    private static void say(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
