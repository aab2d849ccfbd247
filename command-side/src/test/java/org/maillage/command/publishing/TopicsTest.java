package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.config.TopicConfig.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.notary.Notaries;
import org.maillage.command.vault.PersonKeys;
import org.maillage.command.vault.Vaults;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.KafkaServer;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.LoggerFactory;

/** With a broker of its own, as it makes and unmakes the topics that all others share. */
class TopicsTest {

    @TempDir
    static Path brokers;

    private static KafkaServer broker;
    private static Admin admin;

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private LedgerDatabase ledger;
    private PersonKeys keys;

    @BeforeAll
    static void start_a_broker() {
        broker = KafkaServer.start(brokers.resolve("shared"), 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterAll
    static void stop_it() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void make_a_ledger_over_a_cluster_without_topics() throws Exception {
        deleteTopics();
        ledger = LedgerDatabase.fresh();
        keys = Vaults.open(ledger.dataSource(), MasterKey.readOrCreate(directory.resolve("master.key")));
        log.start();
        publisherLog().addAppender(log);
    }

    @AfterEach
    void listen_no_longer() {
        publisherLog().detachAppender(log);
    }

    @Test
    void the_topics_are_made_as_promised() throws Exception {
        publishAll();

        assertThat(partitions(CloudEvents.EVENTS_TOPIC)).isEqualTo(12);
        assertThat(partitions(CloudEvents.KEYS_TOPIC)).isEqualTo(1);
        var events = config(CloudEvents.EVENTS_TOPIC);
        assertThat(events.get(RETENTION_MS_CONFIG).value()).isEqualTo("-1");
        assertThat(events.get(RETENTION_BYTES_CONFIG).value()).isEqualTo("-1");
        assertThat(events.get(CLEANUP_POLICY_CONFIG).value()).isEqualTo("delete");
        assertThat(events.get(MIN_IN_SYNC_REPLICAS_CONFIG).value()).isEqualTo("1");
        assertThat(partitions(CloudEvents.CHECKPOINTS_TOPIC)).isEqualTo(1);
        var checkpoints = config(CloudEvents.CHECKPOINTS_TOPIC);
        assertThat(checkpoints.get(RETENTION_MS_CONFIG).value()).isEqualTo("-1");
        assertThat(checkpoints.get(RETENTION_BYTES_CONFIG).value()).isEqualTo("-1");
        assertThat(checkpoints.get(CLEANUP_POLICY_CONFIG).value()).isEqualTo("delete");
        var keysConfig = config(CloudEvents.KEYS_TOPIC);
        assertThat(keysConfig.get(CLEANUP_POLICY_CONFIG).value()).isEqualTo("compact");
        for (var setting : List.of(SEGMENT_MS_CONFIG, MAX_COMPACTION_LAG_MS_CONFIG, DELETE_RETENTION_MS_CONFIG)) {
            assertThat(keysConfig.get(setting).source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        }
    }

    @Test
    void a_topic_that_would_forget_is_put_right() throws Exception {
        publishAll();
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, CloudEvents.EVENTS_TOPIC);
        admin.incrementalAlterConfigs(Map.of(
                        topic,
                        List.of(new AlterConfigOp(
                                new ConfigEntry(RETENTION_MS_CONFIG, "604800000"), AlterConfigOp.OpType.SET))))
                .all()
                .get();

        publishAll();

        await().untilAsserted(() -> assertThat(config(CloudEvents.EVENTS_TOPIC)
                        .get(RETENTION_MS_CONFIG)
                        .value())
                .isEqualTo("-1"));
    }

    @Test
    void a_topic_with_other_partitions_is_refused() throws Exception {
        admin.createTopics(List.of(new NewTopic(CloudEvents.EVENTS_TOPIC, 3, (short) 1)))
                .all()
                .get();
        ledger.append(10);
        var publisher = publisher(broker.bootstrap());

        publisher.start();
        await().until(() -> publisher.state() == Publisher.State.REFUSING);
        publisher.stop();

        assertThat(ledger.published()).isZero();
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("partnership-events has 3 partitions and must have 12"));
    }

    @Test
    void a_topic_that_was_lost_is_filled_again_from_the_start() throws Exception {
        ledger.append(200);
        var cipher = keys.create(new PersonId(Ids.next()));
        var signer = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
        Notaries.sign(Notaries.eager(ledger, signer, 100));
        publishAll();
        deleteTopics();
        // Of two lost topics one was made again by hand.
        admin.createTopics(List.of(new NewTopic(CloudEvents.EVENTS_TOPIC, 12, (short) 1)))
                .all()
                .get();
        ledger.append(100);

        publishAll();

        assertThat(Feed.read(broker.bootstrap(), ledger.name(), 300).repeated()).isEmpty();
        assertThat(Feed.checkpoints(broker.bootstrap(), ledger.name()))
                .extracting(record -> CheckpointCodec.read(record.value()).size())
                .containsExactly(100L, 200L);
        assertThat(Feed.keys(broker.bootstrap()))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.key()).isEqualTo(cipher.person().toString()));
    }

    /** As a broker that was restored from an older copy: every partition ends where it ends. */
    @Test
    void a_topic_that_lost_its_end_is_filled_again_from_where_it_is_whole() throws Exception {
        ledger.append(300);
        var batch = Batch.of(Progress.NOTHING, ledger.all(), new Outgoing(ledger.name()));
        publishPart(120, record -> true);
        var even = publishPart(300, record -> record.partition() % 2 == 0);
        ledger.publishedUpTo(batch.to());
        ledger.append(50);

        publishAll();

        var feed = Feed.read(broker.bootstrap(), ledger.name(), 350);
        assertThat(feed.accepted()).extracting(Feed::position).hasSize(350);
        // What some partitions had all the same, and no more than that.
        assertThat(feed.repeated()).hasSizeBetween(even.size(), even.size() + 40);
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().contains("has lost what it had"))
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .containsPattern("after position ([89]\\d|1[01]\\d|120), though published up to 300"));
    }

    /** Sends what the events up to a position make in one transaction, past the publisher; gives what was sent. */
    private List<ProducerRecord<String, byte[]>> publishPart(
            int position, Predicate<ProducerRecord<String, byte[]>> which) throws Exception {
        var kafka = new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), ledger.name(), Duration.ofSeconds(3));
        try (var admin = kafka.admin();
                var producer = kafka.producer()) {
            new Topics(admin).prepare();
            var there = Tails.ofEvents(kafka, Progress.NOTHING).stream()
                    .mapToLong(Tails.Tail::position)
                    .max()
                    .orElseThrow();
            producer.initTransactions();
            producer.beginTransaction();
            var records =
                    Batch.of(Progress.NOTHING, ledger.read(0, position), new Outgoing(ledger.name())).records().stream()
                            .filter(record -> Long.parseLong(new String(
                                            record.headers()
                                                    .lastHeader(CloudEvents.HEADER_POSITION)
                                                    .value(),
                                            UTF_8))
                                    > there)
                            .filter(which)
                            .toList();
            records.forEach(producer::send);
            producer.commitTransaction();
            return records;
        }
    }

    @Test
    void a_topic_that_is_deleted_meanwhile_is_made_and_filled_again_though_nothing_new_happens() throws Exception {
        ledger.append(200);
        var publisher = publisher(broker.bootstrap());
        publisher.start();
        await().until(() -> publisher.position() == 200);

        deleteTopics();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> log.list.stream()
                        .anyMatch(event -> event.getFormattedMessage().contains("has lost what it had")));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> publisher.position() == 200 && publisher.state() == Publisher.State.PUBLISHING);
        publisher.stop();
        assertThat(Feed.read(broker.bootstrap(), ledger.name(), 200).repeated()).isEmpty();
    }

    @Test
    void nothing_is_committed_to_a_topic_that_was_replaced_under_a_turn() throws Exception {
        ledger.append(500);
        var kafka = new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), ledger.name(), Duration.ofSeconds(6));
        try (var seat = Seat.of(ledger.name(), ledger.dataSource())) {
            await().until(seat::take);
            try (var turn = Turn.start(
                    seat,
                    ledger::read,
                    keys,
                    new Checkpoints(ledger.name(), ledger.dataSource()),
                    kafka,
                    Topics.SETTLED)) {
                assertThat(turn.publishNext()).isEqualTo(500);
                ledger.append(50);
                var batch = turn.read().orElseThrow();
                deleteTopics();
                try (var admin = kafka.admin()) {
                    new Topics(admin).prepare();
                }

                assertThatThrownBy(() -> turn.send(batch.records()))
                        .isInstanceOfAny(KafkaException.class, TopicReplaced.class);
            }
        }
        publishAll();
        assertThat(Feed.read(broker.bootstrap(), ledger.name(), 550).repeated()).isEmpty();
    }

    @Test
    void over_a_restored_ledger_nothing_is_published_beside_what_it_lost() throws Exception {
        ledger.append(300);
        publishAll();
        log.list.clear();
        var restored = ledger.restored(250);
        assertThatItRefuses(restored, "where the ledger has none");
        // Positions that the feed knows otherwise.
        restored.append(100);
        assertThatItRefuses(restored, "where the ledger has ");
        assertThat(restored.published()).isEqualTo(250);
        Feed.read(broker.bootstrap(), ledger.name(), 300);
    }

    private void assertThatItRefuses(LedgerDatabase restored, String why) {
        assertThatItRefusesWith(restored, why);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .last()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .containsPattern("has the event [0-9a-f-]{36} at position (2[5-9]\\d|300) "));
    }

    private void assertThatItRefusesWith(LedgerDatabase restored, String why) {
        var kafka = new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), restored.name(), Duration.ofSeconds(3));
        var publisher = new Publisher(
                restored.name(),
                restored.dataSource(),
                restored::read,
                Vaults.open(restored.dataSource(), MasterKey.readOrCreate(directory.resolve("master.key"))),
                new Checkpoints(restored.name(), restored.dataSource()),
                kafka);
        publisher.start();
        await().until(() -> publisher.state() == Publisher.State.REFUSING);
        publisher.stop();
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .last()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .startsWith("ALERT: not publishing")
                        .contains(why, "republish --recreate"));
    }

    @Test
    void a_checkpoint_that_only_the_feed_has_is_not_contradicted() throws Exception {
        ledger.append(100);
        Notaries.sign(Notaries.eager(ledger, SigningKey.readOrCreate(directory.resolve("ledger-key.pem")), 100));
        publishAll();
        // Between the last event and its checkpoint.
        assertThatItRefusesWith(ledger.restored(100), "has a checkpoint of 100 events that the ledger has not");
    }

    @Test
    void where_Kafka_is_down_at_the_start_events_wait_and_one_line_says_so() {
        int port = Ports.free();
        ledger.append(100);
        var publisher = publisher("localhost:" + port);
        publisher.start();
        await().until(() -> publisher.state() == Publisher.State.INTERRUPTED);
        var late = KafkaServer.start(brokers.resolve("late"), port);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> publisher.position() == 100);
            publisher.stop();

            Feed.read(late.bootstrap(), ledger.name(), 100);
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage()).contains("interrupted at position 0"));
        } finally {
            publisher.stop();
            late.close();
        }
    }

    /** Nothing else is ever written to the topic; only the time after which a segment ends is made shorter than ours. */
    @Test
    void what_a_tombstone_covers_leaves_the_log_though_the_topic_is_quiet() throws Exception {
        var person = new PersonId(Ids.next());
        keys.create(person);
        ledger.append(10);
        publishAll();
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, CloudEvents.KEYS_TOPIC);
        assertThat(inTheLog(person)).isTrue();

        keys.destroy(person);
        var kafka = new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), ledger.name(), Duration.ofSeconds(3));
        var publisher = new Publisher(
                ledger.name(),
                ledger.dataSource(),
                ledger::read,
                keys,
                new Checkpoints(ledger.name(), ledger.dataSource()),
                kafka,
                Duration.ofSeconds(2));
        publisher.start();
        await().until(() -> keys.unpublishedErasures(10).isEmpty());
        admin.incrementalAlterConfigs(Map.of(
                        topic, List.of(set(SEGMENT_MS_CONFIG, "1000"), set(MAX_COMPACTION_LAG_MS_CONFIG, "1000"))))
                .all()
                .get();

        await().atMost(Duration.ofSeconds(90)).until(() -> !inTheLog(person));
        publisher.stop();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    /** Whether the log still has that key, for whoever reads it from the beginning. */
    private static boolean inTheLog(PersonId person) {
        return Feed.keys(broker.bootstrap()).stream()
                .anyMatch(record -> record.key().equals(person.toString()) && record.value() != null);
    }

    private void publishAll() {
        var publisher = publisher(broker.bootstrap());
        publisher.start();
        var last = ledger.all().size();
        await().until(() -> publisher.state() == Publisher.State.PUBLISHING && publisher.position() == last);
        publisher.stop();
    }

    private Publisher publisher(String bootstrap) {
        var kafka = new Kafka(Map.of("bootstrap.servers", bootstrap), ledger.name(), Duration.ofSeconds(3));
        return new Publisher(
                ledger.name(),
                ledger.dataSource(),
                ledger::read,
                keys,
                new Checkpoints(ledger.name(), ledger.dataSource()),
                kafka);
    }

    private static Config config(String topic) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
    }

    private static int partitions(String topic) throws ExecutionException, InterruptedException {
        var descriptions = admin.describeTopics(List.of(topic)).allTopicNames().get();
        return Objects.requireNonNull(descriptions.get(topic)).partitions().size();
    }

    private static void deleteTopics() throws Exception {
        var ours = List.of(CloudEvents.EVENTS_TOPIC, CloudEvents.KEYS_TOPIC, CloudEvents.CHECKPOINTS_TOPIC);
        Collection<String> there =
                admin.listTopics().names().get().stream().filter(ours::contains).toList();
        admin.deleteTopics(there).all().get();
        await().until(() -> admin.listTopics().names().get().stream().noneMatch(ours::contains));
    }

    private static Logger publisherLog() {
        return (Logger) LoggerFactory.getLogger(Publisher.class.getPackageName());
    }
}
