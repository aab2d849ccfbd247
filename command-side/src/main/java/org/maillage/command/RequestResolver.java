package org.maillage.command;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.edge.Asks;
import org.maillage.edge.Tracing;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.RequestReader;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.WebUtils;

/** Makes the {@link Request} of a controller's method out of headers, path and body. */
final class RequestResolver implements HandlerMethodArgumentResolver {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int LONGEST_KEY = 128;
    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

    private final RequestReader reader;

    RequestResolver(RequestReader reader) {
        this.reader = reader;
    }

    /** The body of a command without fields. */
    private record NoFields() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Request.class;
    }

    @Override
    public Request resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders)
            throws HttpMediaTypeNotSupportedException {
        var servlet = web.getNativeRequest(HttpServletRequest.class);
        var received = servlet == null ? null : WebUtils.getNativeRequest(servlet, Reception.Received.class);
        if (received == null) {
            throw new IllegalStateException("a Request is made of a POST alone");
        }
        if (!takesBody(parameter)) {
            refuseFields(received);
        }
        var isJson = JsonBodies.isJson(mediaType(received.getContentType()));
        var adds = parameter.getMethodAnnotation(Adds.class);
        return new Request(
                received.getMethod(),
                received.getRequestURI(),
                idempotencyKey(received),
                ifMatch(received),
                token(received),
                Asks.of(received),
                Tracing.traceparent(received),
                () -> canonical(received, isJson),
                adds == null ? null : adds.value());
    }

    /** A file says by itself what it says; the rest of it stands in the address. */
    private static byte[] canonical(Reception.Received received, boolean isJson) {
        if (isJson) {
            return RequestReader.canonical(received.body());
        }
        var query = received.getQueryString() == null ? "" : received.getQueryString();
        var address = (query + "\n").getBytes(StandardCharsets.UTF_8);
        var body = received.body();
        return ByteBuffer.allocate(address.length + body.length)
                .put(address)
                .put(body)
                .array();
    }

    private static boolean takesBody(MethodParameter parameter) {
        for (var other : parameter.getExecutable().getParameters()) {
            if (other.isAnnotationPresent(RequestBody.class)) {
                return true;
            }
        }
        return false;
    }

    private void refuseFields(Reception.Received received) throws HttpMediaTypeNotSupportedException {
        var mediaType = mediaType(received.getContentType());
        if (!JsonBodies.isJson(mediaType)) {
            throw new HttpMediaTypeNotSupportedException(mediaType, List.of(MediaType.APPLICATION_JSON));
        }
        reader.read(received.body(), NoFields.class);
    }

    private static @Nullable MediaType mediaType(@Nullable String contentType)
            throws HttpMediaTypeNotSupportedException {
        try {
            return contentType == null ? null : MediaType.parseMediaType(contentType);
        } catch (InvalidMediaTypeException unreadable) {
            throw new HttpMediaTypeNotSupportedException(unreadable.getMessage());
        }
    }

    private static @Nullable String idempotencyKey(HttpServletRequest request) {
        var key = only(IDEMPOTENCY_KEY, request);
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw InvalidRequest.parameter(IDEMPOTENCY_KEY, "La clé d’idempotence a de 1 à 128 caractères.");
        }
        return key;
    }

    private static @Nullable Long ifMatch(HttpServletRequest request) {
        var tag = only(HttpHeaders.IF_MATCH, request);
        if (tag == null) {
            return null;
        }
        var matcher = VERSION.matcher(tag);
        if (!matcher.matches()) {
            throw InvalidRequest.parameter(
                    HttpHeaders.IF_MATCH, "Une version entre guillemets est attendue, par exemple \"3\".");
        }
        return Long.valueOf(matcher.group(1));
    }

    private static ConsistencyToken token(HttpServletRequest request) {
        var token = only(ConsistencyToken.HEADER, request);
        try {
            return token == null ? ConsistencyToken.EMPTY : ConsistencyToken.decode(token);
        } catch (InvalidValue e) {
            throw InvalidRequest.parameter(ConsistencyToken.HEADER, e.detail());
        }
    }

    private static @Nullable String only(String header, HttpServletRequest request) {
        var values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw InvalidRequest.parameter(header, "Cet en-tête ne se donne qu’une fois.");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
