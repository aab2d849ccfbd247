package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final byte[] NOTHING = {};

    private final int partition;
    private final long offset;
    private final byte[] key;
    private final byte[] value;
    private final Headers headers;
    private final String source;
    private final long position;
    private final long previous;
    private final String aggregateType;
    private final String type;
    private final int revision;
    private final boolean known;
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
        var read = Type.of(text(headers, CloudEvents.HEADER_TYPE));
        this.aggregateType = read.aggregate;
        this.type = read.name;
        this.revision = read.revision;
        this.known = read.known;
    }

    /** What a header says of the type of an event. */
    private record Type(String aggregate, String name, int revision, boolean known) {

        /** Of those that this build knows: there are few. */
        private static final Map<String, Type> KNOWN = new ConcurrentHashMap<>();

        static Type of(String qualified) {
            var known = KNOWN.get(qualified);
            if (known != null) {
                return known;
            }
            var read = read(qualified);
            if (read.known) {
                KNOWN.put(qualified, read);
            }
            return read;
        }

        private static Type read(String qualified) {
            int version = qualified.lastIndexOf(".v");
            int dot = version < 0 ? -1 : qualified.lastIndexOf('.', version - 1);
            if (dot < 0) {
                return new Type("", "", 0, false);
            }
            var name = qualified.substring(dot + 1, version);
            int revision = (int) Math.min(Integer.MAX_VALUE, number(qualified.substring(version + 2)));
            var aggregate = qualified.substring(qualified.lastIndexOf('.', dot - 1) + 1, dot);
            return new Type(aggregate, name, revision, isKnown(name, revision));
        }

        private static boolean isKnown(String name, int revision) {
            try {
                return revision >= 1 && revision <= EventCatalogue.named(name).revision();
            } catch (UnknownEventType unknown) {
                return false;
            }
        }
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
        return known;
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
                    aggregateType,
                    type,
                    revision,
                    instant(text(headers, CloudEvents.HEADER_TIME)),
                    actor.isEmpty() ? null : actor,
                    EventCodec.read(type, revision, value),
                    new String(value, UTF_8),
                    value,
                    bytes(headers, CloudEvents.HEADER_METADATA));
            fact = read;
        }
        return read;
    }

    /** As {@link Instant#parse}; what {@link Instant#toString} writes is read several times as fast. */
    static Instant instant(String text) {
        int length = text.length();
        if (length < 20
                || length > 30
                || length == 21
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(length - 1) != 'Z'
                || (length > 20 && text.charAt(19) != '.')) {
            return Instant.parse(text);
        }
        long year = digits(text, 0, 4);
        long month = digits(text, 5, 7);
        long day = digits(text, 8, 10);
        long hour = digits(text, 11, 13);
        long minute = digits(text, 14, 16);
        long second = digits(text, 17, 19);
        long nanos = length == 20 ? 0 : digits(text, 20, length - 1);
        for (int i = length; length > 20 && i < 30; i++) {
            nanos *= 10;
        }
        if ((year | month | day | hour | minute | second | nanos) < 0 || hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long days = LocalDate.of((int) year, (int) month, (int) day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos);
    }

    private static long digits(String text, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return UNPLACED;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    private static byte[] bytes(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? NOTHING : header.value();
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
        return digits(text, 0, text.length());
    }
}
