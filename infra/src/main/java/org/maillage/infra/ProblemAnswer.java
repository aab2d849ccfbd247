package org.maillage.infra;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.Traceparent;
import tools.jackson.databind.json.JsonMapper;

/** What the front door answers itself, when no side can. */
final class ProblemAnswer {

    private static final JsonMapper JSON = Json.mapper().build();

    private ProblemAnswer() {}

    static void send(ProblemCode code, Request request, Response response, Callback callback) {
        send(code, code.detail(), request, response, callback);
    }

    static void send(ProblemCode code, String detail, Request request, Response response, Callback callback) {
        var trace = Traceparent.continuing(request.getHeaders().get(Traceparent.HEADER));
        var problem = Problem.of(code, detail, List.of(), trace.traceId());
        response.setStatus(problem.status());
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (problem.retryAfter() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, problem.retryAfter());
        }
        response.write(true, ByteBuffer.wrap(JSON.writeValueAsBytes(problem)), callback);
    }
}
