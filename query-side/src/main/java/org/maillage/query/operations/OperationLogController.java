package org.maillage.query.operations;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.maillage.query.intake.OperationLog;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class OperationLogController {

    private final OperationLog log;

    OperationLogController(OperationLog log) {
        this.log = log;
    }

    /**
     * What was done, or refused.
     *
     * @param number in the order in which they were done
     * @param target JSON
     */
    record LoggedOperation(
            long number,
            Instant at,
            String subject,
            String client,
            String action,
            String target,
            String reason,
            String result) {

        static LoggedOperation of(OperationLog.Line line) {
            var operation = line.operation();
            return new LoggedOperation(
                    line.number(),
                    line.at(),
                    operation.subject(),
                    operation.client(),
                    operation.action(),
                    operation.target(),
                    operation.reason(),
                    line.result());
        }
    }

    @GetMapping("/operations/log")
    Page<LoggedOperation> log(Paging paging) throws SQLException {
        var lines = log.latest(paging.afterNumber(0), paging.limitAndOne());
        return Page.of(lines, paging, line -> List.of(line.number())).map(LoggedOperation::of);
    }
}
