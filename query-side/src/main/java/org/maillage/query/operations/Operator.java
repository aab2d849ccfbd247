package org.maillage.query.operations;

import jakarta.servlet.http.HttpServletRequest;
import org.maillage.edge.Asks;
import org.maillage.kernel.wire.Json;
import org.maillage.query.intake.Operation;
import tools.jackson.databind.json.JsonMapper;

/** Who runs the platform, as a request says. */
final class Operator {

    private static final JsonMapper MAPPER = Json.mapper().build();

    private Operator() {}

    /** @param target what stands in the log as JSON */
    static Operation asks(HttpServletRequest request, String action, Record target, String reason) {
        var caller = Asks.of(request).caller();
        return new Operation(
                caller.subject().value(), caller.client(), action, MAPPER.writeValueAsString(target), reason.strip());
    }
}
