package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.servers.KafkaServer;

/** On a real Kafka, with records that were made from the page. Topics only grow, so each ledger is told by a broker of its own. */
class TopicVerifyTest {

    private static final int SIZE = 600;
    private static final int PARTITIONS = 3;

    private static final Forge FORGE = new Forge();
    private static final List<LedgerEvent> EVENTS = FORGE.events(SIZE);
    private static final List<Checkpoint> CHECKPOINTS = FORGE.checkpoints(EVENTS, 1, 200, 500, SIZE);

    @TempDir
    private static Path directory;

    private static KafkaServer kafka;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaServer.temporary();
        key = Files.writeString(directory.resolve("key.pem"), FORGE.pem());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void a_topic_as_it_was_signed_is_proven() throws Exception {
        publish(EVENTS, CHECKPOINTS);

        var run = verify();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo("maillage verify: proven: 600 events against 4 checkpoints, recorded from "
                        + EVENTS.getFirst().recordedAt() + " until "
                        + EVENTS.getLast().recordedAt() + "\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void records_that_were_sent_again_are_no_harm_unless_they_differ() throws Exception {
        var again = new ArrayList<>(EVENTS);
        again.addAll(300, EVENTS.subList(290, 300));
        var chain = new ArrayList<>(CHECKPOINTS);
        chain.addAll(2, CHECKPOINTS.subList(1, 2));
        publish(again, chain);
        assertThat(verify().out()).contains("proven: 600 events", "10 records stood twice, unchanged");

        again.set(305, Tampering.change("payload").apply(again.get(305)));
        publish(again, chain);
        found(again.get(305).position(), "it stands there twice, and the second event is another one");
    }

    @Test
    void changed_records_are_found_in_their_interval() throws Exception {
        for (var change : List.of("payload", "metadata", "recordedAt", "event id", "sequence", "type", "stream key")) {
            publish(WalkTest.tampered(EVENTS, 321, Tampering.deed("change " + change)), CHECKPOINTS);
            found(201, 500, "these events are not those that the checkpoint of size 500");
        }
    }

    @Test
    void deleted_swapped_inserted_and_truncated_records_are_found() throws Exception {
        publish(WalkTest.tampered(EVENTS, 321, Tampering.deed("delete")), CHECKPOINTS);
        found(321, "it is missing: position 322 follows 320");
        publish(WalkTest.tampered(EVENTS, 321, Tampering.deed("swap contents")), CHECKPOINTS);
        found(201, 500, "these events are not those");
        publish(WalkTest.tampered(EVENTS, 321, Tampering.deed("insert and renumber")), CHECKPOINTS);
        found(201, 500, "these events are not those");
        publish(EVENTS.subList(0, 598), CHECKPOINTS);
        found(501, 600, "the events end at position 598, but the checkpoint of size 600");
        publish(EVENTS.subList(9, SIZE), CHECKPOINTS);
        found(1, "it is missing: position 10 comes first");
    }

    @Test
    void a_checkpoint_that_was_changed_or_left_out_is_found() throws Exception {
        publish(EVENTS, Stream.of(0, 1, 3).map(CHECKPOINTS::get).toList());
        var run = verify();
        assertThat(run.exitCode()).isEqualTo(11);
        assertThat(run.out()).contains("the checkpoint of size 600 does not follow the checkpoint of size 200");
        publish(EVENTS, List.of());
        assertThat(verify().out()).contains("there is no checkpoint");
    }

    @Test
    void what_stands_in_the_way_is_one_line() throws Exception {
        try (var admin = admin()) {
            recreate(admin, "partnership-events", PARTITIONS);
            admin.deleteTopics(existing(admin, "ledger-checkpoints")).all().get();
        }
        var run = verify();
        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.err().lines()).singleElement().asString().contains("has no topic ledger-checkpoints");
    }

    private static void found(long position, String words) {
        found(" at position " + position, words);
    }

    private static void found(long first, long last, String words) {
        found(" in positions " + first + " to " + last, words);
    }

    private static void found(String where, String words) {
        var run = verify();
        assertThat(run.out())
                .startsWith("maillage verify: WRONG" + where + ": ")
                .contains(words);
        assertThat(run.exitCode()).isEqualTo(10);
    }

    private static Run verify() {
        return Run.of(Map.of(), "--topic", kafka.bootstrap(), "--key", key.toString());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    private static List<String> existing(Admin admin, String name) throws Exception {
        return admin.listTopics().names().get().contains(name) ? List.of(name) : List.of();
    }

    private static void recreate(Admin admin, String name, int partitions) throws Exception {
        admin.deleteTopics(existing(admin, name)).all().get();
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    private static void publish(List<LedgerEvent> events, List<Checkpoint> checkpoints) throws Exception {
        try (var admin = admin()) {
            recreate(admin, "partnership-events", PARTITIONS);
            recreate(admin, "ledger-checkpoints", 1);
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", "forge"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            events.forEach(event -> producer.send(record(event)));
            producer.commitTransaction();
            producer.beginTransaction();
            checkpoints.forEach(checkpoint -> producer.send(new ProducerRecord<>(
                    "ledger-checkpoints",
                    "main".getBytes(UTF_8),
                    Forge.json(checkpoint).getBytes(UTF_8))));
            producer.commitTransaction();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(LedgerEvent event) {
        var record = new ProducerRecord<>(
                "partnership-events",
                (int) (event.position() / 7 % PARTITIONS),
                event.streamKey().toString().getBytes(UTF_8),
                event.payload());
        Map.of(
                        "ce_id", event.id().toString(),
                        "ce_subject", event.aggregate().toString(),
                        "ce_time", event.recordedAt().toString(),
                        "ce_sequence", Long.toString(event.sequence()),
                        "ce_position", Long.toString(event.position()),
                        "ce_type",
                                "org.maillage." + event.aggregateType() + "." + event.type() + ".v" + event.revision(),
                        "ce_metadata", new String(event.metadata(), UTF_8))
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }
}
