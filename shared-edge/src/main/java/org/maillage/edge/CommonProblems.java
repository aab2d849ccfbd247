package org.maillage.edge;

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
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The ways in which any request can fail. What one side alone can meet, that side's own advice tells before. */
@RestControllerAdvice
public final class CommonProblems {

    private static final Logger LOG = LoggerFactory.getLogger(CommonProblems.class);

    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidRequest invalid, HttpServletRequest request) {
        return Problems.answer(Problem.of(invalid, Problems.traceId(request)));
    }

    @ExceptionHandler
    public ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
        var message = NestedExceptionUtils.getMostSpecificCause(mismatch) instanceof InvalidValue invalid
                ? invalid.detail()
                : "Cette valeur n’a pas la forme attendue.";
        return invalid(InvalidRequest.parameter(mismatch.getName(), message), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> missing(MissingServletRequestParameterException missing, HttpServletRequest request) {
        return invalid(InvalidRequest.parameter(missing.getParameterName(), "Ce paramètre est obligatoire."), request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> outOfBounds(HandlerMethodValidationException outOfBounds, HttpServletRequest request) {
        var violations = outOfBounds.getParameterValidationResults().stream()
                .map(result -> new Violation(
                        String.valueOf(result.getMethodParameter().getParameterName()),
                        String.valueOf(result.getResolvableErrors().getFirst().getDefaultMessage())))
                .toList();
        return invalidParameter(ProblemCode.INVALID_PARAMETER.detail(), violations, request);
    }

    /** A value that a handler could not make of a parameter. */
    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidValue invalid, HttpServletRequest request) {
        return invalidParameter(invalid.detail(), List.of(), request);
    }

    private static ResponseEntity<Problem> invalidParameter(
            String detail, List<Violation> violations, HttpServletRequest request) {
        return Problems.answer(
                Problem.of(ProblemCode.INVALID_PARAMETER, detail, violations, Problems.traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> forbidden(Forbidden forbidden, HttpServletRequest request) {
        return Problems.answer(ProblemCode.FORBIDDEN, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> silent(DatabaseIsSilent silent, HttpServletRequest request) {
        return Problems.answer(ProblemCode.UNAVAILABLE, request);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> unavailable(Exception failure, HttpServletRequest request) {
        LOG.warn("cannot serve {} {}: {}", request.getMethod(), request.getRequestURI(), failure.toString());
        return Problems.answer(ProblemCode.UNAVAILABLE, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> anythingElse(Exception failure, HttpServletRequest request) {
        if (failure instanceof ErrorResponse error) {
            var code = ProblemCode.ofStatus(error.getStatusCode().value());
            return Problems.answer(Problem.of(code, Problems.traceId(request)), error.getHeaders());
        }
        LOG.error(
                "{} {} failed, trace {}",
                request.getMethod(),
                request.getRequestURI(),
                Problems.traceId(request),
                failure);
        return Problems.answer(ProblemCode.INTERNAL_ERROR, request);
    }
}
