package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.CloudEvents;

/** What stands last in the feed, read from the end of each partition backwards. Only what was committed counts. */
final class Tails {

    /** Usually the last record is ours; where several ledgers share a topic, it may lie further back. */
    private static final long FIRST_LOOK = 64;

    /** How far back a partition is searched that should have nothing of ours. */
    private static final long SHORT_SEARCH = 4_096;

    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * The last event of a ledger in a partition.
     *
     * @param position 0 where there is none
     * @param event its id, empty where there is none
     * @param end the offset that follows everything in the partition
     */
    record Tail(long position, String event, long end) {

        static final Tail NOTHING = new Tail(0, "", 0);
    }

    private Tails() {}

    /** Of each partition of the events, in their order. */
    static List<Tail> ofEvents(Kafka kafka, Progress progress) {
        var source = CloudEvents.source(kafka.ledger()).getBytes(UTF_8);
        var expected = progress.partitions();
        try (var consumer = kafka.consumer()) {
            var look = new Look(consumer, kafka.patience(), CloudEvents.EVENTS_TOPIC, CloudEvents.PARTITIONS);
            look.back(
                    record -> Arrays.equals(header(record, CloudEvents.HEADER_SOURCE), source),
                    partition -> expected[partition] > 0);
            return IntStream.range(0, CloudEvents.PARTITIONS)
                    .mapToObj(partition -> {
                        long end = look.end(partition);
                        var last = look.found.get(partition);
                        return last == null ? new Tail(0, "", end) : tail(last, end);
                    })
                    .toList();
        }
    }

    static List<Tail> none() {
        return IntStream.range(0, CloudEvents.PARTITIONS)
                .mapToObj(_ -> Tail.NOTHING)
                .toList();
    }

    private static Tail tail(ConsumerRecord<String, byte[]> last, long end) {
        var position = header(last, CloudEvents.HEADER_POSITION);
        var event = header(last, CloudEvents.HEADER_ID);
        if (position == null || event == null) {
            throw new IllegalStateException("The record at offset " + last.offset() + " of " + last.topic() + "-"
                    + last.partition() + " has no place in the ledger that it names");
        }
        return new Tail(Long.parseLong(new String(position, UTF_8)), new String(event, UTF_8), end);
    }

    /** The last checkpoint of a ledger as it was sent, null where there is none. */
    static byte @Nullable [] ofCheckpoints(Kafka kafka, boolean expected) {
        try (var consumer = kafka.consumer()) {
            var look = new Look(consumer, kafka.patience(), CloudEvents.CHECKPOINTS_TOPIC, 1);
            look.back(record -> kafka.ledger().equals(record.key()), _ -> expected);
            var last = look.found.get(0);
            return last == null ? null : last.value();
        }
    }

    private static byte @Nullable [] header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    private static final class Look {

        private final Consumer<String, byte[]> consumer;
        private final long deadline;
        private final Map<TopicPartition, Long> begins;
        private final Map<TopicPartition, Long> ends;
        private final Map<Integer, ConsumerRecord<String, byte[]>> found = new HashMap<>();
        private final String topic;

        Look(Consumer<String, byte[]> consumer, Duration patience, String topic, int partitions) {
            this.consumer = consumer;
            this.topic = topic;
            this.deadline = System.nanoTime() + patience.toNanos();
            var all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            this.begins = consumer.beginningOffsets(all);
            this.ends = consumer.endOffsets(all);
        }

        private static long of(Map<TopicPartition, Long> offsets, TopicPartition partition) {
            return Objects.requireNonNull(offsets.get(partition));
        }

        long end(int partition) {
            return of(ends, new TopicPartition(topic, partition));
        }

        /** In ever larger steps, until something of ours is found in each partition, or the search is at its end. */
        void back(Predicate<ConsumerRecord<String, byte[]>> ours, IntPredicate expected) {
            long step = FIRST_LOOK;
            Map<TopicPartition, Long> until = new HashMap<>(ends);
            while (!until.isEmpty()) {
                var from = new HashMap<TopicPartition, Long>();
                for (var open : until.entrySet()) {
                    from.put(open.getKey(), Math.max(of(begins, open.getKey()), open.getValue() - step));
                }
                read(from, until, ours);
                until.clear();
                from.forEach((partition, reached) -> {
                    boolean enough =
                            !expected.test(partition.partition()) && of(ends, partition) - reached >= SHORT_SEARCH;
                    if (!found.containsKey(partition.partition()) && reached > of(begins, partition) && !enough) {
                        until.put(partition, reached);
                    }
                });
                step *= 8;
            }
        }

        private void read(
                Map<TopicPartition, Long> from,
                Map<TopicPartition, Long> until,
                Predicate<ConsumerRecord<String, byte[]>> ours) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (true) {
                var open = from.keySet().stream()
                        .filter(partition -> consumer.position(partition) < of(until, partition))
                        .toList();
                if (open.isEmpty()) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("The end of the topic " + topic + " cannot be read");
                }
                for (var record : consumer.poll(POLL)) {
                    var partition = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < of(until, partition) && ours.test(record)) {
                        found.put(record.partition(), record);
                    }
                }
            }
        }
    }
}
