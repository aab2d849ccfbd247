package org.maillage.command.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to the database on which an answer can get lost: the server has committed, and the client does not know. */
final class CuttingProxy implements AutoCloseable {

    private final Trial trial;
    private final ServerSocket server;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(Trial trial) throws IOException {
        this.trial = trial;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    Writer.Settings settings() {
        var target = target();
        return new Writer.Settings(
                "jdbc:postgresql://localhost:" + server.getLocalPort() + target.getPath() + "?sslmode=disable",
                trial.user(),
                trial.password(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                100);
    }

    private URI target() {
        return URI.create(trial.url().substring("jdbc:".length()));
    }

    void cutNextAnswer() {
        cut.set(true);
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                var upstream = new Socket(target().getHost(), target().getPort());
                Thread.ofVirtual().start(() -> pipe(client, upstream, false));
                Thread.ofVirtual().start(() -> pipe(upstream, client, true));
            }
        } catch (SocketException closed) {
            cut.set(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pipe(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            var buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers && cut.compareAndSet(true, false)) {
                    cuts.incrementAndGet();
                    return;
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // Either end may go away; try-with-resources takes the other with it.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
