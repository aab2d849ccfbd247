package org.maillage.infra;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections on which a request does not come to its end. A timeout for silence does not see who sends a byte now and then,
 * and keeps a place for as long as he likes.
 */
final class Stragglers extends AbstractLifeCycle {

    /**
     * How long a request may take to come in.
     *
     * @param header from its first byte to the end of its header
     * @param request from its first byte to the end of its body
     */
    record Patience(Duration header, Duration request) {

        /** A side gives a body up before, and says so: this is for who goes on sending. */
        static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(90));
    }

    private static final long LOOK_MILLIS = 500;

    private final ServerConnector connector;
    private final Patience patience;
    /** Requests that are late, by when they began. Seen twice before they are ended: what a parser does is seen from outside. */
    private final Map<EndPoint, Long> late = new ConcurrentHashMap<>();

    private Scheduler.@Nullable Task next;

    Stragglers(ServerConnector connector, Patience patience) {
        this.connector = connector;
        this.patience = patience;
    }

    @Override
    protected synchronized void doStart() {
        next = connector.getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected synchronized void doStop() {
        if (next != null) {
            next.cancel();
        }
    }

    private void look() {
        var connected = connector.getConnectedEndPoints();
        late.keySet().retainAll(connected);
        for (var endPoint : connected) {
            if (endPoint.getConnection() instanceof HttpConnection connection) {
                look(endPoint, connection.getParser());
            }
        }
        synchronized (this) {
            if (isRunning()) {
                doStart();
            }
        }
    }

    private void look(EndPoint endPoint, HttpParser parser) {
        long begun = parser.getBeginNanoTime();
        if (!isLate(parser, System.nanoTime() - begun)) {
            late.remove(endPoint);
        } else if (Objects.equals(late.put(endPoint, begun), begun)) {
            endPoint.close(new TimeoutException("The request did not come in"));
        }
    }

    private boolean isLate(HttpParser parser, long nanos) {
        if (parser.isStart()) {
            return false;
        }
        return (parser.inHeaderState() && nanos > patience.header().toNanos())
                || (parser.inContentState() && nanos > patience.request().toNanos());
    }
}
