package org.maillage.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
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
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.KafkaAccess;

/** With a broker of its own, whose topics it takes away. */
class RepublishTest {

    @TempDir
    static Path brokers;

    private static KafkaServer broker;

    @TempDir
    Path directory;

    private LedgerDatabase ledger;
    private PersonKeys keys;

    @BeforeAll
    static void start_a_broker() {
        broker = KafkaServer.start(brokers.resolve("own"), 0);
    }

    @AfterAll
    static void stop_it() {
        broker.close();
    }

    @BeforeEach
    void make_a_ledger_over_a_cluster_without_topics() {
        try (var topics = new Topics(kafka("nobody").admin())) {
            topics.delete();
        }
        ledger = LedgerDatabase.fresh();
        keys = keys(ledger);
    }

    @Test
    void a_feed_that_is_the_ledger_is_found_equal_and_made_anew_it_is_again() throws Exception {
        fill();
        // Sent twice, as after a crash: no difference.
        ledger.publishedUpTo(Batch.of(Progress.NOTHING, ledger.read(0, 150), new Outgoing(ledger.name()))
                .to());
        publishAll(ledger);
        try (var republish = republish(ledger)) {
            assertThat(republish.compare(lost()).line())
                    .isEqualTo("the feed is the ledger: 200 events, 1 key of persons, 2 checkpoints;"
                            + " 50 sent more than once, which consumers drop");

            republish.recreate();

            assertThat(republish.compare(lost()).line())
                    .isEqualTo("the feed is the ledger: 200 events, 1 key of persons, 2 checkpoints");
        }
        assertThat(lost()).doesNotExist();
        var feed = Feed.read(broker.bootstrap(), ledger.name(), 200);
        assertThat(feed.repeated()).isEmpty();
        var events = ledger.all();
        for (int i = 0; i < events.size(); i++) {
            assertThat(feed.accepted().get(i).value()).isEqualTo(events.get(i).payload());
            assertThat(Feed.header(feed.accepted().get(i), "ce_id"))
                    .isEqualTo(events.get(i).eventId().toString());
        }
        assertThat(Feed.checkpoints(broker.bootstrap(), ledger.name()))
                .extracting(record -> CheckpointCodec.read(record.value()).size())
                .containsExactly(100L, 200L);
        assertThat(Feed.keys(broker.bootstrap()).stream()
                        .filter(record -> record.value() != null)
                        .count())
                .isEqualTo(1);
        // Whoever publishes afterwards goes on from there.
        ledger.append(10);
        publishAll(ledger);
        assertThat(Feed.read(broker.bootstrap(), ledger.name(), 210).repeated()).isEmpty();
    }

    @Test
    void a_wiped_cluster_is_missing_everything_and_gets_everything() throws Exception {
        fill();
        try (var topics = new Topics(kafka(ledger.name()).admin())) {
            topics.delete();
        }
        try (var republish = republish(ledger)) {
            var found = republish.compare(lost());
            assertThat(found.line())
                    .isEqualTo("the feed differs from the ledger from position 1 on: 200 events missing in the feed,"
                            + " the first at position 1; 1 key of persons missing in the feed;"
                            + " 2 checkpoints missing in the feed");
            republish.recreate();
            assertThat(republish.compare(lost()).none()).isTrue();
        }
    }

    @Test
    void what_a_restored_ledger_lost_is_listed_and_gone_afterwards() throws Exception {
        fill();
        var before = ledger.all();
        var restored = ledger.restored(170);
        restored.append(20);
        try (var republish = republish(restored)) {
            var found = republish.compare(lost());

            assertThat(found.from()).isEqualTo(171);
            assertThat(found.lost()).isEqualTo(30);
            assertThat(found.line())
                    .contains("30 events only in the feed, the first at position 171")
                    .contains("2 checkpoints only in the feed", "1 key of persons only in the feed");
            var listed = Files.readAllLines(lost());
            assertThat(listed).hasSize(30);
            for (var event : before.subList(170, 200)) {
                assertThat(listed)
                        .filteredOn(line -> line.contains("\"id\":\"" + event.eventId() + "\""))
                        .singleElement()
                        .asString()
                        .contains("\"position\":" + event.position() + ",", "\"type\":\"org.maillage.partnership.")
                        .contains("\"time\":\"" + event.recordedAt() + "\"")
                        .doesNotContain("é");
            }

            republish.recreate();
            assertThat(republish.compare(lost()).none()).isTrue();
        }
        var feed = Feed.read(broker.bootstrap(), restored.name(), 190);
        var events = restored.all();
        for (int i = 0; i < events.size(); i++) {
            assertThat(feed.accepted().get(i).value()).isEqualTo(events.get(i).payload());
        }
    }

