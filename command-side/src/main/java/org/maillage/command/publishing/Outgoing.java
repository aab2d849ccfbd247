package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.maillage.kernel.wire.CloudEvents.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Stored;
import org.maillage.command.notary.Issued;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.WrappedKey;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.EventType;
import org.maillage.kernel.wire.Json;
import org.maillage.kernel.wire.KeyCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stored bytes as records of the feed: the value as it is, the rest in headers (CloudEvents 1.0.2, Kafka binary mode). */
final class Outgoing {

    private static final JsonMapper MAPPER = Json.mapper().build();
    private static final Header JSON = header(HEADER_CONTENT_TYPE, CONTENT_TYPE);
    private static final Header SPEC = header(HEADER_SPECVERSION, SPEC_VERSION);

    private final Header source;
    private final Map<String, List<Header>> types = new HashMap<>();

    Outgoing(String ledger) {
        this.source = header(HEADER_SOURCE, source(ledger));
    }

    ProducerRecord<String, byte[]> record(Stored event, int partition, long previous) {
        Headers headers = new RecordHeaders()
                .add(SPEC)
                .add(header(HEADER_ID, event.eventId().toString()))
                .add(source)
                .add(header(HEADER_TIME, event.recordedAt().toString()))
                .add(header(HEADER_SUBJECT, event.aggregateId().toString()))
                .add(JSON)
                .add(header(HEADER_SEQUENCE, Long.toString(event.sequence())))
                .add(header(HEADER_POSITION, Long.toString(event.position())))
                .add(header(HEADER_PREVIOUS, Long.toString(previous)));
        type(event).forEach(headers::add);
        headers.add(HEADER_METADATA, event.metadata());
        var metadata = MAPPER.readTree(event.metadata());
        add(headers, HEADER_ACTOR, metadata.get("actor"));
        add(headers, HEADER_EPN, metadata.get("epnId"));
        add(headers, HEADER_TRACEPARENT, metadata.get("traceparent"));
        return new ProducerRecord<>(
                EVENTS_TOPIC,
                partition,
                event.recordedAt().toEpochMilli(),
                event.streamKey().toString(),
                event.payload(),
                headers);
    }

    ProducerRecord<String, byte[]> record(WrappedKey key) {
        var headers = new RecordHeaders().add(JSON);
        return new ProducerRecord<>(KEYS_TOPIC, null, key.person().toString(), KeyCodec.write(key), headers);
    }

    /** The key of somebody who was erased: compaction then removes what stood there before. */
    ProducerRecord<String, byte[]> tombstone(PersonId erased) {
        return new ProducerRecord<>(KEYS_TOPIC, erased.toString(), null);
    }

    ProducerRecord<String, byte[]> record(Issued issued) {
        var checkpoint = issued.checkpoint();
        var headers = new RecordHeaders().add(JSON).add(header(HEADER_PUBLIC_KEY, issued.publicKey()));
        return new ProducerRecord<>(
                CHECKPOINTS_TOPIC,
                0,
                checkpoint.at().toEpochMilli(),
                checkpoint.ledger(),
                CheckpointCodec.write(checkpoint),
                headers);
    }

    private List<Header> type(Stored event) {
        var type = EventType.cloudEventsType(event.aggregateType(), event.type(), event.revision());
        return types.computeIfAbsent(
                type, name -> List.of(header(HEADER_TYPE, name), header(HEADER_DATASCHEMA, dataSchema(name))));
    }

    /** CloudEvents knows no empty attribute: what is unknown is left out. */
    private static void add(Headers headers, String name, @Nullable JsonNode value) {
        if (value != null && value.isString() && !value.stringValue().isEmpty()) {
            headers.add(header(name, value.stringValue()));
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}
