package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
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

    /** Longer ones, and those that are no text, are told apart by their hash: an index takes no more than so much. */
    private static final int LONGEST_NAME = 200;

    private final int partition;
    private final long offset;
    private final String key;
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

    private Envelope(int partition, long offset, String key, byte[] value, Headers headers) {
        this(
                partition,
                offset,
                key,
                value,
                headers,
                text(headers, CloudEvents.HEADER_SOURCE),
                number(headers, CloudEvents.HEADER_POSITION),
                number(headers, CloudEvents.HEADER_PREVIOUS));
    }

    private Envelope(
            int partition,
            long offset,
            String key,
            byte[] value,
            Headers headers,
            String source,
            long position,
            long previous) {
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.source = source;
        this.position = position;
        this.previous = previous;
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
                received.partition(),
                received.offset(),
                received.key() == null ? "" : name(received.key()),
                received.value() == null ? NOTHING : received.value(),
                received.headers());
    }

    /** One that was parked; {@code headers} as {@link #headers()} gave them. */
    static Envelope parked(int partition, long offset, String key, byte[] value, Map<String, String> headers) {
        var restored = new RecordHeaders();
        headers.forEach((name, text) -> restored.add(name, text.getBytes(UTF_8)));
        return new Envelope(partition, offset, key, value, restored);
    }

    /** The same record right behind an event: where it stands in its partition, when it does not say its place itself. */
    Envelope behind(String ledger, long event) {
        return new Envelope(partition, offset, key, value, headers, ledger, event, event);
    }

    /** Whether its headers give it a place in a ledger's order: without one nobody can tell what it is. */
    boolean placed() {
        return position > 0 && previous >= 0 && previous < position && isName(source);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars().allMatch(one -> one > ' ' && one < 0x7f);
    }

    /** A key as text that any table takes. */
    private static String name(byte[] bytes) {
        var text = new String(bytes, UTF_8);
        if (isName(text)) {
            return text;
        }
        return bytes.length == 0 ? "" : "sha256:" + HexFormat.of().formatHex(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
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

    /** As text; what is no text, or too long for a key, is named by its hash. */
    String key() {
        return key;
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

    /** The type that the headers of a parked record say; empty when that makes no sense. */
    static String type(Map<String, String> headers) {
        var type = headers.getOrDefault(CloudEvents.HEADER_TYPE, "");
        return isName(type) ? type : "";
    }

    /** The id that the headers of a parked record say; empty when that makes no sense. */
    static String eventId(Map<String, String> headers) {
        var id = headers.getOrDefault(CloudEvents.HEADER_ID, "");
        return isName(id) ? id : "";
    }

    /** The id that the headers say; empty when that makes no sense. */
    String eventId() {
        var id = text(headers, CloudEvents.HEADER_ID);
        return isName(id) ? id : "";
    }

    /** When it was recorded, as the header says; empty when that makes no sense. */
    String time() {
        var time = text(headers, CloudEvents.HEADER_TIME);
        return isName(time) ? time : "";
    }

    /** The event; throws whatever is wrong with it. */
    Fact fact() {
        if (!placed()) {
            throw new UnreadableRecord("a record without its place in a ledger");
        }
        if (!known) {
            var said = text(headers, CloudEvents.HEADER_TYPE);
            throw new UnreadableRecord("an event of a type or a revision that this build does not know"
                    + (isName(said) ? ": " + said : ""));
        }
        var read = fact;
        if (read == null) {
            var sequence = number(headers, CloudEvents.HEADER_SEQUENCE);
            if (sequence < 0) {
                throw new UnreadableRecord("the header " + CloudEvents.HEADER_SEQUENCE + " makes no sense");
            }
            var actor = text(headers, CloudEvents.HEADER_ACTOR);
            read = new Fact(
                    position,
                    id(text(headers, CloudEvents.HEADER_ID), "the header " + CloudEvents.HEADER_ID),
                    id(key, "the key"),
                    id(text(headers, CloudEvents.HEADER_SUBJECT), "the header " + CloudEvents.HEADER_SUBJECT),
                    sequence,
                    aggregateType,
                    type,
                    revision,
                    time(text(headers, CloudEvents.HEADER_TIME)),
                    actor.isEmpty() ? null : actor,
                    EventCodec.read(type, revision, value),
                    new String(value, UTF_8),
                    value,
                    bytes(headers, CloudEvents.HEADER_METADATA));
            fact = read;
        }
        return read;
    }

    private static UUID id(String text, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw new UnreadableRecord(what + " makes no sense");
        }
    }

    private static Instant time(String text) {
        try {
            return instant(text);
        } catch (DateTimeException noInstant) {
            throw new UnreadableRecord("the header " + CloudEvents.HEADER_TIME + " makes no sense");
        }
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
