package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.servers.KafkaServer;

class TopicCheckTest {

    private static final int PARTITIONS = 12;

    private static List<StoredEvent> events() {
        return new Past()
                .add(1, "EpnRegistered", 3, Map.of())
                .add(2, "PersonRegistered")
                .add(3, "PartnershipProposed")
                .add(4, "ConventionDrafted")
                .add(5, "NegotiationEntered")
                .add(6, "ActionStarted")
                .events();
    }

    /** As the page says that a record is. */
    private static ConsumerRecord<byte[], byte[]> record(
            StoredEvent event, int partition, long offset, long previous, byte[] value) {
        var headers = new RecordHeaders();
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", event.id().toString(),
                        "ce_source", "/maillage/main",
                        "ce_type",
                                "org.maillage." + event.aggregateType() + "." + event.type() + ".v" + event.revision(),
                        "ce_time", event.recordedAt().toString(),
                        "ce_subject", event.aggregate().toString(),
                        "ce_sequence", Long.toString(event.sequence()),
                        "ce_position", Long.toString(event.position()),
                        "ce_previous", Long.toString(previous),
                        "ce_actor", Past.ACTOR)
                .forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        headers.add("ce_epnid", Past.CENTRE.getBytes(UTF_8));
        headers.add("ce_traceparent", ("00-" + event.trace() + "-00f067aa0ba902b7-01").getBytes(UTF_8));
        headers.add("ce_metadata", event.metadata());
        return new ConsumerRecord<>(
                TopicCheck.TOPIC,
                partition,
                offset,
                event.recordedAt().toEpochMilli(),
                TimestampType.CREATE_TIME,
                36,
                value.length,
                event.key().toString().getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
    }

    private static Map<Integer, List<ConsumerRecord<byte[], byte[]>>> published(List<StoredEvent> events) {
        var records = new TreeMap<Integer, List<ConsumerRecord<byte[], byte[]>>>();
        var last = new long[PARTITIONS];
        for (int partition = 0; partition < PARTITIONS; partition++) {
            records.put(partition, new ArrayList<>());
        }
        for (var event : events) {
            int partition = TopicCheck.partition(event, PARTITIONS);
            var lane = records.computeIfAbsent(partition, _ -> new ArrayList<>());
            lane.add(record(event, partition, lane.size(), last[partition], event.payload()));
            last[partition] = event.position();
        }
        return records;
    }

    private static List<String> found(
            List<StoredEvent> events, Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records) {
        var findings = new Findings("topic");
        new TopicCheck("", "main", events).judge(records, findings);
        return findings.told().stream().map(Finding::what).toList();
    }

    /** Where the partnership's events lie: positions 3 to 6. */
    private static List<ConsumerRecord<byte[], byte[]>> lane(
            Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records) {
        return records.getOrDefault(TopicCheck.partition(events().get(2), PARTITIONS), List.of());
    }

    @Test
    void a_topic_that_is_the_store_is_right() {
        assertThat(found(events(), published(events()))).isEmpty();
    }

    @Test
    void a_batch_that_was_sent_twice_is_right_since_everybody_drops_it() {
        var records = published(events());
        lane(records).addAll(List.copyOf(lane(records).subList(2, 4)));

        assertThat(found(events(), records)).isEmpty();
    }

    @Test
    void a_lost_record_is_missed_and_breaks_the_chain() {
        var records = published(events());
        lane(records).remove(1);

        assertThat(found(events(), records))
                .anyMatch(finding -> finding.contains("says that 4 is before it in its partition, but 3 is"))
                .anyMatch(finding -> finding.contains("position 4") && finding.contains("is not in the topic"));
    }

    @Test
    void a_lost_end_is_missed() {
        var records = published(events());
        lane(records).removeLast();

        assertThat(found(events(), records))
                .singleElement()
                .asString()
                .contains("position 6")
                .contains("is not in the topic");
    }

    @Test
    void reordered_records_are_found() {
        var records = published(events());
        lane(records).add(1, lane(records).remove(2));

        assertThat(found(events(), records))
                .anyMatch(finding -> finding.contains("position 4 behind 5: every consumer drops it"))
                .anyMatch(finding -> finding.contains("position 4") && finding.contains("is not in the topic"));
    }

    @Test
    void a_record_of_nothing_that_is_stored_is_found() {
        var records = published(events());

        assertThat(found(events().subList(0, 5), records))
                .singleElement()
                .asString()
                .contains("position 6, which the store does not have");
    }

    @Test
    void another_event_under_the_same_position_is_found() {
        var records = published(events());
        var events = events();
        var other = new Past().add(1, "PostureSet").events().getFirst();
        events.set(5, Past.at(6, other));

        assertThat(found(events, records))
                .anyMatch(finding -> finding.contains("another ce_id"))
                .anyMatch(finding -> finding.contains("has not the bytes of position 6"));
    }

    @Test
    void one_changed_byte_is_found() {
        var records = published(events());
        var event = events().get(5);
        var value = event.payload().clone();
        value[value.length - 3] ^= 1;
        lane(records).set(3, record(event, TopicCheck.partition(event, PARTITIONS), 3, 5, value));

        assertThat(found(events(), records)).singleElement().asString().contains("has not the bytes of position 6");
    }

    @Test
    void a_record_in_a_second_partition_is_found() {
        var records = published(events());
        int partition = (TopicCheck.partition(events().get(5), PARTITIONS) + 1) % PARTITIONS;
        var lane = records.computeIfAbsent(partition, _ -> new ArrayList<>());
        long before = lane.isEmpty() ? 0 : number(lane.getLast());
        lane.add(record(
                events().get(5), partition, lane.size(), before, events().get(5).payload()));

        assertThat(found(events(), records))
                .anyMatch(finding -> finding.contains("too"))
                .anyMatch(finding -> finding.contains("another partition than the key"));
    }

    private static long number(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseLong(
                new String(record.headers().lastHeader("ce_position").value(), UTF_8));
    }

    @Test
    void a_topic_is_read_as_any_consumer_reads_it() throws Exception {
        try (var kafka = KafkaServer.temporary()) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic(TopicCheck.TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            var settings = Map.<String, Object>of(
                    "bootstrap.servers", kafka.bootstrap(), "transactional.id", "past", "acks", "all");
            try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                send(producer, published(events()));
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, published(new Past().add(1, "PostureSet").events()));
                producer.flush();
                producer.abortTransaction();
            }

            var findings = new Findings("topic");
            assertThat(new TopicCheck(kafka.bootstrap(), "main", events()).look(findings))
                    .isEqualTo("6 events in 12 partitions, 0 repeats to be dropped");
            assertThat(findings.told()).isEmpty();
            assertThat(Past.found(new TopicCheck(kafka.bootstrap(), "main", events().subList(0, 5))))
                    .hasSize(1);
        }
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records) {
        for (var lane : records.values()) {
            for (var record : lane) {
                var _ = producer.send(new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        record.headers()));
            }
        }
    }
}
