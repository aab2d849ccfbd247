package org.maillage.command;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Every way in which a command can fail, told as a problem: the one place that knows HTTP statuses. */
@RestControllerAdvice
final class RefusalAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal, HttpServletRequest request) {
        return answer(Problem.refused(refusal.status(), refusal.code(), refusal.detail(), traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidRequest invalid, HttpServletRequest request) {
        return answer(Problem.of(invalid, traceId(request)));
    }

    /** A value that a handler could not make of what the request said. */
    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidValue invalid, HttpServletRequest request) {
        return answer(Problem.of(
                ProblemCode.INVALID_REQUEST,
                invalid.detail(),
                List.of(new Violation("", invalid.detail())),
                traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
        var message = NestedExceptionUtils.getMostSpecificCause(mismatch) instanceof InvalidValue invalid
                ? invalid.detail()
                : "Cette valeur n’a pas la forme attendue.";
        return answer(Problem.of(InvalidRequest.parameter(mismatch.getName(), message), traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> missing(MissingServletRequestParameterException missing, HttpServletRequest request) {
        return answer(Problem.of(
                InvalidRequest.parameter(missing.getParameterName(), "Ce paramètre est obligatoire."),
                traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> outOfBounds(HandlerMethodValidationException outOfBounds, HttpServletRequest request) {
        var violations = outOfBounds.getParameterValidationResults().stream()
                .map(result -> new Violation(
                        String.valueOf(result.getMethodParameter().getParameterName()),
                        String.valueOf(result.getResolvableErrors().getFirst().getDefaultMessage())))
                .toList();
        return answer(Problem.of(
                ProblemCode.INVALID_PARAMETER, ProblemCode.INVALID_PARAMETER.detail(), violations, traceId(request)));
    }

    @ExceptionHandler({
        Unavailable.class,
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> unavailable(Exception failure, HttpServletRequest request) {
        LOG.warn("cannot serve {} {}: {}", request.getMethod(), request.getRequestURI(), failure.toString());
        return answer(Problem.of(ProblemCode.UNAVAILABLE, traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> anythingElse(Exception failure, HttpServletRequest request) {
        if (failure instanceof ErrorResponse error) {
            var problem = Problem.of(ProblemCode.ofStatus(error.getStatusCode().value()), traceId(request));
            return answer(problem, error.getHeaders());
        }
        LOG.error("{} {} failed, trace {}", request.getMethod(), request.getRequestURI(), traceId(request), failure);
        return answer(Problem.of(ProblemCode.INTERNAL_ERROR, traceId(request)));
    }

    private static String traceId(HttpServletRequest request) {
        return Reception.traceparent(request).traceId();
    }

    static ResponseEntity<Problem> answer(Problem problem) {
        return answer(problem, HttpHeaders.EMPTY);
    }

    private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        var answer = ResponseEntity.status(problem.status()).headers(headers);
        if (problem.retryAfter() > 0 && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter()));
        }
        // Said aloud: an error answers as a problem, whatever the client accepts.
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
