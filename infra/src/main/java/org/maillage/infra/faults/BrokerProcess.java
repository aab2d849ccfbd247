package org.maillage.infra.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.servers.ForkedKafka;
import org.maillage.kernel.servers.Wire;

/** Kafka in a JVM of its own; clients know it by its wire alone. */
public final class BrokerProcess extends Part {

    private static final int PROBE_MILLIS = 500;

    private final Path directory;
    private final int port;
    private final Wire wire;
    private volatile @Nullable ForkedKafka kafka;

    BrokerProcess(Path directory, int port) {
        super("broker");
        this.directory = directory;
        this.port = port;
        this.wire = Wire.to(port);
    }

    /** Between it and all its clients. */
    public Wire wire() {
        return wire;
    }

    public String bootstrap() {
        return "127.0.0.1:" + wire.port();
    }

    /** What it keeps, also while it does not run. */
    public Path directory() {
        return directory;
    }

    @Override
    void launch() {
        kafka = ForkedKafka.start(directory, port, wire.port());
    }

    @Override
    public boolean isRunning() {
        var current = kafka;
        return current != null && current.process().isAlive();
    }

    /** Empty between two lives. */
    public List<ProcessHandle> process() {
        var current = kafka;
        return current == null || !current.process().isAlive() ? List.of() : List.of(current.process());
    }

    @Override
    public boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PROBE_MILLIS);
            return isRunning();
        } catch (IOException silent) {
            return false;
        }
    }

    @Override
    void end() {
        var current = kafka;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void kill() {
        var current = kafka;
        if (current != null) {
            current.kill();
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
