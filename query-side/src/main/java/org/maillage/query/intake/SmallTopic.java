package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows a topic beside the feed, whose records may be stored again and in whatever order. Every node reads all of them; what it has
 * read is noted in the transaction that stores it.
 */
final class SmallTopic implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SmallTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Who knows what the records mean. */
    interface Reader {

        void store(Connection connection, ConsumerRecords<byte[], byte[]> received) throws SQLException;

        /**
         * What was polled is stored.
         *
         * @param nothingLeft asks the broker: whether everything that it knows by then is stored
         */
        default void polled(boolean received, BooleanSupplier nothingLeft) {}
    }

    private final String name;
    private final String topic;
    private final FeedSettings settings;
    private final Transactions transactions;
    private final Reader reader;
    private volatile CountDownLatch end = new CountDownLatch(0);
    private @Nullable Thread thread;

    /** @param name what the log calls it */
    SmallTopic(String name, String topic, FeedSettings settings, Transactions transactions, Reader reader) {
        this.name = name;
        this.topic = topic;
        this.settings = settings;
        this.transactions = transactions;
        this.reader = reader;
    }

    @Override
    public boolean isRunning() {
        return end.getCount() > 0;
    }

    @Override
    public void start() {
        end = new CountDownLatch(1);
        thread = Thread.ofPlatform()
                .name("intake-" + name.replace(' ', '-'))
                .daemon()
                .start(this::run);
    }

    @Override
    public void stop() {
        end.countDown();
        Feed.join(thread);
    }

    private void run() {
        var patience = new Patience(log, end);
        while (end.getCount() > 0) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(500))) {
                var partitions = partitions(consumer);
                if (partitions.isEmpty()) {
                    patience.pause(POLL);
                    continue;
                }
                follow(consumer, partitions, topicId(), patience);
            } catch (InterruptException stopped) {
                return;
            } catch (SQLException | RuntimeException failed) {
                patience.afterFailure(name, failed);
            }
        }
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Another topic of the same name has another id: what was read of the former says nothing. */
    private String topicId() {
        try (var admin = Admin.create(settings.kafka().settings())) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        }
    }

    private void follow(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, String topicId, Patience patience)
            throws SQLException {
        consumer.assign(partitions);
        var done = transactions.run(connection -> offsets(connection, topicId));
        partitions.forEach(partition -> consumer.seek(partition, done.getOrDefault(partition.partition(), -1L) + 1));
        while (end.getCount() > 0) {
            var received = consumer.poll(POLL);
            if (!received.isEmpty()) {
                var offsets = new HashMap<Integer, Long>();
                received.forEach(one -> offsets.put(one.partition(), one.offset()));
                transactions.execute(connection -> {
                    reader.store(connection, received);
                    writeOffsets(connection, topicId, offsets);
                });
            }
            patience.afterSuccess(name);
            reader.polled(!received.isEmpty(), () -> nothingLeft(consumer, partitions));
        }
    }

    private static boolean nothingLeft(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        var ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    private Map<Integer, Long> offsets(Connection connection, String topicId) throws SQLException {
        try (var query = connection.prepareStatement(
                "select partition, koffset from intake.topic_offset where topic = ? and topic_id = ?")) {
            query.setString(1, topic);
            query.setString(2, topicId);
            var offsets = new HashMap<Integer, Long>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return offsets;
        }
    }

    private void writeOffsets(Connection connection, String topicId, Map<Integer, Long> offsets) throws SQLException {
        try (var upsert = connection.prepareStatement("""
            insert into intake.topic_offset (topic, topic_id, partition, koffset) values (?, ?, ?, ?)
            on conflict (topic, partition) do update
            set topic_id = excluded.topic_id, koffset = excluded.koffset\
            """)) {
            for (var offset : offsets.entrySet()) {
                upsert.setString(1, topic);
                upsert.setString(2, topicId);
                upsert.setInt(3, offset.getKey());
                upsert.setLong(4, offset.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
