package org.maillage.infra.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.servers.ForkedKafka;
import org.maillage.kernel.servers.Wire;

/** Kafka in a JVM of its own; clients know it by its wire alone. */
public final class BrokerProcess implements Part {

    private static final int PROBE_MILLIS = 500;

    private final Path directory;
    private final int port;
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ForkedKafka kafka;
    private volatile boolean meantToRun;

    BrokerProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        this.wire = Wire.to(port);
    }

    @Override
    public String name() {
        return "broker";
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
    public void start() {
        lock.lock();
        try {
            meantToRun = true;
            if (!isRunning()) {
                kafka = ForkedKafka.start(directory, port, wire.port());
            }
        } finally {
            lock.unlock();
        }
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
    public void stop() {
        lock.lock();
        try {
            meantToRun = false;
            var current = kafka;
            if (current != null) {
                Signals.CONT.to(current.process());
                current.close();
            }
        } finally {
            lock.unlock();
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
        var current = kafka;
        if (current != null) {
            Signals.STOP.to(current.process());
        }
    }

    @Override
    public void resume() {
        var current = kafka;
        if (current != null) {
            Signals.CONT.to(current.process());
        }
    }

    @Override
    public boolean isMeantToRun() {
        return meantToRun;
    }

    @Override
    public String toString() {
        return name();
    }
}
