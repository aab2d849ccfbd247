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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the feed into several projections at once, from where they are to its end or to where another one is: each record is read
 * and parsed once.
 */
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
    private final BooleanSupplier mayGoOn;
    private final RebuildProgress progress;

    /**
     * @param end of this node
     * @param mayGoOn whether it is still this node's to do
     */
    Rebuild(
            List<Projection> projections,
            FeedSettings settings,
            Transactions transactions,
            Applied applied,
            CountDownLatch end,
            BooleanSupplier mayGoOn,
            RebuildProgress progress) {
        this.projections = projections;
        this.settings = settings;
        this.transactions = transactions;
        this.applied = applied;
        this.end = end;
        this.mayGoOn = mayGoOn;
        this.progress = progress;
    }

    /** Returns whether the end of the feed was reached; false when this node stops before, or must. */
    boolean toTheEnd() throws InterruptedException {
        try {
            return run(Share::toTheEnd);
        } catch (TopicLacks impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Folds what another one has applied, and nothing beyond.
     *
     * @return whether it is there; false when this node stops before, or must
     * @throws TopicLacks when the topic does not have all of it
     */
    boolean upTo(Map<Intake.Place, Long> bounds) throws InterruptedException, TopicLacks {
        return run(share -> share.upTo(bounds));
    }

    /** What reads all partitions, for the last few records; null when this node stops before, or must. */
    @Nullable
    Share whole() throws SQLException {
        var partitions = partitions();
        return goesOn() ? new Share(partitions) : null;
    }

    private boolean goesOn() {
        return end.getCount() > 0 && mayGoOn.getAsBoolean();
    }

    @FunctionalInterface
    private interface Folding {
        void by(Share share) throws SQLException, Intake.Overtaken, TopicLacks;
    }

    private boolean run(Folding folding) throws InterruptedException, TopicLacks {
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
        var lacking = new AtomicReference<TopicLacks>();
        for (var share : shares) {
            Thread.ofPlatform().name("rebuild-" + share.getFirst()).daemon().start(() -> {
                try {
                    fold(share, folding);
                } catch (TopicLacks lacks) {
                    lacking.set(lacks);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (lacking.get() != null) {
            throw lacking.get();
        }
        return goesOn();
    }

    private void fold(List<Integer> partitions, Folding folding) throws TopicLacks {
        var patience = new Patience(log, end);
        while (goesOn()) {
            try (var share = new Share(partitions)) {
                folding.by(share);
                return;
            } catch (InterruptException stopped) {
                return;
            } catch (RuntimeException | SQLException | Intake.Overtaken failed) {
                patience.afterFailure("rebuild", failed);
            }
        }
    }

    /** The partitions of the topic; waits for a topic that does not exist yet. */
    private List<Integer> partitions() {
        var patience = new Patience(log, end);
        while (goesOn()) {
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

    /** Some partitions, read by one thread. */
    final class Share implements AutoCloseable {

        private final List<Integer> partitions;
        private final Map<Integer, TopicPartition> byNumber;
        private final List<TopicPartition> assigned;
        private final List<Intake> intakes;
        private final Consumer<byte[], byte[]> consumer;

        private Share(List<Integer> partitions) throws SQLException {
            this.partitions = partitions;
            this.byNumber = partitions.stream()
                    .collect(Collectors.toMap(
                            partition -> partition, partition -> new TopicPartition(settings.topic(), partition)));
            this.assigned = List.copyOf(byNumber.values());
            this.intakes = projections.stream()
                    .map(projection -> new Intake(projection, transactions, applied))
                    .toList();
            this.consumer = new KafkaConsumer<>(settings.consumer(MOST));
            try {
                begin();
            } catch (SQLException | RuntimeException failed) {
                consumer.close();
                throw failed;
            }
        }

        private void begin() throws SQLException {
            consumer.assign(assigned);
            var next = new HashMap<Integer, Long>();
            for (var intake : intakes) {
                intake.restore(partitions).forEach((partition, offset) -> next.merge(partition, offset, Math::min));
            }
            next.forEach((partition, offset) -> consumer.seek(tp(partition), offset));
            var firsts = consumer.beginningOffsets(assigned);
            consumer.endOffsets(assigned)
                    .forEach((tp, last) -> progress.range(tp.partition(), firsts.getOrDefault(tp, 0L), last));
            next.forEach(progress::at);
        }

        void toTheEnd() throws SQLException, Intake.Overtaken {
            Set<TopicPartition> missing;
            do {
                var ends = consumer.endOffsets(assigned);
                missing = new HashSet<>(assigned);
                missing.removeIf(partition -> ended(partition, ends));
                while (!missing.isEmpty() && goesOn()) {
                    apply(envelopes(consumer.poll(POLL)));
                    missing.removeIf(partition -> ended(partition, ends));
                }
                // What came meanwhile is little, and of that less still.
            } while (goesOn() && behind() > MOST);
        }

        /** Those partitions that are where they shall be wait there; what follows is read the next time. */
        void upTo(Map<Intake.Place, Long> bounds) throws SQLException, Intake.Overtaken, TopicLacks {
            var ends = consumer.endOffsets(assigned);
            var wanted = byPartition(bounds);
            var open = new HashSet<Integer>();
            for (var partition : partitions) {
                if (reached(wanted.getOrDefault(partition, Map.of()), Map.of())) {
                    consumer.pause(List.of(tp(partition)));
                } else {
                    consumer.resume(List.of(tp(partition)));
                    open.add(partition);
                }
            }
            while (!open.isEmpty() && goesOn()) {
                var beyond = new HashMap<Integer, Long>();
                var rewound = apply(within(wanted, consumer.poll(POLL), beyond));
                for (var partition : List.copyOf(open)) {
                    if (reached(wanted.getOrDefault(partition, Map.of()), Map.of())) {
                        open.remove(partition);
                        consumer.pause(List.of(tp(partition)));
                        if (beyond.containsKey(partition)) {
                            consumer.seek(tp(partition), beyond.getOrDefault(partition, 0L));
                        }
                    } else if (!rewound.contains(partition) && ended(tp(partition), ends)) {
                        throw lacking(wanted.getOrDefault(partition, Map.of()));
                    }
                }
            }
        }

        private List<Envelope> within(
                Map<Integer, Map<Intake.Place, Long>> wanted,
                ConsumerRecords<byte[], byte[]> received,
                Map<Integer, Long> beyond) {
            var batch = new ArrayList<Envelope>(received.count());
            var seen = new HashMap<Intake.Place, Long>();
            for (var one : received) {
                var bounds = wanted.getOrDefault(one.partition(), Map.of());
                if (reached(bounds, seen)) {
                    beyond.putIfAbsent(one.partition(), one.offset());
                    continue;
                }
                var envelope = Envelope.of(one);
                if (envelope.placed()) {
                    var place = new Intake.Place(envelope.source(), envelope.partition());
                    if (envelope.position() > bounds.getOrDefault(place, 0L)) {
                        beyond.putIfAbsent(one.partition(), one.offset());
                        continue;
                    }
                    seen.merge(place, envelope.position(), Math::max);
                }
                batch.add(envelope);
            }
            return batch;
        }

        private static Map<Integer, Map<Intake.Place, Long>> byPartition(Map<Intake.Place, Long> bounds) {
            var byPartition = new HashMap<Integer, Map<Intake.Place, Long>>();
            bounds.forEach((place, position) -> byPartition
                    .computeIfAbsent(place.partition(), _ -> new HashMap<>())
                    .put(place, position));
            return byPartition;
        }

        /** @param seen what is about to be applied */
        private boolean reached(Map<Intake.Place, Long> bounds, Map<Intake.Place, Long> seen) {
            for (var bound : bounds.entrySet()) {
                var place = bound.getKey();
                if (Math.max(applied(place), seen.getOrDefault(place, 0L)) < bound.getValue()) {
                    return false;
                }
            }
            return true;
        }

        private long applied(Intake.Place place) {
            long least = Long.MAX_VALUE;
            for (var intake : intakes) {
                least = Math.min(least, intake.position(place));
            }
            return least;
        }

        private TopicLacks lacking(Map<Intake.Place, Long> bounds) {
            return bounds.entrySet().stream()
                    .filter(bound -> applied(bound.getKey()) < bound.getValue())
                    .map(bound ->
                            new TopicLacks(settings.topic(), bound.getKey(), applied(bound.getKey()), bound.getValue()))
                    .findFirst()
                    .orElseThrow();
        }

        private static List<Envelope> envelopes(ConsumerRecords<byte[], byte[]> received) {
            var batch = new ArrayList<Envelope>(received.count());
            received.forEach(one -> batch.add(Envelope.of(one)));
            return batch;
        }

        /** Gives the partitions that are read again from their beginning. */
        private Set<Integer> apply(List<Envelope> batch) throws SQLException, Intake.Overtaken {
            Set<Integer> rewind = new HashSet<>();
            if (!batch.isEmpty()) {
                for (var intake : intakes) {
                    rewind.addAll(intake.apply(batch, batch.size() > 1_000).rewind());
                }
                rewind.forEach(partition -> consumer.seek(tp(partition), 0));
                assigned.forEach(tp -> progress.at(tp.partition(), consumer.position(tp)));
            }
            progress.tell();
            return rewind;
        }

        private boolean ended(TopicPartition partition, Map<TopicPartition, Long> ends) {
            return consumer.position(partition) >= ends.getOrDefault(partition, 0L);
        }

        private long behind() {
            return sum(consumer.endOffsets(assigned).values())
                    - assigned.stream().mapToLong(consumer::position).sum();
        }

        private static long sum(Collection<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }

        private TopicPartition tp(int partition) {
            return byNumber.getOrDefault(partition, new TopicPartition(settings.topic(), partition));
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
