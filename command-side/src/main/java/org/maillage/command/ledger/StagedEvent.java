package org.maillage.command.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.maillage.kernel.Event;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.json.JsonMapper;

/** An event that waits to be written: all of its row that does not depend on the others. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record StagedEvent(
        Event event,
        UUID eventId,
        UUID aggregateId,
        long sequence,
        String aggregateType,
        String type,
        int revision,
        UUID streamKey,
        byte[] payload,
        byte[] metadata,
        byte[] content) {

    private static final JsonMapper MAPPER = Json.mapper().build();

    static StagedEvent of(DomainEventMessage<?> message) {
        var event = (Event) message.getPayload();
        var type = EventCatalogue.of(event.getClass());
        var eventId = UUID.fromString(message.getIdentifier());
        var aggregateId = event.id().value();
        if (!aggregateId.toString().equals(message.getAggregateIdentifier())) {
            throw new IllegalStateException(type.name() + " names another aggregate than the one that decided it");
        }
        var streamKey = event.streamKey().value();
        var payload = EventCodec.write(event);
        var metadata = MAPPER.writeValueAsBytes(metadata(event, message.getMetaData()));
        var content = Leaf.content(
                eventId,
                aggregateId,
                message.getSequenceNumber(),
                type.aggregate(),
                type.name(),
                type.revision(),
                streamKey,
                payload,
                metadata);
        return new StagedEvent(
                event,
                eventId,
                aggregateId,
                message.getSequenceNumber(),
                type.aggregate(),
                type.name(),
                type.revision(),
                streamKey,
                payload,
                metadata,
                content);
    }

    private static Map<String, Object> metadata(Event event, MetaData known) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("epnId", event.epnId().value());
        Correlation.KEPT.forEach(key -> {
            if (known.get(key) != null) {
                metadata.put(key, known.get(key));
            }
        });
        return metadata;
    }
}
