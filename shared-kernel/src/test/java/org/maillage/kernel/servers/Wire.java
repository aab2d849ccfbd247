package org.maillage.kernel.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server that can go wrong as networks do: it may be cut, slow, silent or refused, and an answer can get lost after
 * its request went through. Every client that is to suffer alone has a wire of its own.
 *
 * <p>It never loses bytes in the middle of a connection, because TCP does not: what it holds back comes later, or the
 * connection ends.
 */
public final class Wire implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final int CHUNK = 1 << 16;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final String host;
    private final int upstreamPort;
    private final ServerSocket server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flows = lock.newCondition();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private boolean silent;
    private int answerToLose;
    private volatile boolean refusing;
    private volatile boolean closed;
    private volatile Duration delay = Duration.ZERO;

    private Wire(String host, int upstreamPort, ServerSocket server) {
        this.host = host;
        this.upstreamPort = upstreamPort;
        this.server = server;
    }

    /** To a server of this machine; nobody needs to listen there yet. */
    public static Wire to(int port) {
        return to("127.0.0.1", port);
    }

    /** To any server. */
    public static Wire to(String host, int port) {
        try {
            var server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            var wire = new Wire(host, port, server);
            Thread.ofVirtual().name("wire to " + port).start(wire::accept);
            return wire;
        } catch (IOException none) {
            throw new UncheckedIOException("No free port on the loopback interface", none);
        }
    }

    /** Where clients connect, on the loopback interface. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many go through it now. */
    public int connections() {
        return connections.size();
    }

    /** Whether the server sees one of ours as coming from that port. */
    public boolean leadsFrom(int localPort) {
        return connections.stream().anyMatch(connection -> connection.upstream.getLocalPort() == localPort);
    }

    /** Ends every connection by a reset, once; new ones are served. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /** From now on every chunk takes so long, in each direction. */
    public void delay(Duration each) {
        delay = each;
    }

    /**
     * From now on nothing goes through and nobody is told: connections stand, connecting succeeds, no byte arrives. What is held
     * arrives after {@link #heal}, as TCP would send it again, also when the sender no longer waits; {@link #cut} loses it.
     */
    public void swallow() {
        lock.lock();
        try {
            silent = true;
        } finally {
            lock.unlock();
        }
    }

    /** From now on connections end as soon as they are made; {@link #cut} ends those that stand. */
    public void refuse() {
        refusing = true;
    }

    /**
     * Cuts the connection on which the next request is answered: the server has done what it was asked, the client does not know.
     * An answer whose request went through before does not count.
     */
    public void cutNextAnswer() {
        cutNextAnswer(1);
    }

    /** The same for a request of at least so many bytes, which leaves out heartbeats and the like. */
    public void cutNextAnswer(int requestBytes) {
        lock.lock();
        try {
            answerToLose = requestBytes;
            connections.forEach(connection -> connection.asked = 0);
        } finally {
            lock.unlock();
        }
    }

    /** How many answers {@link #cutNextAnswer} has lost. */
    public int lostAnswers() {
        return lostAnswers.get();
    }

    /** Takes back whatever was done to it; connections that were cut stay so. */
    public void heal() {
        lock.lock();
        try {
            refusing = false;
            delay = Duration.ZERO;
            answerToLose = 0;
            silent = false;
            flows.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            heal();
            cut();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                var client = server.accept();
                Thread.ofVirtual().name("wire to " + upstreamPort).start(() -> serve(client));
            } catch (IOException gone) {
                // Closed, or a client that was gone before it was accepted: then the next one is served.
                continue;
            }
        }
    }

    private void serve(Socket client) {
        var upstream = new Socket();
        var connection = new Connection(client, upstream);
        connections.add(connection);
        try {
            if (refusing || closed) {
                connection.reset();
                return;
            }
            awaitFlow();
            upstream.connect(new InetSocketAddress(host, upstreamPort), (int) CONNECT.toMillis());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            var answers = Thread.ofVirtual()
                    .name("wire from " + upstreamPort)
                    .start(() -> pipe(connection, upstream, client, true));
            pipe(connection, client, upstream, false);
            answers.join();
        } catch (IOException unreachable) {
            // The client learns it as it would from the server's machine.
            connection.reset();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            connection.reset();
            connections.remove(connection);
        }
    }

    private void pipe(Connection connection, Socket from, Socket to, boolean answers) {
        var buffer = new byte[CHUNK];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                Thread.sleep(delay);
                awaitFlow();
                if (!answers) {
                    asks(connection, read);
                } else if (isLost(connection)) {
                    lostAnswers.incrementAndGet();
                    connection.reset();
                    return;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
            // Orderly for the other one, who may have to read what is still on its way.
            to.shutdownOutput();
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    private void asks(Connection connection, int bytes) {
        lock.lock();
        try {
            connection.asked += bytes;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLost(Connection connection) {
        lock.lock();
        try {
            boolean lost = answerToLose > 0 && connection.asked >= answerToLose;
            if (lost) {
                answerToLose = 0;
            }
            connection.asked = 0;
            return lost;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFlow() throws InterruptedException {
        lock.lock();
        try {
            while (silent) {
                flows.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Both halves of what a client takes for one connection. */
    private static final class Connection {

        private final Socket client;
        private final Socket upstream;

        /** Bytes since the last answer; guarded by the wire's lock. */
        private long asked;

        Connection(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void reset() {
            reset(client);
            reset(upstream);
        }

        private static void reset(Socket socket) {
            if (socket.isClosed()) {
                return;
            }
            try (socket) {
                if (!socket.isOutputShutdown()) {
                    socket.setSoLinger(true, 0);
                }
            } catch (IOException gone) {
                // Somebody else was faster; what is left is closed by the resource block.
                return;
            }
        }
    }
}
