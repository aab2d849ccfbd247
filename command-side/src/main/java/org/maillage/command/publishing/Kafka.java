package org.maillage.command.publishing;

import static org.apache.kafka.clients.CommonClientConfigs.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.admin.AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.AUTO_OFFSET_RESET_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG;
import static org.apache.kafka.clients.consumer.ConsumerConfig.ISOLATION_LEVEL_CONFIG;
import static org.apache.kafka.clients.producer.ProducerConfig.*;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How the publisher talks to Kafka.
 *
 * @param connection addresses and security, as configured
 * @param ledger names the transactional id: a new publisher fences the one before it
 * @param patience how long a call may go unanswered before the turn ends
 */
record Kafka(Map<String, Object> connection, String ledger, Duration patience) {

    /** Long enough for a broker that restarts, short enough to give the turn to somebody with a better network. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    Admin admin() {
        var settings = settings();
        settings.put(REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis() / 2);
        settings.put(DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return Admin.create(settings);
    }

    Producer<String, byte[]> producer() {
        var settings = settings();
        settings.put(TRANSACTIONAL_ID_CONFIG, name());
        settings.put(TRANSACTION_TIMEOUT_CONFIG, 30_000);
        settings.put(ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ACKS_CONFIG, "all");
        settings.put(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(LINGER_MS_CONFIG, 5);
        settings.put(BUFFER_MEMORY_CONFIG, 32L << 20);
        settings.put(MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_RECORD);
        settings.put(REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis() / 2);
        settings.put(DELIVERY_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        settings.put(MAX_BLOCK_MS_CONFIG, (int) patience.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Of no group: it reads what it is told, and nobody keeps how far. */
    Consumer<String, byte[]> consumer() {
        var settings = settings();
        settings.put(ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis() / 2);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Never the connection, which holds secrets. */
    @Override
    public String toString() {
        return name();
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(connection);
        settings.put(CLIENT_ID_CONFIG, name());
        return settings;
    }

    private String name() {
        return "maillage-publisher-" + ledger;
    }
}
