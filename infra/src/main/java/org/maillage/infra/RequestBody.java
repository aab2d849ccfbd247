package org.maillage.infra;

import java.util.Objects;
import org.eclipse.jetty.client.Request.Content;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A client's body on its way to a side. When the side stops reading, because it refuses the body, the rest is read and
 * dropped: a connection closed on somebody who still sends takes the answer away from him.
 */
final class RequestBody implements Content {

    private static final String ATTRIBUTE = RequestBody.class.getName();
    private static final long MOST_DROPPED = 64L << 20;

    private final Request request;
    private @Nullable Runnable reader;
    private @Nullable Runnable whenRead;
    private @Nullable Throwable abandoned;
    private boolean read;
    private long dropped;

    private RequestBody(Request request) {
        this.request = request;
    }

    static RequestBody of(Request request) {
        var body = new RequestBody(request);
        request.setAttribute(ATTRIBUTE, body);
        return body;
    }

    /** A callback to give to the answer: it ends the exchange once nothing of the body is left. */
    static Callback afterBody(Request request, Callback callback) {
        if (!(request.getAttribute(ATTRIBUTE) instanceof RequestBody body)) {
            return callback;
        }
        return Callback.from(() -> body.dropRest(callback::succeeded), callback::failed);
    }

    @Override
    public synchronized @Nullable Chunk read() {
        if (abandoned != null) {
            return Chunk.from(abandoned, true);
        }
        var chunk = request.read();
        read |= chunk != null && chunk.isLast();
        return chunk;
    }

    @Override
    public void demand(Runnable demandCallback) {
        synchronized (this) {
            if (abandoned == null) {
                reader = demandCallback;
                request.demand(this::available);
                return;
            }
        }
        demandCallback.run();
    }

    private void available() {
        Runnable waiting;
        synchronized (this) {
            waiting = reader;
            reader = null;
        }
        if (waiting == null) {
            drop();
        } else {
            waiting.run();
        }
    }

    /** The side reads no more. The client is not told: it gets the side's answer, or ours. */
    @Override
    public void fail(Throwable failure) {
        synchronized (this) {
            if (read || abandoned != null) {
                return;
            }
            abandoned = failure;
            if (reader != null) {
                // What it waits for comes to us instead.
                reader = null;
                return;
            }
        }
        drop();
    }

    private void dropRest(Runnable then) {
        synchronized (this) {
            if (!read) {
                whenRead = then;
            }
        }
        if (whenRead == null) {
            then.run();
        } else {
            fail(new IllegalStateException("The side answered before it had read all"));
        }
    }

    private void drop() {
        Runnable then;
        synchronized (this) {
            while (!read) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this::available);
                    return;
                }
                dropped += chunk.remaining();
                read = chunk.isLast() || Chunk.isFailure(chunk) || dropped > MOST_DROPPED;
                chunk.release();
            }
            then = Objects.requireNonNullElse(whenRead, () -> {});
        }
        then.run();
    }

    @Override
    public long getLength() {
        return request.getLength();
    }

    @Override
    public @Nullable String getContentType() {
        return request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    }

    @Override
    public boolean rewind() {
        return request.rewind();
    }
}
