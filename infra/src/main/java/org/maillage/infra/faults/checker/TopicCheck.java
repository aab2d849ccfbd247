package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What any consumer is promised: reading committed records and dropping positions that are not above the last, it sees every stored
 * event once, byte for byte, in order, and can prove that it missed none.
 */
final class TopicCheck implements Check {

    static final String TOPIC = "partnership-events";
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final String bootstrap;
    private final String ledger;
    private final List<StoredEvent> events;

    TopicCheck(String bootstrap, String ledger, List<StoredEvent> events) {
        this.bootstrap = bootstrap;
        this.ledger = ledger;
        this.events = events;
    }

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public String look(Findings findings) {
        return judge(read(), findings);
    }

    /** By partition, as they lie there. */
    private Map<Integer, List<ConsumerRecord<byte[], byte[]>>> read() {
        var records = new TreeMap<Integer, List<ConsumerRecord<byte[], byte[]>>>();
        var settings = Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                20_000);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            partitions.forEach(partition -> records.put(partition.partition(), new ArrayList<>()));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            for (long until = System.nanoTime() + SILENCE.toNanos();
                    partitions.stream()
                            .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L)); ) {
                var received = consumer.poll(Duration.ofMillis(200));
                received.forEach(record -> records.computeIfAbsent(record.partition(), _ -> new ArrayList<>())
                        .add(record));
                if (!received.isEmpty()) {
                    until = System.nanoTime() + SILENCE.toNanos();
                } else if (System.nanoTime() > until) {
                    throw new IllegalStateException("Kafka stopped answering before the end of " + TOPIC);
                }
            }
        }
        return records;
    }

    String judge(Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records, Findings findings) {
        var stored = new HashMap<Long, StoredEvent>(events.size() * 2);
        events.forEach(event -> stored.put(event.position(), event));
        var seen = new HashMap<Long, Integer>();
        long repeats = 0;
        for (var partition : records.entrySet()) {
            long last = 0;
            for (var record : partition.getValue()) {
                long position = number(record, "ce_position");
                long previous = number(record, "ce_previous");
                if (position < 1) {
                    findings.add(name(record) + " has no position");
                    continue;
                }
                if (position <= last) {
                    repeats++;
                    findings.addUnless(
                            seen.containsKey(position),
                            name(record) + " has position " + position + " behind " + last
                                    + ": every consumer drops it, and it was not there before");
                } else {
                    findings.addUnless(
                            previous == last,
                            name(record) + " with position " + position + " says that " + previous
                                    + " is before it in its partition, but " + last + " is");
                    last = position;
                    var elsewhere = seen.put(position, partition.getKey());
                    findings.addUnless(
                            elsewhere == null,
                            name(record) + " with position " + position + " stands in partition " + elsewhere + " too");
                }
                var event = stored.get(position);
                if (event == null) {
                    findings.add(name(record) + " has position " + position + ", which the store does not have");
                } else {
                    compare(record, event, records.size(), findings);
                }
            }
        }
        for (var event : events) {
            findings.addUnless(seen.containsKey(event.position()), event.name() + " is not in the topic");
        }
        return seen.size() + " events in " + records.size() + " partitions, " + repeats + " repeats to be dropped";
    }

    private void compare(ConsumerRecord<byte[], byte[]> record, StoredEvent event, int partitions, Findings findings) {
        var metadata = Json.read(event.metadata());
        same(record, event, "ce_specversion", "1.0", findings);
        same(record, event, "ce_id", event.id().toString(), findings);
        same(record, event, "ce_source", "/maillage/" + ledger, findings);
        same(
                record,
                event,
                "ce_type",
                "org.maillage." + event.aggregateType() + "." + event.type() + ".v" + event.revision(),
                findings);
        same(record, event, "ce_subject", event.aggregate().toString(), findings);
        same(record, event, "ce_sequence", Long.toString(event.sequence()), findings);
        same(record, event, "ce_time", event.recordedAt().toString(), findings);
        same(record, event, "ce_actor", Json.text(metadata, "actor"), findings);
        same(record, event, "ce_epnid", Json.text(metadata, "epnId"), findings);
        same(record, event, "ce_traceparent", Json.text(metadata, "traceparent"), findings);
        findings.addUnless(
                record.key() != null && event.key().toString().equals(new String(record.key(), UTF_8)),
                name(record) + " has another key than " + event.name());
        findings.addUnless(
                Arrays.equals(record.value(), event.payload()), name(record) + " has not the bytes of " + event.name());
        var header = record.headers().lastHeader("ce_metadata");
        findings.addUnless(
                header != null && Arrays.equals(header.value(), event.metadata()),
                name(record) + " has not the metadata of " + event.name());
        findings.addUnless(
                record.partition() == partition(event, partitions),
                name(record) + " is in another partition than the key of " + event.name() + " says");
    }

    /** As any client with the default partitioner does. */
    static int partition(StoredEvent event, int partitions) {
        return Utils.toPositive(Utils.murmur2(event.key().toString().getBytes(UTF_8))) % partitions;
    }

    private static void same(
            ConsumerRecord<byte[], byte[]> record,
            StoredEvent event,
            String header,
            @Nullable String expected,
            Findings findings) {
        var wanted = expected == null || expected.isEmpty() ? null : expected;
        findings.addUnless(
                Objects.equals(wanted, text(record, header)),
                name(record) + " has another " + header + " than " + event.name());
    }

    private static long number(ConsumerRecord<byte[], byte[]> record, String header) {
        var text = text(record, header);
        return text == null || !text.matches("\\d{1,18}") ? -1 : Long.parseLong(text);
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static String name(ConsumerRecord<byte[], byte[]> record) {
        return "the record at offset " + record.offset() + " of partition " + record.partition();
    }
}
