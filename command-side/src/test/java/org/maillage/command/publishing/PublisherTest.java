package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.ledger.Stored;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.notary.Issued;
import org.maillage.command.notary.Notaries;
import org.maillage.command.vault.PersonKeys;
import org.maillage.command.vault.Vaults;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonEvent.PersonRegistered;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.KeyCodec;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class PublisherTest {

    private static final String BOOTSTRAP = TestServers.kafka().bootstrap();

    @TempDir
    Path directory;

    private LedgerDatabase ledger;
    private MasterKey master;
    private PersonKeys keys;
    private Kafka kafka;

    @BeforeEach
    void make_a_ledger() {
        ledger = LedgerDatabase.fresh();
        master = MasterKey.readOrCreate(directory.resolve("master.key"));
        keys = Vaults.open(ledger.dataSource(), master);
        kafka = new Kafka(Map.of("bootstrap.servers", BOOTSTRAP), ledger.name(), Duration.ofSeconds(20));
    }

    @Test
    void every_event_comes_once_in_order_as_it_was_stored() {
        ledger.append(1_500);
        var publisher = publisher(ledger.dataSource());
        publisher.start();
        await().until(() -> publisher.position() >= 1_000);
        ledger.append(1_500);
        publisher.wake();
        await().until(() -> publisher.position() == 3_000);
        publisher.stop();

        var stored = ledger.all();
        var feed = Feed.read(BOOTSTRAP, ledger.name(), 3_000);
        assertThat(feed.repeated()).isEmpty();
        for (int i = 0; i < stored.size(); i++) {
            var record = feed.accepted().get(i);
            assertThat(record.value()).isEqualTo(stored.get(i).payload());
            assertThat(record.key()).isEqualTo(stored.get(i).streamKey().toString());
            assertThat(record.timestamp()).isEqualTo(stored.get(i).recordedAt().toEpochMilli());
            assertThat(record.partition())
                    .isEqualTo(
                            BuiltInPartitioner.partitionForKey(record.key().getBytes(UTF_8), CloudEvents.PARTITIONS));
        }
        assertThat(publisher.state()).isEqualTo(Publisher.State.STOPPED);
        assertThat(ledger.published()).isEqualTo(3_000);
        assertThatTheOffsetsRiseWithThePositions(feed.accepted());
    }

    private static void assertThatTheOffsetsRiseWithThePositions(List<ConsumerRecord<String, byte[]>> records) {
        var last = new HashMap<Integer, Long>();
        for (var record : records) {
            var before = last.put(record.partition(), record.offset());
            assertThat(before == null ? -1 : before).isLessThan(record.offset());
        }
    }

    @Test
    void the_official_CloudEvents_library_reads_every_attribute() {
        var recordedAt = Instant.parse("2026-03-01T10:20:30.123456Z");
        var event = new Stored(
                1,
                Ids.next(),
                Ids.next(),
                7,
                "convention",
                "ConventionSigned",
                1,
                Ids.next(),
                recordedAt,
                "{\"signé\" : true }".getBytes(UTF_8),
                """
                {"epnId":"0199c0de-0000-7000-8000-000000000001","actor":"Zoé","correlationId":"c","causationId":"d",
                "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}\
                """.getBytes(UTF_8));
        ledger.append(event);
        publishAll();

        var record = Feed.read(BOOTSTRAP, ledger.name(), 1).accepted().getFirst();
        var read = KafkaMessageFactory.createReader(record).toEvent();

        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getId()).isEqualTo(event.eventId().toString());
        assertThat(read.getSource()).isEqualTo(URI.create("/maillage/" + ledger.name()));
        assertThat(read.getType()).isEqualTo("org.maillage.convention.ConventionSigned.v1");
        assertThat(read.getTime()).isEqualTo(recordedAt.atOffset(ZoneOffset.UTC));
        assertThat(read.getSubject()).isEqualTo(event.aggregateId().toString());
        assertThat(read.getDataSchema())
                .isEqualTo(URI.create("/schemas/org.maillage.convention.ConventionSigned.v1.json"));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getData()).isNotNull();
        assertThat(read.getData().toBytes()).isEqualTo(event.payload());
        assertThat(read.getExtensionNames())
                .containsExactlyInAnyOrder(
                        "sequence", "position", "previous", "actor", "epnid", "traceparent", "metadata");
        assertThat(read.getExtension("sequence")).isEqualTo("7");
        assertThat(read.getExtension("position")).isEqualTo("1");
        assertThat(read.getExtension("previous")).isEqualTo("0");
        assertThat(read.getExtension("actor")).isEqualTo("Zoé");
        assertThat(read.getExtension("epnid")).isEqualTo("0199c0de-0000-7000-8000-000000000001");
        assertThat(read.getExtension("traceparent"))
                .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void a_long_event_passes() {
        var text = new StringBuilder();
        while (text.length() < 3 << 20) {
            // Random, so that compression is of no help.
            text.append(UUID.randomUUID());
        }
        ledger.append(1);
        var first = ledger.all().getFirst();
        ledger.append(new Stored(
                2,
                Ids.next(),
                Ids.next(),
                0,
                "bilan",
                "BilanDrafted",
                1,
                first.streamKey(),
                first.recordedAt(),
                text.toString().getBytes(UTF_8),
                first.metadata()));
        publishAll();

        var records = Feed.read(BOOTSTRAP, ledger.name(), 2).accepted();
        assertThat(records.getLast().value()).isEqualTo(text.toString().getBytes(UTF_8));
        assertThat(Feed.header(records.getLast(), CloudEvents.HEADER_PREVIOUS)).isEqualTo("1");
    }

    @Test
    void a_crash_between_sending_and_moving_repeats_the_same_records() throws SQLException {
        ledger.append(500);
        publishAll();
        ledger.append(700);
        try (var seat = seat();
                var crashed = start(seat)) {
            var batch = crashed.read().orElseThrow();
            crashed.send(batch.records());
        }
        assertThat(ledger.published()).isEqualTo(500);

        ledger.append(10);
        publishAll();

        var feed = Feed.read(BOOTSTRAP, ledger.name(), 1_210);
        assertThat(ledger.published()).isEqualTo(1_210);
        assertThat(feed.repeated()).hasSize(700);
        for (var repeat : feed.repeated()) {
            var original = feed.accepted().get((int) Feed.position(repeat) - 1);
            assertThat(repeat.headers()).isEqualTo(original.headers());
            assertThat(repeat.value()).isEqualTo(original.value());
            assertThat(repeat.partition()).isEqualTo(original.partition());
        }
    }

    @Test
    void a_crash_before_sending_loses_nothing() throws SQLException {
        ledger.append(50);
        try (var seat = seat();
                var crashed = start(seat)) {
            assertThat(crashed.read()).isPresent();
        }
        publishAll();

        assertThat(Feed.read(BOOTSTRAP, ledger.name(), 50).repeated()).isEmpty();
    }

    @Test
    void a_zombie_is_fenced_and_cannot_move_the_position() throws SQLException {
        ledger.append(100);
        try (var lostSeat = seat();
                var zombie = start(lostSeat)) {
            var stale = zombie.read().orElseThrow();
            assertThat(ledger.endSessions("seat")).isEqualTo(1);
            try (var seat = seat();
                    var successor = start(seat)) {
                assertThat(successor.publishNext()).isPositive();

                assertThatThrownBy(() -> zombie.send(stale.records()))
                        .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> zombie.move(stale));
                // Even over a connection that still works.
                assertThatExceptionOfType(Overtaken.class).isThrownBy(() -> seat.move(stale.from(), stale.to()));

                ledger.append(100);
                assertThat(successor.publishNext()).isPositive();
            }
        }
        assertThat(Feed.read(BOOTSTRAP, ledger.name(), 200).repeated()).isEmpty();
    }

    @Test
    void a_zombie_in_the_midst_of_a_transaction_leaves_no_trace() throws SQLException {
        ledger.append(100);
        var producer = kafka.producer();
        try (var lostSeat = seat();
                var zombie = start(lostSeat)) {
            var stale = zombie.read().orElseThrow();
            producer.initTransactions();
            producer.beginTransaction();
            stale.records().forEach(producer::send);
            producer.flush();
        }
        try (var seat = seat();
                var successor = start(seat)) {
            assertThat(successor.publishNext()).isPositive();
            assertThatThrownBy(producer::commitTransaction)
                    .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
        } finally {
            producer.close(Duration.ZERO);
        }
        assertThat(Feed.read(BOOTSTRAP, ledger.name(), 100).repeated()).isEmpty();
    }

    @Test
    void of_two_publishers_one_sends_and_the_other_takes_over() {
        var cut = new AtomicBoolean();
        var first = publisher(cuttable(ledger.node("first"), cut));
        first.start();
        await().until(() -> first.state() == Publisher.State.PUBLISHING);
        var second = publisher(ledger.node("second"));
        second.start();
        await().until(() -> second.state() == Publisher.State.STANDING_BY);

        ledger.append(300);
        await().until(() -> first.position() == 300);
        // Those who stand by know it too.
        await().until(() -> second.position() == 300);
        assertThat(second.state()).isEqualTo(Publisher.State.STANDING_BY);

        cut.set(true);
        assertThat(ledger.endSessions("first")).isEqualTo(1);
        ledger.append(300);
        await().until(() -> second.position() == 600);
        await().until(() -> first.state() == Publisher.State.INTERRUPTED);

        cut.set(false);
        await().until(() -> first.state() == Publisher.State.STANDING_BY);
        second.stop();
        ledger.append(300);
        await().until(() -> first.position() == 900);
        first.stop();

        Feed.read(BOOTSTRAP, ledger.name(), 900);
        assertThat(ledger.published()).isEqualTo(900);
    }

    @Test
    void keys_are_in_the_feed_before_the_events_that_need_them() {
        var person = new PersonId(Ids.next());
        var cipher = keys.create(person);
        var orphan = keys.create(new PersonId(Ids.next()));
        var sealed = cipher.encrypt(PersonRegistered.class, "fullName", "Amina Lefevre");
        ledger.append(new Stored(
                1,
                Ids.next(),
                person.value(),
                0,
                "person",
                "PersonRegistered",
                1,
                person.value(),
                Instant.now(),
                sealed.value().getBytes(UTF_8),
                "{}".getBytes(UTF_8)));
        assertThat(ledger.published()).isZero();
        publishAll();

        var published = Feed.keys(BOOTSTRAP).stream()
                .filter(record ->
                        List.of(person.toString(), orphan.person().toString()).contains(record.key()))
                .toList();
        assertThat(published).hasSize(2);
        for (var record : published) {
            var key = KeyCodec.read(record.value());
            assertThat(record.key()).isEqualTo(key.person().toString());
            assertThat(master.open(key).wrapped()).isEqualTo(key);
        }
        var event = Feed.read(BOOTSTRAP, ledger.name(), 1).accepted().getFirst();
        assertThat(event.headers().lastHeader(CloudEvents.HEADER_ACTOR)).isNull();
        assertThat(published)
                .allSatisfy(key -> assertThat(key.headers().toArray())
                        .extracting(header -> header.key())
                        .containsExactly(CloudEvents.HEADER_CONTENT_TYPE));
        assertThat(keys.unpublished(10)).isEmpty();
        assertThat(new String(event.value(), UTF_8)).doesNotContain("Amina", "Lefevre");
        assertThat(new String(published.getFirst().value(), UTF_8)).doesNotContain("Amina", "Lefevre");
    }

    @Test
    void the_end_of_a_key_waits_for_no_event() {
        var person = new PersonId(Ids.next());
        keys.create(person);
        ledger.append(1);
        var publisher = publisher(ledger.dataSource());
        publisher.start();
        await().until(() -> publisher.position() == 1);

        keys.destroy(person);

        await().until(() -> keys.unpublishedErasures(1).isEmpty());
        publisher.stop();
        var told = Feed.keys(BOOTSTRAP).stream()
                .filter(record -> record.key().equals(person.toString()))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst().value()).isNotNull();
        assertThat(told.getLast().value()).isNull();
    }

    @Test
    void the_same_progress_and_events_make_the_same_records() {
        ledger.append(200);
        var outgoing = new Outgoing(ledger.name());
        var whole = Batch.of(Progress.NOTHING, ledger.read(0, 200), outgoing);
        var half = Batch.of(Progress.NOTHING, ledger.read(0, 77), outgoing);
        var rest = Batch.of(half.to(), ledger.read(77, 200), outgoing);

        assertThat(rest.to().position()).isEqualTo(200);
        assertThat(rest.to().partitions()).isEqualTo(whole.to().partitions());
        assertThat(Arrays.stream(whole.to().partitions()).max()).hasValue(200);
        for (int i = 77; i < 200; i++) {
            // Not equal(), which compares the arrays of values by identity.
            assertThat(rest.records().get(i - 77).headers())
                    .isEqualTo(whole.records().get(i).headers());
        }
    }

    @Test
    void a_gap_in_the_ledger_is_never_published_over() {
        ledger.append(10);
        var events = new ArrayList<>(ledger.all());
        events.remove(4);

        assertThatThrownBy(() -> Batch.of(Progress.NOTHING, events, new Outgoing("main")))
                .hasMessageContaining("Position 6 follows 4");
    }

    @Test
    void every_leaf_follows_from_its_record_alone() throws Exception {
        ledger.append(300);
        publishAll();

        var stored = ledger.readHashed(0, 300);
        for (var record : Feed.read(BOOTSTRAP, ledger.name(), 300).accepted()) {
            assertThat(Feed.leaf(record))
                    .as("position %s", Feed.position(record))
                    .isEqualTo(stored.get((int) Feed.position(record) - 1).leaf());
        }
    }

    @Test
    void every_checkpoint_comes_once_in_order_with_its_key() {
        ledger.append(250);
        var signer = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
        Notaries.sign(Notaries.eager(ledger, signer, 100));
        publishAll();
        ledger.append(100);
        Notaries.sign(Notaries.eager(ledger, signer, 100));
        publishAll();

        var records = Feed.checkpoints(BOOTSTRAP, ledger.name());
        var published = records.stream()
                .map(record -> CheckpointCodec.read(record.value()))
                .toList();
        assertThat(published).isEqualTo(issued());
        assertThat(published).extracting(Checkpoint::size).containsExactly(100L, 200L, 250L, 350L);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partition()).isZero();
            var key = VerifyingKey.ofBase64(Feed.header(record, CloudEvents.HEADER_PUBLIC_KEY));
            assertThat(key.id()).isEqualTo(signer.verifyingKey().id());
            assertThat(key.verifies(CheckpointCodec.read(record.value()))).isTrue();
            assertThat(Feed.header(record, CloudEvents.HEADER_CONTENT_TYPE)).isEqualTo("application/json");
        });
    }

    @Test
    void a_checkpoint_waits_for_what_it_covers() throws SQLException {
        ledger.append(100);
        publishAll();
        ledger.append(100);
        Notaries.sign(Notaries.eager(ledger, SigningKey.readOrCreate(directory.resolve("ledger-key.pem")), 100));
        try (var seat = seat();
                var turn = start(seat)) {
            turn.sendCheckpoints();
            assertThat(published()).containsExactly(100L);
            turn.publishNext();
            assertThat(published()).containsExactly(100L, 200L);
        }
    }

    /** Between sending and moving, as with events. */
    @Test
    void a_crash_repeats_the_same_checkpoints() throws SQLException {
        ledger.append(200);
        Notaries.sign(Notaries.eager(ledger, SigningKey.readOrCreate(directory.resolve("ledger-key.pem")), 100));
        publishAll();
        try (var seat = seat()) {
            seat.moveCheckpoint(200, 100);
            assertThatExceptionOfType(Overtaken.class).isThrownBy(() -> seat.moveCheckpoint(200, 300));
        }
        ledger.append(1);
        publishAll();

        var records = Feed.checkpoints(BOOTSTRAP, ledger.name());
        assertThat(published()).containsExactly(100L, 200L, 200L);
        assertThat(records.getLast().value()).isEqualTo(records.get(1).value());
    }

    private List<Long> published() {
        return Feed.checkpoints(BOOTSTRAP, ledger.name()).stream()
                .map(record -> CheckpointCodec.read(record.value()).size())
                .toList();
    }

    private List<Checkpoint> issued() {
        return checkpoints().after(0, 1_000).stream().map(Issued::checkpoint).toList();
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(ledger.name(), ledger.dataSource());
    }

    private Publisher publisher(DataSource database) {
        return new Publisher(ledger.name(), database, ledger::read, keys, checkpoints(), kafka);
    }

    private Seat seat() throws SQLException {
        var seat = Seat.of(ledger.name(), ledger.node("seat"));
        await().until(seat::take);
        return seat;
    }

    private Turn start(Seat seat) throws SQLException {
        return Turn.start(seat, ledger::read, keys, checkpoints(), kafka, Topics.SETTLED);
    }

    private void publishAll() {
        var publisher = publisher(ledger.dataSource());
        publisher.start();
        var last = ledger.all().getLast().position();
        await().until(() -> publisher.position() == last);
        publisher.stop();
    }

    /** A node whose way to the database can be cut. */
    private static DataSource cuttable(DataSource database, AtomicBoolean cut) {
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                if (cut.get()) {
                    throw new SQLException("cut");
                }
                return super.getConnection();
            }
        };
    }
}
