package org.maillage.query.intake;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Follows the feed for one projection, in one thread. Where it goes on is what the database says; what Kafka keeps of it is for
 * those who measure the lag.
 */
final class LiveIntake
        implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(LiveIntake.class);
    private static final int MOST = 500;
    private static final int BULK = 1_000;
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Intake intake;
    private final String topic;
    private final CountDownLatch end;
    private final Patience patience;

    LiveIntake(Intake intake, String topic, CountDownLatch end) {
        this.intake = intake;
        this.topic = topic;
        this.end = end;
        this.patience = new Patience(log, end);
    }

    /** A container for one thread; not started. */
    static ConcurrentMessageListenerContainer<byte[], byte[]> container(
            Intake intake, FeedSettings settings, int thread, CountDownLatch end) {
        var live = new LiveIntake(intake, settings.topic(), end);
        var properties = new ContainerProperties(settings.topic());
        properties.setMessageListener(live);
        properties.setConsumerRebalanceListener(live);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setSyncCommits(false);
        // A password that is wrong may be put right, and then everything goes on.
        properties.setAuthExceptionRetryInterval(AGAIN);
        properties.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
        properties.setCommitCallback((_, failed) -> {
            if (failed != null) {
                log.debug("{}: the lag is told later: {}", intake.id(), failed.toString());
            }
        });
        var container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<byte[], byte[]>(settings.member(intake.id(), thread, MOST)),
                properties);
        container.setBeanName("intake-" + intake.id() + "-" + thread);
        return container;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        var partitions = assigned.stream().map(TopicPartition::partition).toList();
        intake.forget(partitions);
        try {
            seek(consumer, intake.restore(partitions));
        } catch (SQLException failed) {
            // Whatever comes first makes it look again where it is.
            seek(consumer, partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> 0L)));
            log.warn("{}: cannot read its offsets yet: {}", intake.id(), failed.toString());
        }
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        intake.forget(revoked.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
        intake.forget(lost.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void onMessage(
            List<ConsumerRecord<byte[], byte[]>> received,
            @Nullable Acknowledgment acknowledgment,
            @Nullable Consumer<?, ?> consumer) {
        if (end.getCount() > 0) {
            take(received, requireNonNull(acknowledgment), requireNonNull(consumer));
        }
    }

    private void take(
            List<ConsumerRecord<byte[], byte[]>> received, Acknowledgment acknowledgment, Consumer<?, ?> consumer) {
        var first = new TreeMap<Integer, Long>();
        received.forEach(one -> first.putIfAbsent(one.partition(), one.offset()));
        try {
            var elsewhere = restoreUnknown(consumer, first);
            var batch = new ArrayList<Envelope>(received.size());
            for (var one : received) {
                if (!elsewhere.containsKey(one.partition())) {
                    batch.add(Envelope.of(one));
                }
            }
            var outcome = intake.apply(batch, backlog(received.size(), first.keySet(), consumer) > BULK);
            acknowledgment.acknowledge();
            outcome.rewind().forEach(partition -> seek(consumer, Map.of(partition, 0L)));
            outcome.stopped().forEach((partition, offset) -> {
                seek(consumer, Map.of(partition, offset));
                consumer.pause(List.of(new TopicPartition(topic, partition)));
            });
            patience.afterSuccess(intake.id());
        } catch (Intake.Overtaken overtaken) {
            log.info("{}; looking again where it is", overtaken.getMessage());
            startOver(consumer, first);
        } catch (SQLException | RuntimeException failed) {
            // Thrown further, the container would give up after some tries and skip what it could not handle.
            patience.afterFailure(intake.id(), failed);
            startOver(consumer, first);
        }
    }

    /** Gives the partitions that go on elsewhere than where this batch begins; the consumer is sent there. */
    private Map<Integer, Long> restoreUnknown(Consumer<?, ?> consumer, Map<Integer, Long> first) throws SQLException {
        var unknown = first.keySet().stream()
                .filter(partition -> !intake.knows(partition))
                .toList();
        if (unknown.isEmpty()) {
            return Map.of();
        }
        var elsewhere = new HashMap<>(intake.restore(unknown));
        elsewhere.entrySet().removeIf(next -> next.getValue().equals(first.get(next.getKey())));
        seek(consumer, elsewhere);
        return elsewhere;
    }

    /** The same records come again, and before them the look into the database. */
    private void startOver(Consumer<?, ?> consumer, Map<Integer, Long> first) {
        intake.forget(first.keySet());
        seek(consumer, first);
    }

    private void seek(Consumer<?, ?> consumer, Map<Integer, Long> offsets) {
        var assigned = consumer.assignment();
        offsets.forEach((partition, offset) -> {
            var at = new TopicPartition(topic, partition);
            if (assigned.contains(at)) {
                consumer.seek(at, offset);
            }
        });
    }

    private long backlog(int received, Collection<Integer> partitions, Consumer<?, ?> consumer) {
        var assigned = consumer.assignment();
        return received
                + partitions.stream()
                        .map(partition -> new TopicPartition(topic, partition))
                        .filter(assigned::contains)
                        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                        .sum();
    }
}
