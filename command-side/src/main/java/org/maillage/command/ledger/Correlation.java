package org.maillage.command.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/** What every message hands down to those that it causes: who asked, in which trace, the first cause and the last one. */
final class Correlation implements CorrelationDataProvider {

    static final String ACTOR = "actor";
    static final String CORRELATION = "correlationId";
    static final String CAUSATION = "causationId";
    static final String TRACEPARENT = "traceparent";

    static final List<String> KEPT = List.of(ACTOR, CORRELATION, CAUSATION, TRACEPARENT);

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        var data = new HashMap<String, Object>();
        for (var key : List.of(ACTOR, TRACEPARENT)) {
            if (message.getMetaData().get(key) instanceof String value) {
                data.put(key, value);
            }
        }
        data.put(CORRELATION, message.getMetaData().getOrDefault(CORRELATION, message.getIdentifier()));
        data.put(CAUSATION, message.getIdentifier());
        return data;
    }
}
