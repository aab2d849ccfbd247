package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.maillage.kernel.wire.CloudEvents;

/**
 * A program of the town that reads the feed as its contract says, when it likes: some records at a time, which it commits under a
 * group of its own. It drops repeats by position, and fails where something is missing.
 */
final class OutsideReader implements AutoCloseable {

    /** Who does not ask for so long is taken for dead by Kafka, and loses its partitions. */
    static final Duration TAKEN_FOR_DEAD = Duration.ofSeconds(2);

    private static final int MOST = 20;
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<Integer, Long> last = new HashMap<>();
    private final NavigableSet<Long> positions = new TreeSet<>();

    OutsideReader(String bootstrap, String group) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        group,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        MOST,
                        "max.poll.interval.ms",
                        Math.toIntExact(TAKEN_FOR_DEAD.toMillis())),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(CloudEvents.EVENTS_TOPIC));
    }

    /** A few more; gives whether there was one. */
    boolean read() {
        var polled = consumer.poll(POLL);
        polled.forEach(this::take);
        try {
            consumer.commitSync();
        } catch (CommitFailedException takenForDead) {
            // Its partitions are given back to it with the next question, from where it had committed.
            return true;
        }
        return !polled.isEmpty();
    }

    private void take(ConsumerRecord<String, byte[]> one) {
        long position = number(one, CloudEvents.HEADER_POSITION);
        long before = last.getOrDefault(one.partition(), 0L);
        if (position <= before) {
            return;
        }
        assertThat(number(one, CloudEvents.HEADER_PREVIOUS))
                .as("what position %d says of the one before in partition %d", position, one.partition())
                .isEqualTo(before);
        last.put(one.partition(), position);
        positions.add(position);
    }

    private static long number(ConsumerRecord<?, ?> one, String header) {
        return Long.parseLong(new String(
                Objects.requireNonNull(one.headers().lastHeader(header), header).value(), UTF_8));
    }

    /** Of the events that it has, each once. */
    NavigableSet<Long> positions() {
        return positions;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
