package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.maillage.kernel.wire.CloudEvents;

/**
 * What a consumer of one ledger's events sees, who does exactly what the feed asks of consumers: read committed, drop what is
 * not above the last position of its partition, and stop at a gap.
 */
final class Feed {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ConsumerRecord<String, byte[]>> accepted = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> repeated = new ArrayList<>();

    private Feed() {}

    /** Reads from the start until so many events were accepted. */
    static Feed read(String bootstrap, String ledger, int events) {
        var feed = new Feed();
        var last = new long[CloudEvents.PARTITIONS];
        try (var consumer = consumer(bootstrap)) {
            var partitions = IntStream.range(0, CloudEvents.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(CloudEvents.EVENTS_TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (feed.accepted.size() < events) {
                assertThat(System.nanoTime())
                        .as("%s of %s events came", feed.accepted.size(), events)
                        .isLessThan(deadline);
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    if (header(record, CloudEvents.HEADER_SOURCE).equals(CloudEvents.source(ledger))) {
                        feed.take(record, last);
                    }
                }
            }
        }
        feed.accepted.sort(Comparator.comparingLong(Feed::position));
        assertThat(feed.accepted.stream().mapToLong(Feed::position).toArray())
                .as("positions of all partitions together")
                .isEqualTo(LongStream.rangeClosed(1, events).toArray());
        return feed;
    }

    private void take(ConsumerRecord<String, byte[]> record, long[] last) {
        if (position(record) <= last[record.partition()]) {
            repeated.add(record);
        } else {
            assertThat(Long.parseLong(header(record, CloudEvents.HEADER_PREVIOUS)))
                    .as("ce_previous at position %s", position(record))
                    .isEqualTo(last[record.partition()]);
            last[record.partition()] = position(record);
            accepted.add(record);
        }
    }

    static KafkaConsumer<String, byte[]> consumer(String bootstrap) {
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

    /** All that the keys topic holds now. */
    static List<ConsumerRecord<String, byte[]>> keys(String bootstrap) {
        return all(bootstrap, CloudEvents.KEYS_TOPIC);
    }

    /** All checkpoints of a ledger that the feed holds now. */
    static List<ConsumerRecord<String, byte[]>> checkpoints(String bootstrap, String ledger) {
        return all(bootstrap, CloudEvents.CHECKPOINTS_TOPIC).stream()
                .filter(record -> record.key().equals(ledger))
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> all(String bootstrap, String topic) {
        var partition = new TopicPartition(topic, 0);
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer(bootstrap)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** In the order of the ledger. */
    List<ConsumerRecord<String, byte[]>> accepted() {
        return accepted;
    }

    List<ConsumerRecord<String, byte[]>> repeated() {
        return repeated;
    }

    /** The leaf of an event from its record alone, as the page that describes the format has it: with nothing of ours. */
    static byte[] leaf(ConsumerRecord<String, byte[]> record) throws GeneralSecurityException {
        var type =
                Pattern.compile("org\\.maillage\\.([a-z]+)\\.(\\w+)\\.v(\\d+)").matcher(header(record, "ce_type"));
        assertThat(type.matches()).isTrue();
        var content = MessageDigest.getInstance("SHA-256");
        for (var field : List.of(
                uuid(header(record, "ce_id")),
                uuid(header(record, "ce_subject")),
                ByteBuffer.allocate(8)
                        .putLong(Long.parseLong(header(record, "ce_sequence")))
                        .array(),
                type.group(1).getBytes(UTF_8),
                type.group(2).getBytes(UTF_8),
                ByteBuffer.allocate(4).putInt(Integer.parseInt(type.group(3))).array(),
                uuid(record.key()),
                record.value(),
                record.headers().lastHeader("ce_metadata").value())) {
            content.update(ByteBuffer.allocate(4).putInt(field.length).array());
            content.update(field);
        }
        var time = Instant.parse(header(record, "ce_time"));
        var leaf = MessageDigest.getInstance("SHA-256");
        leaf.update((byte) 0);
        leaf.update(ByteBuffer.allocate(16)
                .putLong(Long.parseLong(header(record, "ce_position")))
                .putLong(time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000)
                .array());
        return leaf.digest(content.digest());
    }

    private static byte[] uuid(String text) {
        return HexFormat.of().parseHex(text.replace("-", ""));
    }

    static long position(ConsumerRecord<String, byte[]> record) {
        return Long.parseLong(header(record, CloudEvents.HEADER_POSITION));
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
