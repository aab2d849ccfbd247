package org.maillage.edge;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that lead to one database, so that all of them can be cut at once when it has fallen silent. */
final class Lines {

    private static final Logger log = LoggerFactory.getLogger(Lines.class);

    /** The driver makes its own factories of sockets, and only by the name of a class: they find their lines here. */
    private static final Map<String, Lines> ALL = new ConcurrentHashMap<>();

    /** A pool whose attempt has failed tries again only after a pause that grows; who waits here goes on at once. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

    private final String name;
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answering = lock.newCondition();
    private boolean held;

    private Lines(String name) {
        this.name = name;
    }

    static Lines lay(String name) {
        var lines = new Lines(name);
        ALL.put(name, lines);
        return lines;
    }

    static Lines of(String name) {
        var lines = ALL.get(name);
        if (lines == null) {
            throw new IllegalStateException("This database is not watched any more");
        }
        return lines;
    }

    /** A socket that can be cut, and that waits for nothing longer than {@code most}, which 0 leaves to whoever uses it. */
    Socket line(int most) {
        var line = new Line(this, most);
        open.add(line);
        return line;
    }

    /** Ends the waits of all whose line is older than {@code before}; whoever wants a new one waits for {@link #release}. */
    void cut(long before) {
        hold(true);
        for (var line : open) {
            if (line.since - before < 0) {
                line.cut();
            }
        }
    }

    void release() {
        hold(false);
    }

    private void hold(boolean now) {
        lock.lock();
        try {
            held = now;
            if (!now) {
                answering.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Until the database answers again, but not for ever. */
    private void awaitRelease() throws SocketException {
        lock.lock();
        try {
            long left = LONGEST_HOLD.toNanos();
            while (held && left > 0) {
                left = answering.awaitNanos(left);
            }
            if (held) {
                throw new SocketException("The database does not answer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SocketException("Interrupted");
        } finally {
            lock.unlock();
        }
    }

    void remove() {
        ALL.remove(name, this);
        release();
    }

    private static final class Line extends Socket {

        private final Lines lines;
        private final int most;
        private final long since = System.nanoTime();

        Line(Lines lines, int most) {
            this.lines = lines;
            this.most = most;
        }

        private int atMost(int millis) {
            return most == 0 ? millis : millis == 0 ? most : Math.min(most, millis);
        }

        @Override
        public void connect(@Nullable SocketAddress address, int millis) throws IOException {
            if (most == 0) {
                lines.awaitRelease();
            }
            super.connect(address, atMost(millis));
            setSoTimeout(getSoTimeout());
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(atMost(millis));
        }

        void cut() {
            try {
                close();
            } catch (IOException e) {
                log.debug("A line did not close", e);
            }
        }

        @Override
        public void close() throws IOException {
            lines.open.remove(this);
            super.close();
        }
    }
}
