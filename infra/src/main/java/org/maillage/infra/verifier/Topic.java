package org.maillage.infra.verifier;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic from its beginning to its end as it was at the start: a lane for each partition, a page of each in memory. */
final class Topic implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;
    private static final Duration POLL = Duration.ofMillis(200);

    /** The records of one partition that were read and not yet taken, in order. */
    static final class Lane {

        private final TopicPartition partition;
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        private long end;
        private boolean done;

        private Lane(TopicPartition partition) {
            this.partition = partition;
        }

        Deque<ConsumerRecord<byte[], byte[]>> waiting() {
            return waiting;
        }
    }

    private final String bootstrap;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Lane> lanes = new ArrayList<>();
    private final long records;

    private Topic(String bootstrap, KafkaConsumer<byte[], byte[]> consumer, String name) {
        this.bootstrap = bootstrap;
        this.consumer = consumer;
        var partitions = consumer.partitionsFor(name);
        if (partitions == null || partitions.isEmpty()) {
            throw new CannotVerify(Ending.KAFKA, "Kafka at " + bootstrap + " has no topic " + name);
        }
        partitions.forEach(partition -> lanes.add(new Lane(new TopicPartition(name, partition.partition()))));
        consumer.assign(partitions());
        consumer.seekToBeginning(partitions());
        var begins = consumer.beginningOffsets(partitions());
        end();
        this.records = lanes.stream()
                .mapToLong(lane -> lane.end - begins.getOrDefault(lane.partition, 0L))
                .sum();
    }

    static Topic open(Broker broker, String name) {
        var bootstrap = broker.bootstrap();
        KafkaConsumer<byte[], byte[]> consumer;
        try {
            consumer = new KafkaConsumer<>(settings(broker), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException refused) {
            throw silent(bootstrap, refused);
        }
        try {
            return new Topic(bootstrap, consumer, name);
        } catch (KafkaException refused) {
            consumer.close();
            throw silent(bootstrap, refused);
        } catch (CannotVerify absent) {
            consumer.close();
            throw absent;
        }
    }

    private static Map<String, Object> settings(Broker broker) {
        var settings = broker.settings();
        settings.put("enable.auto.commit", false);
        settings.put("allow.auto.create.topics", false);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.metrics.push", false);
        settings.put("max.poll.records", 2000);
        settings.put("default.api.timeout.ms", 1000 * PATIENCE_SECONDS / 2);
        settings.put("request.timeout.ms", 1000 * PATIENCE_SECONDS / 3);
        return settings;
    }

    private static CannotVerify silent(String bootstrap, KafkaException refused) {
        return new CannotVerify(
                Ending.KAFKA,
                "Kafka at " + bootstrap + " does not answer as it should (" + CannotVerify.words(refused) + ")",
                refused);
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** About: markers of transactions count, too. */
    long records() {
        return records;
    }

    /** Reads on until each lane has a record or is at its end. */
    void fill() {
        try {
            long patience = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
            while (anyHungry()) {
                var fed = lanes.stream().filter(lane -> !hungry(lane)).map(lane -> lane.partition);
                consumer.resume(partitions());
                consumer.pause(fed.toList());
                var polled = consumer.poll(POLL);
                for (var lane : lanes) {
                    for (var record : polled.records(lane.partition)) {
                        lane.waiting.add(record);
                    }
                    // What is beyond the end was asked for by nobody, but it is there now.
                    lane.done = consumer.position(lane.partition) >= lane.end;
                }
                if (!polled.isEmpty()) {
                    patience = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
                } else if (System.nanoTime() > patience) {
                    throw new CannotVerify(
                            Ending.KAFKA, "Kafka at " + bootstrap + " gives no records any more, before the end");
                }
            }
        } catch (KafkaException refused) {
            throw silent(bootstrap, refused);
        }
    }

    private boolean anyHungry() {
        for (var lane : lanes) {
            if (hungry(lane)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hungry(Lane lane) {
        return lane.waiting.isEmpty() && !lane.done;
    }

    /** The end moves on to what was written since. */
    void end() {
        try {
            var ends = consumer.endOffsets(partitions());
            for (var lane : lanes) {
                lane.end = ends.getOrDefault(lane.partition, 0L);
                lane.done = consumer.position(lane.partition) >= lane.end;
            }
        } catch (KafkaException refused) {
            throw silent(bootstrap, refused);
        }
    }

    private Collection<TopicPartition> partitions() {
        return lanes.stream().map(lane -> lane.partition).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
