package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.KeyCodec;
import org.maillage.kernel.wire.UnreadableEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the wrapped keys of persons. Every node reads all of them: to write one again changes nothing, and what is erased stays
 * erased, whoever writes in whatever order.
 */
final class PersonKeyIntake implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PersonKeyIntake.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String NAME = "person keys";

    /** @param wrapped Base64, null when it was erased */
    private record Key(int version, @Nullable String wrapped) {

        boolean erased() {
            return wrapped == null;
        }

        /** The later one, but an erasure is the last. */
        static Key latest(Key before, Key after) {
            return before.erased() || (!after.erased() && after.version() < before.version()) ? before : after;
        }
    }

    private final FeedSettings settings;
    private final Transactions transactions;
    private final PersonKeyNews news;
    private volatile CountDownLatch end = new CountDownLatch(0);
    private @Nullable Thread thread;

    PersonKeyIntake(FeedSettings settings, Transactions transactions, PersonKeyNews news) {
        this.settings = settings;
        this.transactions = transactions;
        this.news = news;
    }

    @Override
    public boolean isRunning() {
        return end.getCount() > 0;
    }

    @Override
    public void start() {
        end = new CountDownLatch(1);
        thread = Thread.ofPlatform().name("intake-person-keys").daemon().start(this::run);
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
                patience.afterFailure(NAME, failed);
            }
        }
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        return consumer.partitionsFor(settings.keysTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Another topic of the same name has another id: what was read of the former says nothing. */
    private String topicId() {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()))) {
            return admin.describeTopics(List.of(settings.keysTopic()))
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
                var keys = new LinkedHashMap<UUID, Key>();
                var offsets = new HashMap<Integer, Long>();
                for (var one : received) {
                    offsets.put(one.partition(), one.offset());
                    take(one, keys);
                }
                transactions.execute(connection -> {
                    write(connection, keys);
                    writeOffsets(connection, topicId, offsets);
                });
            }
            patience.afterSuccess(NAME);
            if (!received.isEmpty()) {
                news.arrived();
            }
            if (news.somebodyAsks()) {
                answer(consumer, partitions);
            }
        }
    }

    /** Asks the broker after the question was put: what it knew until then is below these ends. */
    private void answer(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        long question = news.asked();
        var ends = consumer.endOffsets(partitions);
        if (partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
            news.noneLeft(question);
        }
    }

    private static void take(ConsumerRecord<byte[], byte[]> received, Map<UUID, Key> keys) {
        try {
            var person = UUID.fromString(new String(received.key(), UTF_8));
            keys.merge(person, key(received.value()), Key::latest);
        } catch (UnreadableEvent | IllegalArgumentException unreadable) {
            log.error(
                    "ALERT {}: partition {} offset {} holds no key: {}",
                    NAME,
                    received.partition(),
                    received.offset(),
                    Queues.describe(unreadable));
        }
    }

    private static Key key(byte @Nullable [] value) {
        if (value == null) {
            return new Key(0, null);
        }
        var key = KeyCodec.read(value);
        // The database would refuse what is no Base64, again and again.
        var bytes = Base64.getDecoder().decode(key.wrapped());
        return new Key(key.version(), Base64.getEncoder().encodeToString(bytes));
    }

    private Map<Integer, Long> offsets(Connection connection, String topicId) throws SQLException {
        try (var query = connection.prepareStatement(
                "select partition, koffset from intake.person_key_offset where topic = ? and topic_id = ?")) {
            query.setString(1, settings.keysTopic());
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

    private static void write(Connection connection, Map<UUID, Key> keys) throws SQLException {
        try (var upsert = connection.prepareStatement("""
            insert into intake.person_key (person_id, version, wrapped, erased)
            select person_id, version, decode(wrapped, 'base64'), wrapped is null
            from unnest(?::uuid[], ?::integer[], ?::text[]) key(person_id, version, wrapped)
            on conflict (person_id) do update
            set version = excluded.version, wrapped = excluded.wrapped, erased = excluded.erased
            where not person_key.erased and (excluded.erased or excluded.version >= person_key.version)\
            """)) {
            upsert.setArray(1, connection.createArrayOf("uuid", keys.keySet().toArray()));
            upsert.setArray(
                    2,
                    connection.createArrayOf(
                            "integer", keys.values().stream().map(Key::version).toArray()));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", keys.values().stream().map(Key::wrapped).toArray()));
            upsert.executeUpdate();
        }
    }

    private void writeOffsets(Connection connection, String topicId, Map<Integer, Long> offsets) throws SQLException {
        try (var upsert = connection.prepareStatement("""
            insert into intake.person_key_offset (topic, topic_id, partition, koffset) values (?, ?, ?, ?)
            on conflict (topic, partition) do update
            set topic_id = excluded.topic_id, koffset = excluded.koffset\
            """)) {
            for (var offset : offsets.entrySet()) {
                upsert.setString(1, settings.keysTopic());
                upsert.setString(2, topicId);
                upsert.setInt(3, offset.getKey());
                upsert.setLong(4, offset.getValue());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }
}
