package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.UnknownEventType;

/** One record of the feed as its headers describe it. The payload is read when a projection asks, once for all of them. */
final class Envelope {

    private static final long UNPLACED = -1;

    private final int partition;
    private final long offset;
    private final byte[] key;
    private final byte[] value;
    private final Headers headers;
    private final String source;
    private final long position;
    private final long previous;
    private final String type;
    private final int revision;
    private @Nullable Fact fact;

    private Envelope(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        this.partition = partition;
        this.offset = offset;
        this.key = key == null ? new byte[0] : key;
        this.value = value == null ? new byte[0] : value;
        this.headers = headers;
        this.source = text(headers, CloudEvents.HEADER_SOURCE);
        this.position = number(headers, CloudEvents.HEADER_POSITION);
        this.previous = number(headers, CloudEvents.HEADER_PREVIOUS);
        var qualified = text(headers, CloudEvents.HEADER_TYPE);
        int version = qualified.lastIndexOf(".v");
        int dot = version < 0 ? -1 : qualified.lastIndexOf('.', version - 1);
        this.type = dot < 0 ? "" : qualified.substring(dot + 1, version);
        this.revision = dot < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, number(qualified.substring(version + 2)));
    }

    static Envelope of(ConsumerRecord<byte[], byte[]> received) {
        return new Envelope(
                received.partition(), received.offset(), received.key(), received.value(), received.headers());
    }

    /** One that was parked; {@code headers} as {@link #headers()} gave them. */
    static Envelope parked(int partition, long offset, String key, byte[] value, Map<String, String> headers) {
        var restored = new RecordHeaders();
        headers.forEach((name, text) -> restored.add(name, text.getBytes(UTF_8)));
        return new Envelope(partition, offset, key.getBytes(UTF_8), value, restored);
    }

    /** Whether its headers give it a place in a ledger's order: without one nobody can tell what it is. */
    boolean placed() {
        return !source.isEmpty() && position > 0 && previous >= 0 && previous < position;
    }

    /** Whether this build knows its type and its revision. */
    boolean known() {
        try {
            return revision >= 1 && revision <= EventCatalogue.named(type).revision();
        } catch (UnknownEventType unknown) {
            return false;
        }
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    String source() {
        return source;
    }

    long position() {
        return position;
    }

    long previous() {
        return previous;
    }

    /** The logical name; empty when the header makes no sense. */
    String type() {
        return type;
    }

    String key() {
        return new String(key, UTF_8);
    }

    byte[] value() {
        return value;
    }

    Map<String, String> headers() {
        var texts = new LinkedHashMap<String, String>();
        headers.forEach(header -> {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), UTF_8));
            }
        });
        return texts;
    }

    /** The event; throws whatever is wrong with it. */
    Fact fact() {
        var read = fact;
        if (read == null) {
            var actor = text(headers, CloudEvents.HEADER_ACTOR);
            read = new Fact(
                    position,
                    UUID.fromString(text(headers, CloudEvents.HEADER_ID)),
                    UUID.fromString(key()),
                    UUID.fromString(text(headers, CloudEvents.HEADER_SUBJECT)),
                    number(headers, CloudEvents.HEADER_SEQUENCE),
                    type,
                    revision,
                    Instant.parse(text(headers, CloudEvents.HEADER_TIME)),
                    actor.isEmpty() ? null : actor,
                    EventCodec.read(type, revision, value),
                    new String(value, UTF_8));
            fact = read;
        }
        return read;
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private static long number(Headers headers, String name) {
        return number(text(headers, name));
    }

    private static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return UNPLACED;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return UNPLACED;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
