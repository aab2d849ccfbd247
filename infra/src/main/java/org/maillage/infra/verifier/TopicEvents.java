package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The topic {@code partnership-events}: its partitions, each in order, brought into the order of positions. */
final class TopicEvents implements Events {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NAME = "partnership-events";
    private static final Pattern TYPE = Pattern.compile("org\\.maillage\\.([a-z]+)\\.(\\w+)\\.v([1-9]\\d{0,8})");

    private final Topic topic;
    private final Duration patience;
    /** The position of each lane's next record, once it was read; 0 before. */
    private final long[] heads;

    private long last;

    private TopicEvents(Topic topic, Duration patience) {
        this.topic = topic;
        this.patience = patience;
        this.heads = new long[topic.lanes().size()];
    }

    /** @param patience how long a position may be absent that is perhaps being published */
    static TopicEvents open(Broker broker, Duration patience) {
        return new TopicEvents(Topic.open(broker, NAME), patience);
    }

    @Override
    public @Nullable LedgerEvent next() {
        int lane = lowest();
        // The ends of the partitions were not asked for in the same instant, so one may lack what came before the end
        // of another.
        for (long until = System.nanoTime() + patience.toNanos();
                (lane < 0 || heads[lane] > last + 1) && System.nanoTime() < until; ) {
            topic.end();
            lane = lowest();
        }
        if (lane < 0) {
            return null;
        }
        long position = heads[lane];
        heads[lane] = 0;
        var event = event(position, topic.lanes().get(lane).waiting().remove());
        last = Math.max(last, position);
        return event;
    }

    /** The lane that goes on with the lowest position; -1 at the end. */
    private int lowest() {
        topic.fill();
        int lowest = -1;
        for (int lane = 0; lane < heads.length; lane++) {
            var record = topic.lanes().get(lane).waiting().peek();
            if (record == null) {
                continue;
            }
            if (heads[lane] == 0) {
                heads[lane] = position(record);
            }
            if (lowest < 0 || heads[lane] < heads[lowest]) {
                lowest = lane;
            }
        }
        return lowest;
    }

    private static long position(ConsumerRecord<byte[], byte[]> record) {
        long position = header(record, "ce_position", Text::number);
        if (position < 1) {
            throw fault(record, "has the ce_position " + position + "; positions begin at 1");
        }
        return position;
    }

    private static LedgerEvent event(long position, ConsumerRecord<byte[], byte[]> record) {
        var type = TYPE.matcher(header(record, "ce_type", text -> text));
        if (!type.matches()) {
            throw fault(
                    record,
                    "has the ce_type \"" + header(record, "ce_type", text -> text)
                            + "\", which is not one of a ledger");
        }
        if (record.value() == null || record.key() == null) {
            throw fault(record, "has no " + (record.value() == null ? "value" : "key"));
        }
        return new LedgerEvent(
                position,
                header(record, "ce_time", Text::instant),
                header(record, "ce_id", Text::id),
                header(record, "ce_subject", Text::id),
                header(record, "ce_sequence", Text::number),
                type.group(1),
                type.group(2),
                Integer.parseInt(type.group(3)),
                read(record, "key", new String(record.key(), UTF_8), Text::id),
                record.value(),
                bytes(record, "ce_metadata"),
                null);
    }

    private static <T> T header(ConsumerRecord<byte[], byte[]> record, String name, Function<String, T> reader) {
        return read(record, name, new String(bytes(record, name), UTF_8), reader);
    }

    private static <T> T read(
            ConsumerRecord<byte[], byte[]> record, String name, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException unreadable) {
            throw fault(record, "has an unreadable " + name);
        }
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw fault(record, "has no " + name);
        }
        return header.value();
    }

    private static Fault fault(ConsumerRecord<byte[], byte[]> record, String what) {
        return Fault.ofAnEvent("the record at offset " + record.offset() + " of " + record.topic() + "-"
                + record.partition() + " " + what);
    }

    @Override
    public long expected() {
        return topic.records();
    }

    @Override
    public boolean haveLeaves() {
        return false;
    }

    @Override
    public boolean mayRepeat() {
        return true;
    }

    @Override
    public void close() {
        topic.close();
    }
}
