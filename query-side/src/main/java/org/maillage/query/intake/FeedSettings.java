package org.maillage.query.intake;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.maillage.kernel.wire.KafkaAccess;

/**
 * Where the feed is and how it is read.
 *
 * @param kafka where it is
 * @param topic of the events
 * @param keysTopic of the wrapped keys of persons
 * @param source of the ledger whose positions consistency tokens carry
 * @param group how the names of the consumer groups begin
 * @param node a name that this node keeps over restarts, so that a killed node takes its partitions back at once; empty for none
 * @param threads how many threads follow the feed for each projection
 */
record FeedSettings(
        KafkaAccess kafka, String topic, String keysTopic, String source, String group, String node, int threads) {

    /** A node that is silent for so long has died. Brokers allow no less, unless told otherwise. */
    private static final Duration DEAD = Duration.ofSeconds(6);

    Map<String, Object> consumer(int most) {
        var properties = kafka.settings();
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        // A topic that is created or recreated is noticed soon.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        return properties;
    }

    /** @param thread distinguishes the members of one node */
    Map<String, Object> member(String consumed, int thread, int most) {
        var properties = consumer(most);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group + "." + consumed);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group + "." + consumed + "." + thread);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) DEAD.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) DEAD.toMillis() / 4);
        if (!node.isEmpty()) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, node + "." + thread);
        }
        return properties;
    }
}
