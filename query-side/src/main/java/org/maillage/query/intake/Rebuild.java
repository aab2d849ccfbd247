package org.maillage.query.intake;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds the feed into several projections at once, from where they are to its end: each record is read and parsed once. */
final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);
    private static final int MOST = 5_000;
    private static final int THREADS = 2;
    private static final Duration POLL = Duration.ofMillis(200);

    private final List<Projection> projections;
    private final FeedSettings settings;
    private final Transactions transactions;
    private final Applied applied;
    private final CountDownLatch end;

    Rebuild(
            List<Projection> projections,
            FeedSettings settings,
            Transactions transactions,
            Applied applied,
            CountDownLatch end) {
        this.projections = projections;
        this.settings = settings;
        this.transactions = transactions;
        this.applied = applied;
        this.end = end;
    }

    /** Returns whether the end of the feed was reached; false when this node stops before. */
    boolean run() throws InterruptedException {
        var partitions = partitions();
        var shares = new ArrayList<List<Integer>>();
        for (int i = 0; i < THREADS; i++) {
            int share = i;
            shares.add(partitions.stream()
                    .filter(partition -> partition % THREADS == share)
                    .toList());
        }
        shares.removeIf(List::isEmpty);
        var done = new CountDownLatch(shares.size());
        for (var share : shares) {
            Thread.ofPlatform().name("rebuild-" + share.getFirst()).daemon().start(() -> {
                try {
                    new Share(share).fold();
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        return end.getCount() > 0;
    }

    /** The partitions of the topic; waits for a topic that does not exist yet. */
    private List<Integer> partitions() {
        var patience = new Patience(log, end);
        while (end.getCount() > 0) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(MOST))) {
                var known = consumer.partitionsFor(settings.topic());
                if (!known.isEmpty()) {
                    patience.afterSuccess("rebuild");
                    return known.stream().map(info -> info.partition()).sorted().toList();
                }
                patience.afterFailure("rebuild", new KafkaException("There is no topic " + settings.topic()));
            } catch (InterruptException stopped) {
                return List.of();
            } catch (KafkaException failed) {
                patience.afterFailure("rebuild", failed);
            }
        }
        return List.of();
    }

    /** What one thread folds. */
    private final class Share {

        private final List<Integer> partitions;
        private final List<TopicPartition> assigned;
        private final Map<Integer, TopicPartition> byNumber;
        private final List<Intake> intakes;
        private final Patience patience = new Patience(log, end);

        Share(List<Integer> partitions) {
            this.partitions = partitions;
            this.byNumber = partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition, partition -> new TopicPartition(settings.topic(), partition)));
            this.assigned = List.copyOf(byNumber.values());
            this.intakes = projections.stream()
                    .map(projection -> new Intake(projection, transactions, applied))
                    .toList();
        }

        void fold() {
            while (end.getCount() > 0) {
                try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(MOST))) {
                    consumer.assign(assigned);
                    toTheEnd(consumer);
                    return;
                } catch (InterruptException stopped) {
                    return;
                } catch (RuntimeException | SQLException | Intake.Overtaken failed) {
                    patience.afterFailure("rebuild", failed);
                }
            }
        }

        private void toTheEnd(Consumer<byte[], byte[]> consumer) throws SQLException, Intake.Overtaken {
            var next = new HashMap<Integer, Long>();
            for (var intake : intakes) {
                intake.forget(partitions);
                intake.restore(partitions).forEach((partition, offset) -> next.merge(partition, offset, Math::min));
            }
            next.forEach((partition, offset) -> consumer.seek(tp(partition), offset));
            Set<TopicPartition> missing;
            do {
                var ends = consumer.endOffsets(assigned);
                missing = new HashSet<>(assigned);
                missing.removeIf(partition -> reached(consumer, partition, ends));
                while (!missing.isEmpty() && end.getCount() > 0) {
                    foldSome(consumer);
                    missing.removeIf(partition -> reached(consumer, partition, ends));
                }
                // What came meanwhile is little, and of that less still.
            } while (end.getCount() > 0 && behind(consumer) > MOST);
        }

        private void foldSome(Consumer<byte[], byte[]> consumer) throws SQLException, Intake.Overtaken {
            var received = consumer.poll(POLL);
            if (received.isEmpty()) {
                return;
            }
            var batch = new ArrayList<Envelope>(received.count());
            received.forEach(one -> batch.add(Envelope.of(one)));
            Set<Integer> rewind = new HashSet<>();
            for (var intake : intakes) {
                rewind.addAll(intake.apply(batch, batch.size() > 1_000).rewind());
            }
            rewind.forEach(partition -> consumer.seek(tp(partition), 0));
            patience.afterSuccess("rebuild");
        }

        private boolean reached(Consumer<?, ?> consumer, TopicPartition partition, Map<TopicPartition, Long> ends) {
            return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
        }

        private long behind(Consumer<?, ?> consumer) {
            return sum(consumer.endOffsets(assigned).values())
                    - assigned.stream().mapToLong(consumer::position).sum();
        }

        private static long sum(Collection<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }

        private TopicPartition tp(int partition) {
            return byNumber.getOrDefault(partition, new TopicPartition(settings.topic(), partition));
        }
    }
}
