package org.maillage.command;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.maillage.edge.CommonProblems;
import org.maillage.edge.Problems;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.kernel.wire.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The ways in which a command alone can fail, told as problems. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusalAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal, HttpServletRequest request) {
        return Problems.answer(
                Problem.refused(refusal.status(), refusal.code(), refusal.detail(), Problems.traceId(request)));
    }

    private final CommonProblems common;

    RefusalAdvice(CommonProblems common) {
        this.common = common;
    }

    /** Before the invalid value that caused it is taken for one of the body. */
    @ExceptionHandler
    ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
        return common.mismatch(mismatch, request);
    }

    /** A value that a handler could not make of what the request said. */
    @ExceptionHandler
    ResponseEntity<Problem> invalid(InvalidValue invalid, HttpServletRequest request) {
        return Problems.answer(Problem.of(
                ProblemCode.INVALID_REQUEST,
                invalid.detail(),
                List.of(new Violation("", invalid.detail())),
                Problems.traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> unavailable(Unavailable failure, HttpServletRequest request) {
        LOG.warn("cannot serve {} {}: {}", request.getMethod(), request.getRequestURI(), failure.toString());
        return Problems.answer(ProblemCode.UNAVAILABLE, request);
    }
}
