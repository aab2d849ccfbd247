package org.maillage.query;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.wire.InvalidRequest;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.Violation;
import org.maillage.query.intake.ReadModelBehind;
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

/** Every way in which a question can fail, told as a problem: the one place that knows HTTP statuses. */
@RestControllerAdvice
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidRequest invalid, HttpServletRequest request) {
        return answer(Problem.of(invalid, traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> unknown(UnknownResource unknown, HttpServletRequest request) {
        return answer(Problem.refused(404, unknown.code(), unknown.detail(), traceId(request)));
    }

    /** A value that a handler could not make of a parameter. */
    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidValue invalid, HttpServletRequest request) {
        return answer(Problem.of(ProblemCode.INVALID_PARAMETER, invalid.detail(), List.of(), traceId(request)));
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

    @ExceptionHandler
    ResponseEntity<Problem> behind(ReadModelBehind behind, HttpServletRequest request) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(behind.retryAfter().toSeconds()));
        return answer(Problem.of(ProblemCode.READ_MODEL_BEHIND, traceId(request)), headers);
    }

    @ExceptionHandler
    ResponseEntity<Problem> notYet(NotYetCertified notYet, HttpServletRequest request) {
        return answer(Problem.of(ProblemCode.NOT_YET_CERTIFIED, traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> differs(LedgerDiffers differs, HttpServletRequest request) {
        LOG.error("ALERT {} {}, trace {}", request.getRequestURI(), differs.getMessage(), traceId(request));
        return answer(Problem.of(ProblemCode.LEDGER_MISMATCH, traceId(request)));
    }

    @ExceptionHandler({
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
        return Tracing.traceparent(request).traceId();
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
