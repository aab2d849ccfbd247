package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maillage.kernel.servers.TestServers.Database;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.query.intake.ParkedEvents.AnotherIsFirst;
import org.maillage.query.intake.ParkedEvents.Event;
import org.maillage.query.intake.ParkedEvents.Name;
import org.maillage.query.intake.ParkedEvents.NothingWaits;
import org.maillage.query.intake.ParkedEvents.Retried;

/** What nobody can read or apply, on a real broker and a real database. One partition, one projection, and keys of each test's own. */
final class PoisonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITION = 3;
    private static final Centres CENTRES = new Centres("poisoned", 1);

    private static Database database;
    private static TestLedger ledger;
    private static TestNode node;

    private final UUID poisoned = TestLedger.keyIn(PARTITION);
    private final UUID free = TestLedger.keyIn(PARTITION);

    @BeforeAll
    static void follow() {
        database = TestNode.migrated();
        ledger = new TestLedger();
        ledger.publish(TestLedger.centre(TestLedger.keyIn(PARTITION), "the first"));
        ledger.flush();
        node = started();
    }

    @AfterAll
    static void close() {
        node.close();
        ledger.close();
    }

    private static TestNode started() {
        var started = TestNode.start(database, ledger.topic(), CENTRES);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> started.readModels.rebuilding().isEmpty());
        return started;
    }

    private Name name() {
        return name(poisoned.toString());
    }

    private static Name name(String key) {
        return new Name(CENTRES.schema(), TestLedger.SOURCE, key);
    }

    private static List<Event> waiting(Name name) throws Exception {
        return node.parked.events(name, null, null, 100);
    }

    private static void awaitWaiting(Name name, int events) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(waiting(name)).hasSize(events));
    }

    private static List<String> amounts(UUID key) throws Exception {
        return node.rows(CENTRES).getOrDefault("rate", List.of()).stream()
                .filter(row -> row.contains(key.toString()))
                .map(row -> row.replaceAll(".*?,,([0-9.]+),.*", "$1"))
                .toList();
    }

    /** Both keys lie on one partition: what comes later of another one is applied. */
    private void awaitThatOthersFlow() {
        ledger.publish(TestLedger.centre(free, "free"));
        ledger.publish(TestLedger.rate(free, "7"));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(amounts(free)).containsExactly("7.00"));
        assertThat(node.applied.stoppedPartitions(CENTRES.schema())).isZero();
    }

    private static Operation operation(String reason) {
        return new Operation("somebody", "tests", "tried", "{}", reason);
    }

    private static List<String> results(Operation operation) throws Exception {
        return node.log.latest(null, 100).reversed().stream()
                .filter(line -> line.operation().equals(operation))
                .map(OperationLog.Line::result)
                .toList();
    }

    private static ProducerRecord<byte[], byte[]> with(
            ProducerRecord<byte[], byte[]> made, String header, @Nullable String value) {
        made.headers().remove(header);
        if (value != null) {
            made.headers().add(header, value.getBytes(UTF_8));
        }
        return made;
    }

    private static ProducerRecord<byte[], byte[]> valued(ProducerRecord<byte[], byte[]> made, byte @Nullable [] value) {
        return new ProducerRecord<>(made.topic(), made.partition(), made.key(), value, made.headers());
    }

    private record Poison(String what, UnaryOperator<ProducerRecord<byte[], byte[]>> of, String error) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Poison> poisons() {
        return Stream.of(
                new Poison("bad JSON", made -> valued(made, "{\"id\":".getBytes(UTF_8)), "EpnRegistered"),
                new Poison(
                        "bytes that are no text", made -> valued(made, new byte[] {(byte) 0xff, 0, 1}), "Registered"),
                new Poison("JSON of another shape", made -> valued(made, "[1]".getBytes(UTF_8)), "EpnRegistered"),
                new Poison("JSON too deep", made -> valued(made, ("[".repeat(5_000)).getBytes(UTF_8)), "EpnRegistered"),
                new Poison("no value", made -> valued(made, null), "EpnRegistered"),
                new Poison(
                        "an unknown type",
                        made -> with(made, CloudEvents.HEADER_TYPE, "org.maillage.epn.EpnAbolished.v1"),
                        "does not know: org.maillage.epn.EpnAbolished.v1"),
                new Poison(
                        "a revision of tomorrow",
                        made -> with(made, CloudEvents.HEADER_TYPE, "org.maillage.epn.EpnRegistered.v999"),
                        "does not know: org.maillage.epn.EpnRegistered.v999"),
                new Poison("no type", made -> with(made, CloudEvents.HEADER_TYPE, null), "does not know"),
                new Poison(
                        "a type of noise", made -> with(made, CloudEvents.HEADER_TYPE, "\u0000é\n"), "does not know"),
                new Poison("no id", made -> with(made, CloudEvents.HEADER_ID, null), "ce_id makes no sense"),
                new Poison(
                        "an id of noise", made -> with(made, CloudEvents.HEADER_ID, "\u0000"), "ce_id makes no sense"),
                new Poison("no subject", made -> with(made, CloudEvents.HEADER_SUBJECT, null), "ce_subject makes"),
                new Poison("no sequence", made -> with(made, CloudEvents.HEADER_SEQUENCE, "-"), "ce_sequence makes"),
                new Poison("no time", made -> with(made, CloudEvents.HEADER_TIME, "today"), "ce_time makes no sense"));
    }

    @ParameterizedTest
    @MethodSource("poisons")
    void a_record_that_cannot_be_read_parks_its_key_and_nothing_else(Poison poison) throws Exception {
        ledger.send(poison.of().apply(ledger.lose(TestLedger.centre(poisoned, "poison"))));
        ledger.publish(TestLedger.rate(poisoned, "1"));
        ledger.publish(TestLedger.rate(poisoned, "2"));
        awaitThatOthersFlow();

        awaitWaiting(name(), 3);
        assertThat(waiting(name())).extracting(Event::position).isSorted();
        assertThat(waiting(name()).getFirst().error()).contains(poison.error()).doesNotContain("\u0000");
        assertThat(waiting(name()).get(1).error()).contains("waits behind");
        assertThat(amounts(poisoned)).isEmpty();
        assertThat(node.parked.retry(operation("again"), name()))
                .as("nothing has changed")
                .hasValueSatisfying(retried -> assertThat(retried.waiting()).isEqualTo(3));
    }

    @Test
    void an_event_of_an_unknown_type_waits_until_a_build_knows_it() throws Exception {
        ledger.nextIsOfType("org.maillage.epn.HourlyRateSet.v77").publish(TestLedger.rate(poisoned, "1"));
        ledger.publish(TestLedger.rate(poisoned, "2"));
        awaitThatOthersFlow();
        awaitWaiting(name(), 2);

        // What a newer build would know it to be.
        node.execute("update intake.parked set headers = replace(headers, '.v77', '.v1')");

        assertThat(node.parked.retry(operation("a newer build"), name())).hasValue(new Retried(2, 0, null));
        assertThat(amounts(poisoned)).containsExactly("1.00", "2.00");
        ledger.publish(TestLedger.rate(poisoned, "3"));
        await().atMost(PATIENCE).until(() -> amounts(poisoned).size() == 3);
    }

    @Test
    void an_unknown_event_that_turns_out_to_concern_others_makes_no_rows() throws Exception {
        ledger.nextIsOfType("org.maillage.epn.StaffAppointed.v77").publish(TestLedger.staff(poisoned));
        awaitWaiting(name(), 1);

        node.execute("update intake.parked set headers = replace(headers, '.v77', '.v1')");

        assertThat(node.parked.retry(operation("a newer build"), name())).hasValue(new Retried(1, 0, null));
    }

    @Test
    void a_value_larger_than_the_database_takes_parks_its_key() throws Exception {
        var random = new Random(7);
        var name = random.ints(9_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        ledger.publish(TestLedger.centre(poisoned, name));
        ledger.publish(TestLedger.rate(poisoned, "1"));
        awaitThatOthersFlow();

        awaitWaiting(name(), 2);
        assertThat(waiting(name()).getFirst().error()).isEqualTo("SQLState 54000");
    }

    @Test
    void what_a_constraint_refuses_waits_until_the_constraint_is_gone() throws Exception {
        node.execute("alter table " + CENTRES.schema() + ".rate add constraint planted check (amount <> 13) not valid");
        try {
            ledger.publish(TestLedger.rate(poisoned, "1"));
            ledger.publish(TestLedger.rate(poisoned, "13"));
            ledger.publish(TestLedger.rate(poisoned, "2"));
            awaitThatOthersFlow();
            awaitWaiting(name(), 2);
            assertThat(amounts(poisoned)).containsExactly("1.00");
            assertThat(node.parked.retry(operation("too early"), name())).hasValue(new Retried(0, 2, "SQLState 23514"));
        } finally {
            node.execute("alter table " + CENTRES.schema() + ".rate drop constraint planted");
        }

        assertThat(node.parked.retry(operation("constraint gone"), name())).hasValue(new Retried(2, 0, null));
        assertThat(amounts(poisoned)).containsExactly("1.00", "13.00", "2.00");
        assertThat(results(operation("too early"))).containsExactly("applied 0; the next one waits: SQLState 23514");
        assertThat(results(operation("constraint gone"))).containsExactly("applied 2");
    }

    static Stream<Poison> placeless() {
        return Stream.of(
                new Poison("no position", made -> with(made, CloudEvents.HEADER_POSITION, null), ""),
                new Poison("a position of noise", made -> with(made, CloudEvents.HEADER_POSITION, "twelve"), ""),
                new Poison("no previous", made -> with(made, CloudEvents.HEADER_PREVIOUS, null), ""),
                new Poison("no source", made -> with(made, CloudEvents.HEADER_SOURCE, null), ""),
                new Poison("a source of noise", made -> with(made, CloudEvents.HEADER_SOURCE, "\u0000"), ""),
                new Poison("an endless source", made -> with(made, CloudEvents.HEADER_SOURCE, "s".repeat(5_000)), ""));
    }

    /** Somebody else writes into the topic: it is no event of the ledger, whose chain is whole without it. */
    @ParameterizedTest
    @MethodSource("placeless")
    void a_record_without_a_place_holds_its_key_until_it_is_discarded(Poison poison) throws Exception {
        ledger.publish(TestLedger.centre(poisoned, "a centre"));
        ledger.send(poison.of().apply(ledger.foreign(poisoned.toString().getBytes(UTF_8))));
        ledger.send(poison.of().apply(ledger.foreign(poisoned.toString().getBytes(UTF_8))));
        ledger.publish(TestLedger.rate(poisoned, "1"));
        awaitThatOthersFlow();
        awaitWaiting(name(), 3);
        var first = waiting(name()).getFirst();
        assertThat(first.error()).isEqualTo("a record without its place in a ledger");

        assertThat(node.parked.discard(operation("foreign"), name(), first.position()))
                .isEqualTo(new Retried(0, 2, "a record without its place in a ledger"));
        assertThat(node.parked.discard(operation("foreign"), name(), first.position()))
                .isEqualTo(new Retried(1, 0, null));

        assertThat(amounts(poisoned)).containsExactly("1.00");
    }

    static Stream<byte[]> strangeKeys() {
        return Stream.of(
                new byte[] {},
                new byte[] {0, 1, 2},
                new byte[] {(byte) 0xff},
                "k".repeat(9_000).getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("strangeKeys")
    void a_key_that_no_table_takes_is_parked_under_a_name_that_it_does(byte[] key) throws Exception {
        var before = keys();
        var made = ledger.lose(TestLedger.centre(poisoned, "poison"));
        ledger.send(new ProducerRecord<>(made.topic(), made.partition(), key, made.value(), made.headers()));
        awaitThatOthersFlow();

        await().atMost(PATIENCE).until(() -> keys().size() == before.size() + 1);
        var added = new ArrayList<>(keys());
        added.removeAll(before);
        var name = name(added.getFirst());
        assertThat(node.parked.discard(
                        operation("strange"), name, waiting(name).getFirst().position()))
                .isEqualTo(new Retried(0, 0, null));
    }

    private static List<String> keys() throws Exception {
        return node.parked.list(null, 500).stream()
                .map(ParkedEvents.Waiting::key)
                .toList();
    }

    @Test
    void parked_keys_are_listed_part_by_part() throws Exception {
        for (int i = 0; i < 3; i++) {
            var key = TestLedger.keyIn(PARTITION);
            ledger.nextIsOfType("nonsense").publish(TestLedger.rate(key, "1"));
            awaitWaiting(name(key.toString()), 1);
        }
        var listed = new ArrayList<String>();
        Name after = null;
        do {
            var part = node.parked.list(after, 2);
            part.forEach(key -> listed.add(key.key()));
            after = part.isEmpty() ? null : name(part.getLast().key());
        } while (after != null);
        assertThat(listed).hasSizeGreaterThanOrEqualTo(3).isEqualTo(keys()).doesNotHaveDuplicates();
    }

    @Test
    void one_event_is_discarded_at_a_time_and_the_rest_is_tried_again() throws Exception {
        ledger.nextIsOfType("nonsense").publish(TestLedger.rate(poisoned, "1"));
        var second = ledger.publish(TestLedger.rate(poisoned, "2"));
        awaitWaiting(name(), 2);
        var first = waiting(name()).getFirst();

        assertThat(node.parked.discard(operation("not this"), name(), second))
                .isEqualTo(new AnotherIsFirst(first.position()));
        assertThat(waiting(name())).hasSize(2);
        assertThat(node.parked.discard(operation("this"), name(), first.position()))
                .isEqualTo(new Retried(1, 0, null));
        assertThat(node.parked.discard(operation("late"), name(), first.position()))
                .isEqualTo(new NothingWaits());
        assertThat(node.parked.retry(operation("late"), name())).isEmpty();

        assertThat(amounts(poisoned)).containsExactly("2.00");
        assertThat(results(operation("not this")))
                .containsExactly("refused: the first that waits is " + first.position());
        assertThat(results(operation("this")))
                .containsExactly(
                        "discarded position " + first.position() + ", partition " + PARTITION + ", offset "
                                + first.offset() + ", event " + first.eventId() + ", type nonsense",
                        "applied 1");
        assertThat(results(operation("late")))
                .containsExactly("refused: no event of that key waits", "refused: no event of that key waits");
    }

    @Test
    void the_log_of_operations_is_never_changed() {
        for (var change : List.of(
                "update intake.operation_log set reason = ''",
                "delete from intake.operation_log",
                "truncate intake.operation_log")) {
            assertThatThrownBy(() -> node.execute(change)).hasMessageContaining("only added to");
        }
    }

    @Test
    void what_was_discarded_does_not_park_again_when_the_read_model_is_rebuilt() throws Exception {
        ledger.nextIsOfType("nonsense").publish(TestLedger.rate(poisoned, "1"));
        ledger.send(with(ledger.foreign(poisoned.toString().getBytes(UTF_8)), CloudEvents.HEADER_POSITION, null));
        ledger.publish(TestLedger.rate(poisoned, "2"));
        awaitWaiting(name(), 3);
        for (int i = 0; i < 2; i++) {
            node.parked.discard(
                    operation("rubbish"), name(), waiting(name()).getFirst().position());
        }
        assertThat(amounts(poisoned)).containsExactly("2.00");
        var others = keys();
        node.close();
        try (var pool = TestNode.pool(database);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop schema " + CENTRES.schema() + " cascade");
        }

        node = started();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(amounts(poisoned)).containsExactly("2.00"));
        assertThat(waiting(name())).isEmpty();
        assertThat(keys()).as("all others are parked again").containsAll(others);
    }

    @Test
    void who_starts_again_finds_what_is_parked_and_parks_it_once() throws Exception {
        ledger.publish(TestLedger.centre(poisoned, "a centre"));
        ledger.send(with(ledger.foreign(poisoned.toString().getBytes(UTF_8)), CloudEvents.HEADER_POSITION, null));
        ledger.publish(TestLedger.rate(poisoned, "1"));
        awaitWaiting(name(), 2);
        node.close();

        node = started();
        ledger.publish(TestLedger.rate(poisoned, "2"));

        awaitThatOthersFlow();
        awaitWaiting(name(), 3);
    }
}
