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
import org.jspecify.annotations.Nullable;
import org.maillage.edge.Problems;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes in the body of a POST, up to a limit and within a time, once it is known who sends it. */
@Component
@Order(Reception.AFTER_SECURITY)
final class Reception extends OncePerRequestFilter {

    static final int LARGEST_BODY = 1 << 20;
    static final int AFTER_SECURITY = 0;

    private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int PART = 8 << 10;

    private final Duration patience;

    /** @param patience how long a body may take, all of it: a timeout for silence does not see who sends a byte now and then */
    Reception(@Value("${maillage.body-patience:60s}") Duration patience) {
        this.patience = patience;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST")) {
            chain.doFilter(request, response);
            return;
        }
        byte @Nullable [] body;
        try {
            body = body(request);
        } catch (IOException failed) {
            if (!isTooSlow(failed)) {
                throw failed;
            }
            // Where nothing comes at all, the container has said so already.
            if (!response.isCommitted()) {
                response.sendError(ProblemCode.REQUEST_TIMEOUT.status());
            }
            return;
        }
        if (body == null) {
            Problems.write(ProblemCode.BODY_TOO_LARGE, request, response);
        } else {
            chain.doFilter(new Received(request, body, isCommand(request)), response);
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
     * Null when it is too large; then hardly more than the limit was read, whatever length was announced.
     *
     * @throws IOException also when it does not come, or not in time
     */
    private byte @Nullable [] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > LARGEST_BODY) {
            return null;
        }
        long began = System.nanoTime();
        var body = new ByteArrayOutputStream();
        var part = new byte[PART];
        var coming = request.getInputStream();
        for (int length = coming.read(part); length >= 0; length = coming.read(part)) {
            body.write(part, 0, length);
            if (body.size() > LARGEST_BODY) {
                return null;
            }
            if (System.nanoTime() - began > patience.toNanos()) {
                throw new SocketTimeoutException("The body drips");
            }
        }
        return body.toByteArray();
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
