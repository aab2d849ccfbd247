package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.maillage.kernel.wire.CloudEvents;

/** The topic of events as any reader has it after dropping repeats, by position. */
record Feed(TreeMap<Long, Event> events, int repeats) {

    record Event(String id, String aggregate, long sequence, String key) {}

    private static final Duration POLL = Duration.ofMillis(500);

    /** From its beginning to where it ends now; fails where a reader would have to stop, because something is missing. */
    static Feed read(String bootstrap) {
        var events = new TreeMap<Long, Event>();
        var sequences = new HashMap<String, Long>();
        int repeats = 0;
        try (var consumer = consumer(bootstrap)) {
            var partitions = IntStream.range(0, CloudEvents.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(CloudEvents.EVENTS_TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var last = new HashMap<Integer, Long>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var one : consumer.poll(POLL)) {
                    long position = number(one, CloudEvents.HEADER_POSITION);
                    long before = last.getOrDefault(one.partition(), 0L);
                    if (position <= before) {
                        repeats++;
                        continue;
                    }
                    assertThat(number(one, CloudEvents.HEADER_PREVIOUS))
                            .as("what position %d says of the one before in partition %d", position, one.partition())
                            .isEqualTo(before);
                    last.put(one.partition(), position);
                    var aggregate = text(one, CloudEvents.HEADER_SUBJECT);
                    long sequence = number(one, CloudEvents.HEADER_SEQUENCE);
                    assertThat(sequence)
                            .as("sequence of %s at position %d", aggregate, position)
                            .isEqualTo(sequences.getOrDefault(aggregate, -1L) + 1);
                    sequences.put(aggregate, sequence);
                    events.put(position, new Event(text(one, CloudEvents.HEADER_ID), aggregate, sequence, one.key()));
                }
            }
        }
        return new Feed(events, repeats);
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static long number(ConsumerRecord<?, ?> one, String header) {
        return Long.parseLong(text(one, header));
    }

    private static String text(ConsumerRecord<?, ?> one, String header) {
        return new String(
                Objects.requireNonNull(one.headers().lastHeader(header), header).value(), UTF_8);
    }
}
