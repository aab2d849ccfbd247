package org.maillage.command.publishing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A topic as it stands (one that is not there is empty), each partition from its beginning to where it ended when this began; only what was committed. */
final class Lanes implements AutoCloseable {

    private static final int WAITING = 2_000;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final Duration patience;
    private final List<TopicPartition> partitions;
    private final List<Deque<ConsumerRecord<String, byte[]>>> lanes = new ArrayList<>();
    private final Map<TopicPartition, Long> ends;

    Lanes(Kafka kafka, String topic, int count) {
        this.patience = kafka.patience();
        this.consumer = kafka.consumer();
        try {
            this.partitions = IntStream.range(0, count)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            partitions.forEach(_ -> lanes.add(new ArrayDeque<>()));
            consumer.assign(partitions);
            if (consumer.listTopics().containsKey(topic)) {
                this.ends = consumer.endOffsets(partitions);
                consumer.seekToBeginning(partitions);
            } else {
                this.ends = partitions.stream().collect(Collectors.toMap(one -> one, _ -> 0L));
            }
        } catch (RuntimeException failed) {
            consumer.close();
            throw failed;
        }
    }

    /** The next record of a partition, null at its end. */
    @Nullable
    ConsumerRecord<String, byte[]> peek(int partition) {
        var lane = lanes.get(partition);
        for (long deadline = System.nanoTime() + patience.toNanos(); lane.isEmpty() && !ended(partition); ) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("Partition " + partitions.get(partition) + " cannot be read to its end");
            }
            fill(partition);
        }
        return lane.peek();
    }

    private boolean ended(int partition) {
        var one = partitions.get(partition);
        long end = Objects.requireNonNull(ends.get(one));
        return end == 0 || consumer.position(one) >= end;
    }

    /** However far apart the partitions are, not much of them waits in memory. */
    private void fill(int wanted) {
        for (int i = 0; i < lanes.size(); i++) {
            var one = List.of(partitions.get(i));
            if (i != wanted && lanes.get(i).size() >= WAITING) {
                consumer.pause(one);
            } else {
                consumer.resume(one);
            }
        }
        for (var record : consumer.poll(POLL)) {
            var partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < Objects.requireNonNull(ends.get(partition))) {
                lanes.get(record.partition()).add(record);
            }
        }
    }

    void take(int partition) {
        lanes.get(partition).remove();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