    @Test
    void what_is_missing_or_changed_in_the_middle_is_found() throws Exception {
        ledger.append(100);
        var outgoing = new Outgoing(ledger.name());
        var batch = Batch.of(Progress.NOTHING, ledger.all(), outgoing);
        try (var admin = kafka(ledger.name()).admin();
                var producer = kafka(ledger.name()).producer()) {
            new Topics(admin).prepare();
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 100; i++) {
                var record = batch.records().get(i);
                if (i == 60) {
                    record.value()[0] = 'x';
                }
                if (i != 40) {
                    producer.send(record);
                }
            }
            producer.commitTransaction();
        }
        ledger.publishedUpTo(batch.to());
        try (var republish = republish(ledger)) {
            var found = republish.compare(lost());
            assertThat(found.from()).isEqualTo(41);
            assertThat(found.line())
                    .contains("1 event missing in the feed, at position 41")
                    .contains("1 event with other content in the feed, at position 61");
        }
    }

    @Test
    void while_somebody_publishes_the_topics_stay() throws Exception {
        fill();
        var publisher = publisher(ledger);
        publisher.start();
        await().until(() -> publisher.state() == Publisher.State.PUBLISHING);
        try (var republish = republish(ledger)) {
            assertThatExceptionOfType(Republish.PublisherRuns.class)
                    .isThrownBy(republish::recreate)
                    .withMessageContaining("stop the command sides");
            // To look is allowed.
            assertThat(republish.compare(lost()).none()).isTrue();
        } finally {
            publisher.stop();
        }
        Feed.read(broker.bootstrap(), ledger.name(), 200);
    }

    /** Two hundred events, two checkpoints, somebody who has a key and somebody whose key was destroyed. */
    private void fill() {
        ledger.append(200);
        keys.create(new PersonId(Ids.next()));
        var erased = keys.create(new PersonId(Ids.next())).person();
        var signer = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
        Notaries.sign(Notaries.eager(ledger, signer, 100));
        publishAll(ledger);
        keys.destroy(erased);
        publishAll(ledger);
        var checkpoints = Feed.checkpoints(broker.bootstrap(), ledger.name());
        assertThat(checkpoints).hasSize(2);
    }

    private Path lost() {
        return directory.resolve("lost.jsonl");
    }

    private static Kafka kafka(String ledger) {
        return new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), ledger, Duration.ofSeconds(5));
    }

    private PersonKeys keys(LedgerDatabase of) {
        return Vaults.open(of.dataSource(), MasterKey.readOrCreate(directory.resolve("master.key")));
    }

    private Republish republish(LedgerDatabase of) {
        keys(of);
        var database = of.dataSource();
        return new Republish(
                of.name(),
                Objects.requireNonNull(database.getUrl()),
                Objects.requireNonNull(database.getUsername()),
                Objects.requireNonNull(database.getPassword()),
                KafkaAccess.plain(broker.bootstrap()),
                new PrintStream(OutputStream.nullOutputStream()));
    }

    private Publisher publisher(LedgerDatabase of) {
        return new Publisher(
                of.name(),
                of.dataSource(),
                of::read,
                keys(of),
                new Checkpoints(of.name(), of.dataSource()),
                kafka(of.name()));
    }

    private void publishAll(LedgerDatabase of) {
        var publisher = publisher(of);
        publisher.start();
        long last = of.all().getLast().position();
        var open = keys(of);
        await().until(() -> publisher.state() == Publisher.State.PUBLISHING
                && publisher.position() == last
                && open.unpublishedErasures(1).equals(List.of()));
        publisher.stop();
    }
}
