package org.maillage.query;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import org.maillage.edge.Problems;
import org.maillage.kernel.wire.Problem;
import org.maillage.kernel.wire.ProblemCode;
import org.maillage.query.intake.ReadModelBehind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The ways in which a question alone can fail, told as problems. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Problem> unknown(UnknownResource unknown, HttpServletRequest request) {
        return Problems.answer(Problem.refused(404, unknown.code(), unknown.detail(), Problems.traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> refused(OperationRefused refused, HttpServletRequest request) {
        return Problems.answer(Problem.refused(409, refused.code(), refused.detail(), Problems.traceId(request)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> unavailable(SQLException failure, HttpServletRequest request) {
        LOG.warn("cannot serve {} {}: {}", request.getMethod(), request.getRequestURI(), failure.toString());
        return Problems.answer(ProblemCode.UNAVAILABLE, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> behind(ReadModelBehind behind, HttpServletRequest request) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(behind.retryAfter().toSeconds()));
        return Problems.answer(Problem.of(ProblemCode.READ_MODEL_BEHIND, Problems.traceId(request)), headers);
    }

    @ExceptionHandler
    ResponseEntity<Problem> notYet(NotYetCertified notYet, HttpServletRequest request) {
        return Problems.answer(ProblemCode.NOT_YET_CERTIFIED, request);
    }

    @ExceptionHandler
    ResponseEntity<Problem> differs(LedgerDiffers differs, HttpServletRequest request) {
        LOG.error("ALERT {} {}, trace {}", request.getRequestURI(), differs.getMessage(), Problems.traceId(request));
        return Problems.answer(ProblemCode.LEDGER_MISMATCH, request);
    }
}
