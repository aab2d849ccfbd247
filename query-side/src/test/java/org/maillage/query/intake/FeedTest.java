package org.maillage.query.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.servers.TestServers.Database;
import org.maillage.kernel.wire.ConsistencyToken;

/** From Kafka to rows, over real servers. */
final class FeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Database database;
    private static int projections;

    private final TestLedger ledger = new TestLedger();
    private final Centres centres = new Centres("centres" + ++projections, 1);
    private final List<AutoCloseable> running = new ArrayList<>(List.of(ledger));

    @BeforeAll
    static void migrate() {
        database = TestNode.migrated();
    }

    @AfterEach
    void stop() throws Exception {
        Centres.OFFENSIVE.clear();
        for (var one : running.reversed()) {
            one.close();
        }
    }

    private TestNode start(Projection... projections) {
        var node = TestNode.start(database, ledger.topic(), projections);
        running.add(node);
        return node;
    }

    private void stop(TestNode node) {
        running.remove(node);
        node.close();
    }

    private long rows(TestNode node) {
        return rows(node, centres);
    }

    private static long rows(TestNode node, Centres projection) {
        return node.count("select (select count(*) from " + projection.schema() + ".centre)"
                + " + (select count(*) from " + projection.schema() + ".rate)");
    }

    private void awaitRows(TestNode node, long expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(rows(node)).isEqualTo(expected));
    }

    private void awaitServed(TestNode node) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> node.readModels.rebuilding().isEmpty());
    }

    private static void read(TestNode node, Centres projection, ConsistencyToken token) throws InterruptedException {
        node.readModels.await(List.of(projection.name()), token, PATIENCE);
    }

    /** Some centres with a rate and an appointment each; gives how many rows they make. */
    private int publishCentres(int number) {
        for (int i = 0; i < number; i++) {
            var id = Ids.next();
            ledger.publish(TestLedger.centre(id, "Centre " + i));
            ledger.publish(TestLedger.staff(id));
            ledger.publish(TestLedger.rate(id, i + ".5"));
        }
        ledger.flush();
        return 2 * number;
    }

    @Test
    void rows_rebuilt_from_the_feed_equal_those_written_live() throws Exception {
        var node = start(centres);
        awaitServed(node);
        var expected = publishCentres(700);
        awaitRows(node, expected);
        var live = node.rows(centres);
        node.execute("drop schema " + centres.schema() + " cascade");
        stop(node);

        var restarted = start(centres);
        awaitServed(restarted);

        assertThat(restarted.rows(centres)).isEqualTo(live);
        assertThat(live.get("centre")).hasSize(700);
        // And it goes on where the rebuild ended.
        awaitRows(restarted, expected + publishCentres(1));
    }

    @Test
    void tables_that_somebody_emptied_are_filled_again() throws Exception {
        var node = start(centres);
        var expected = publishCentres(3);
        awaitRows(node, expected);
        stop(node);
        try (var pool = TestNode.pool(database);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate " + centres.schema() + ".centre, " + centres.schema() + ".rate");
        }

        awaitRows(start(centres), expected);
    }

    @Test
    void a_batch_that_is_published_twice_is_applied_once() {
        var node = start(centres);
        awaitServed(node);
        int expected = publishCentres(20);
        ledger.repeat(30);
        expected += publishCentres(1);
        awaitRows(node, expected);
    }

    @Test
    void a_recreated_topic_is_read_again_and_applied_once() {
        var node = start(centres);
        awaitServed(node);
        int expected = publishCentres(20);
        awaitRows(node, expected);

        ledger.recreateTopic();
        expected += publishCentres(20);

        awaitRows(node, expected);
    }

    /** Its new events have positions that were applied already: dropped as repeats, they would be lost without a word. */
    @Test
    void the_events_of_a_restored_ledger_are_not_taken_for_repeats() throws Exception {
        var node = start(centres);
        awaitServed(node);
        int before = publishCentres(20);
        var last = TestLedger.keyIn(7);
        ledger.publish(TestLedger.centre(last, "lost"));
        awaitRows(node, before + 1);

        stop(node);
        ledger.restore(45);
        ledger.recreateTopic();
        // At position 46, in a partition that was applied up to 61.
        ledger.publish(TestLedger.centre(TestLedger.keyIn(7), "new"));
        var token = ConsistencyToken.EMPTY.with(last, 46);

        var deceived = start(centres);
        await().atMost(PATIENCE)
                .until(() -> deceived.count(
                                "select count(*) from intake.projection_build where contradicted and projection = '"
                                        + centres.schema() + "'")
                        == 1);
        stop(deceived);
        var restarted = start(centres);
        awaitServed(restarted);
        read(restarted, centres, token);
        assertThat(rows(restarted)).isEqualTo(2 * 15 + 1);
        assertThat(String.valueOf(restarted.rows(centres).get("centre")))
                .contains("new")
                .doesNotContain("lost");
    }

    @Test
    void a_gap_stops_its_partition_and_no_other() throws Exception {
        var node = start(centres);
        awaitServed(node);
        var gapped = TestLedger.keyIn(3);
        var other = TestLedger.keyIn(4);
        ledger.publish(TestLedger.centre(gapped, "before"));
        var lost = ledger.lose(TestLedger.rate(gapped, "1"));
        ledger.publish(TestLedger.rate(gapped, "2"));
        var missing = ledger.token(gapped);
        ledger.publish(TestLedger.centre(other, "elsewhere"));

        read(node, centres, ledger.token(other));
        assertThatThrownBy(() -> node.readModels.await(List.of(centres.name()), missing, Duration.ofMillis(500)))
                .isInstanceOf(ReadModelBehind.class);
        assertThat(rows(node)).isEqualTo(2);
        assertThat(lost.partition()).isEqualTo(3);
        assertThat(node.applied.stoppedPartitions(centres.schema())).isEqualTo(1);
    }

    @Test
    void an_event_that_cannot_be_folded_parks_its_key_and_is_retried_in_order() throws Exception {
        var node = start(centres);
        awaitServed(node);
        var parked = TestLedger.keyIn(7);
        var free = TestLedger.keyIn(7);
        Centres.OFFENSIVE.add("poison");
        ledger.publish(TestLedger.centre(parked, "poison"));
        ledger.publish(TestLedger.rate(parked, "1"));
        ledger.publish(TestLedger.centre(free, "free"));
        awaitRows(node, 1);
        ledger.publish(TestLedger.rate(parked, "2"));
        var covered = ledger.token(parked);
        await().atMost(PATIENCE)
                .until(() -> node.parked.list(null, 100).stream()
                        .anyMatch(waiting -> waiting.key().equals(parked.toString()) && waiting.events() == 3));
        assertThatThrownBy(() -> read(node, centres, covered)).isInstanceOf(ReadModelBehind.class);

        assertThat(node.retry(centres, parked)).as("the fold still fails").isZero();
        Centres.OFFENSIVE.clear();
        assertThat(node.retry(centres, parked)).isEqualTo(3);

        assertThat(rows(node)).isEqualTo(4);
        read(node, centres, covered);
        ledger.publish(TestLedger.rate(parked, "3"));
        read(node, centres, ledger.token(parked));
        assertThat(node.rows(centres).get("rate"))
                .extracting(row -> row.replaceAll(".*?,,([0-9.]+),.*", "$1"))
                .containsExactly("1.00", "2.00", "3.00");
    }

    @Test
    void an_event_whose_rows_the_database_refuses_is_found_in_its_batch_and_parked_alone() throws Exception {
        var refused = TestLedger.keyIn(8);
        int expected = publishCentres(40);
        ledger.publish(TestLedger.centre(refused, "no \u0000 in a text"));
        ledger.publish(TestLedger.rate(refused, "1"));
        expected += publishCentres(40);

        // Both in a rebuild, which copies, and live.
        var node = start(centres);
        awaitRows(node, expected);
        ledger.publish(TestLedger.centre(TestLedger.keyIn(8), "no \u0000 either"));
        expected += publishCentres(5);
        awaitRows(node, expected);

        assertThat(node.parked.list(null, 100))
                .filteredOn(waiting -> waiting.projection().equals(centres.schema()))
                .extracting(ParkedEvents.Waiting::events)
                .containsExactlyInAnyOrder(2L, 1L);
    }

    @Test
    void a_new_version_takes_over_once_it_is_as_far_and_the_old_one_goes_on_until_then() throws Exception {
        var before = start(centres);
        awaitRows(before, publishCentres(10));
        var next = new Centres(centres.name(), 2);

        var after = start(next);
        awaitServed(after);

        assertThat(after.readModels.schema(centres.name())).isEqualTo(next.schema());
        assertThat(after.count(
                        "select version from intake.serving_version where projection = '" + centres.name() + "'"))
                .isEqualTo(2);
        assertThat(after.rows(next)).isEqualTo(before.rows(centres));
        publishCentres(1);
        awaitRows(before, 22);
        await().atMost(PATIENCE).until(() -> rows(after, next) == 22);
    }

    @Test
    void a_version_that_is_behind_does_not_take_over() throws Exception {
        var node = start(centres);
        awaitRows(node, publishCentres(10));
        awaitServed(node);
        var next = new Centres(centres.name(), 2);
        node.transactions.execute(connection -> Versions.begin(connection, next));

        assertThat(serve(node, next)).isFalse();
        assertThat(serve(node, centres)).isTrue();
    }

    private static boolean serve(TestNode node, Centres projection) throws SQLException {
        return node.transactions.run(connection -> Versions.serve(connection, projection));
    }

    @Test
    void a_read_over_two_partitions_waits_for_both() throws Exception {
        var node = start(centres);
        awaitServed(node);
        var one = TestLedger.keyIn(1);
        var two = TestLedger.keyIn(2);
        var kept = ledger.lose(TestLedger.centre(one, "one"));
        var token = ledger.token(one);
        ledger.publish(TestLedger.centre(two, "two"));
        var both = token.and(ledger.token(two));
        read(node, centres, ledger.token(two));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            read(node, centres, both);
                            return rows(node);
                        } catch (InterruptedException interrupted) {
                            throw new IllegalStateException(interrupted);
                        }
                    },
                    threads);
            await().atMost(PATIENCE).until(node.applied::somebodyWaits);
            assertThat(answer).isNotDone();
            ledger.send(kept);
            assertThat(answer).succeedsWithin(PATIENCE).isEqualTo(2L);
        }
    }

    @Test
    void another_node_hears_what_was_applied() throws Exception {
        var owner = start(centres);
        awaitServed(owner);
        var listener = TestNode.listening(database);
        running.add(listener);
        var key = TestLedger.keyIn(9);
        ledger.publish(TestLedger.centre(key, "heard"));

        assertThat(listener.applied.await(List.of(centres.schema()), ledger.token(key), PATIENCE))
                .isEqualTo(Applied.Answer.APPLIED);
    }

    @Test
    void connections_that_break_lose_and_double_nothing() throws Exception {
        var node = start(centres);
        awaitServed(node);
        int expected = 0;
        for (int i = 0; i < 5; i++) {
            expected += publishCentres(200);
            try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                    var statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()");
            }
        }
        awaitRows(node, expected);
    }

    @Test
    void a_node_killed_amid_its_batches_leaves_each_fact_once() throws Exception {
        var process = NodeProcess.start("mayfly", database, ledger.topic(), centres);
        running.add(process);
        await().atMost(PATIENCE).until(() -> served(centres));
        int expected = publishCentres(200);
        var node = TestNode.listening(database);
        running.add(node);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> rows(node) > 0);
        expected += publishCentres(2_000);
        process.kill();
        assertThat(rows(node)).as("killed in the midst").isLessThan(expected);
        expected += publishCentres(200);

        var again = TestNode.startNamed("mayfly", database, ledger.topic(), centres);
        running.add(again);
        awaitRows(again, expected);
    }

    private static boolean served(Centres projection) throws SQLException {
        try (var pool = TestNode.pool(database);
                var connection = pool.getConnection()) {
            return TestNode.count(
                            connection,
                            "select count(*) from intake.serving_version where projection = '" + projection.name()
                                    + "'")
                    == 1;
        }
    }

    @Test
    void an_owner_who_was_overtaken_writes_nothing() throws Exception {
        var node = TestNode.listening(database);
        running.add(node);
        node.transactions.execute(connection -> Versions.begin(connection, centres));
        var id = TestLedger.keyIn(0);
        var first = envelope(TestLedger.centre(id, "first"));
        var second = envelope(TestLedger.rate(id, "2"));
        var zombie = new Intake(centres, node.transactions, node.applied);
        var owner = new Intake(centres, node.transactions, node.applied);
        zombie.restore(List.of(0));
        zombie.apply(List.of(first), false);
        owner.restore(List.of(0));
        owner.apply(List.of(second), false);

        var rival = envelope(TestLedger.rate(id, "3"));
        assertThatThrownBy(() -> zombie.apply(List.of(second, rival), false)).isInstanceOf(Intake.Overtaken.class);

        assertThat(rows(node)).isEqualTo(2);
        zombie.forget(List.of(0));
        assertThat(zombie.restore(List.of(0))).containsEntry(0, second.offset());
        zombie.apply(List.of(second, rival), true);
        assertThat(rows(node)).isEqualTo(3);
    }

    private Envelope envelope(Event event) {
        var made = ledger.lose(event);
        var received =
                new ConsumerRecord<>(made.topic(), made.partition(), ledger.position(), made.key(), made.value());
        made.headers().forEach(received.headers()::add);
        return Envelope.of(received);
    }

    @Test
    void rows_are_the_same_by_copy_and_by_insert() throws Exception {
        var node = TestNode.listening(database);
        running.add(node);
        var copied = new Centres(centres.name(), 7);
        var inserted = new Centres(centres.name(), 8);
        var events = new ArrayList<Envelope>();
        var id = TestLedger.keyIn(0);
        events.add(envelope(TestLedger.centre(id, "« L’été » \\N \t 🎬 \"{,}'")));
        for (var amount : List.of(
                "0", "0.01", "0.1", "1", "10", "9999", "9999.99", "10000", "10000.01", "100000000", "999999999.99")) {
            events.add(envelope(TestLedger.rate(id, amount)));
        }
        for (var projection : List.of(copied, inserted)) {
            node.transactions.execute(connection -> Versions.begin(connection, projection));
            var intake = new Intake(projection, node.transactions, node.applied);
            intake.restore(List.of(0));
            intake.apply(events, projection.equals(copied));
        }

        assertThat(node.rows(copied)).isEqualTo(node.rows(inserted));
        assertThat(node.rows(copied).get("rate")).hasSize(11).anyMatch(row -> row.contains("999999999.99"));
        assertThat(node.rows(copied).get("centre")).singleElement(STRING).contains(id.toString());
    }
}
