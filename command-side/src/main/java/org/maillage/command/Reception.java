package org.maillage.command;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.Place;
import org.maillage.edge.Places;
import org.maillage.edge.Problems;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes in the body of a POST, up to a limit and within a time, once it is known who sends it. */
@Component
@Order(Reception.AFTER_SECURITY)
final class Reception extends OncePerRequestFilter {

    static final int LARGEST_BODY = 1 << 20;
    static final int AFTER_SECURITY = 0;

    private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int PART = 8 << 10;

    /** Bodies up to here always have room: with as many connections as there may be they are few. */
    private static final int SMALL_BODY = 16 << 10;

    private final Places places;
    private final Duration patience;
    private final long room;
    private final AtomicLong largeBodies = new AtomicLong();

    /**
     * @param patience how long a body may take, all of it: a timeout for silence does not see who sends a byte now and then
     * @param room how many bytes of large bodies there may be at once
     */
    Reception(
            Places places,
            @Value("${maillage.body-patience:60s}") Duration patience,
            @Value("${maillage.bodies-in-memory:64MB}") DataSize room) {
        this.places = places;
        this.patience = patience;
        this.room = room.toBytes();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        var body = new Body();
        try {
            receive(request, body);
            answer(body, request, response, chain);
        } catch (TooSlow slow) {
            // Where nothing comes at all, the container has said so already.
            if (!response.isCommitted()) {
                response.sendError(ProblemCode.REQUEST_TIMEOUT.status());
            }
        } finally {
            largeBodies.addAndGet(-body.large);
        }
    }

    private void answer(Body body, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (body.fate) {
            case TOO_LARGE -> Problems.write(ProblemCode.BODY_TOO_LARGE, request, response);
            case NO_ROOM -> {
                places.turnAway();
                Problems.write(ProblemCode.OVERLOADED, request, response);
            }
            case RECEIVED -> {
                var place = Place.of(request);
                if (place == null || place.take()) {
                    chain.doFilter(new Received(request, body.bytes.toByteArray(), isCommand(request)), response);
                } else {
                    Problems.write(ProblemCode.OVERLOADED, request, response);
                }
            }
        }
    }

    private enum Fate {
        RECEIVED,
        TOO_LARGE,
        NO_ROOM
    }

    private static final class Body {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Fate fate = Fate.RECEIVED;
        /** For how many bytes it has asked for room. */
        private int large;
    }

    private static final class TooSlow extends IOException {

        private static final long serialVersionUID = 1;

        TooSlow(@Nullable Throwable cause) {
            super("The body does not come in time", cause);
        }
    }

    private static boolean isTooSlow(IOException failed) {
        return failed instanceof SocketTimeoutException || failed.getCause() instanceof SocketTimeoutException;
    }

    /** What lies outside the API takes bytes as they come: no bytes are no bytes there. */
    private static boolean isCommand(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    /**
     * Takes in a body as far as it may go: of one that is too large hardly more than the limit, whatever length was announced.
     *
     * @throws TooSlow when it does not come, or not in time
     * @throws IOException when it breaks off
     */
    private void receive(HttpServletRequest request, Body body) throws IOException {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            body.fate = Fate.TOO_LARGE;
            return;
        }
        long began = System.nanoTime();
        var part = new byte[PART];
        var coming = request.getInputStream();
        var place = Place.of(request);
        if (place != null && !isThere(coming, request.getContentLengthLong())) {
            // Else whoever sends slowly would hold the places of others.
            place.leave();
        }
        for (int length = read(coming, part); length >= 0; length = read(coming, part)) {
            body.bytes.write(part, 0, length);
            if (body.bytes.size() > LARGEST_BODY) {
                body.fate = Fate.TOO_LARGE;
                return;
            }
            if (!hasRoom(body, length)) {
                body.fate = Fate.NO_ROOM;
                return;
            }
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new TooSlow(null);
            }
        }
    }

    private static boolean isThere(ServletInputStream coming, long length) throws IOException {
        return length >= 0 && coming.available() >= length;
    }

    private static int read(ServletInputStream coming, byte[] part) throws IOException {
        try {
            return coming.read(part);
        } catch (IOException failed) {
            throw isTooSlow(failed) ? new TooSlow(failed) : failed;
        }
    }

    private boolean hasRoom(Body body, int more) {
        if (body.bytes.size() <= SMALL_BODY) {
            return true;
        }
        body.large += more;
        return largeBodies.addAndGet(more) <= room;
    }

    /** A request whose body can be read again. A command without fields takes no body: that is an empty object. */
    static final class Received extends HttpServletRequestWrapper {

        private final byte[] body;
        private final boolean withoutFields;

        Received(HttpServletRequest request, byte[] body, boolean command) {
            super(request);
            this.body = body;
            this.withoutFields = command && body.length == 0;
        }

        byte[] body() {
            return withoutFields ? NO_FIELDS : body;
        }

        @Override
        public @Nullable String getContentType() {
            return withoutFields ? MediaType.APPLICATION_JSON_VALUE : super.getContentType();
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isContentType(name) ? getContentType() : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            var contentType = isContentType(name) ? getContentType() : null;
            return contentType == null ? super.getHeaders(name) : Collections.enumeration(List.of(contentType));
        }

        private static boolean isContentType(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Reread(new ByteArrayInputStream(body()));
        }
    }

    private static final class Reread extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Reread(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is here already");
        }
    }
}
