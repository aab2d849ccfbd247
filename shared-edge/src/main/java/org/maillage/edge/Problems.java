package org.maillage.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Problems as answers. An error answers as a problem, whatever the client accepts. */
public final class Problems {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private Problems() {}

    public static ResponseEntity<Problem> answer(ProblemCode code, HttpServletRequest request) {
        return answer(Problem.of(code, traceId(request)));
    }

    public static ResponseEntity<Problem> answer(Problem problem) {
        return answer(problem, HttpHeaders.EMPTY);
    }

    public static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        var answer = ResponseEntity.status(problem.status()).headers(headers);
        if (problem.retryAfter() > 0 && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter()));
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    /** The same from a filter, before any controller is found. */
    public static void write(ProblemCode code, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var problem = Problem.of(code, traceId(request));
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        if (problem.retryAfter() > 0) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter()));
        }
        response.getOutputStream().write(MAPPER.writeValueAsBytes(problem));
    }

    /** What to quote when asking for help. */
    public static String traceId(HttpServletRequest request) {
        return Tracing.traceparent(request).traceId();
    }
}
