package org.maillage.query.intake;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.servers.TestServers.Database;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.query.intake.Rebuilds.Making;
import org.maillage.query.intake.Rebuilds.Refusal;

/** A read model is made anew beside itself, over real servers. */
final class RebuildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static Database database;
    private static int projections;

    private final TestLedger ledger = new TestLedger();
    private final Centres centres = new Centres("rebuilt" + ++projections, 1);
    private final List<AutoCloseable> running = new ArrayList<>(List.of(ledger));
    /** A registry does not keep what it measures. */
    private @Nullable IntakeMetrics metrics;

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

    private TestNode start() {
        return start(centres);
    }

    private TestNode start(Projection projection) {
        var node = TestNode.start(database, ledger.topic(), projection);
        running.add(node);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> node.readModels.rebuilding().isEmpty());
        return node;
    }

    /** Some centres with a rate each, and a token that covers them. */
    private ConsistencyToken publish(int number) {
        var token = ConsistencyToken.EMPTY;
        for (int i = 0; i < number; i++) {
            var id = Ids.next();
            ledger.publish(TestLedger.centre(id, "Centre " + i));
            ledger.publish(TestLedger.rate(id, i + ".5"));
            token = token.and(ledger.token(id));
        }
        ledger.flush();
        return token;
    }

    private void read(TestNode node, ConsistencyToken token) throws InterruptedException {
        node.readModels.await(List.of(centres.name()), token, PATIENCE);
    }

    private static void ask(TestNode node, Asking asking) throws Exception {
        try (var connection = node.database.getConnection()) {
            connection.setAutoCommit(false);
            asking.in(connection);
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    @FunctionalInterface
    private interface Asking {
        void in(Connection connection) throws Exception;
    }

    private void rebuild(TestNode node) throws Exception {
        ask(node, connection -> node.rebuilds.rebuild(connection, centres.name()));
    }

    private static @Nullable Making rebuildOf(TestNode node) throws SQLException {
        return node.rebuilds.list().getFirst().rebuild();
    }

    private static List<Comparison.Table> differences(TestNode node) throws SQLException {
        return requireNonNull(requireNonNull(rebuildOf(node)).comparison()).tables();
    }

    private void awaitNothingUnderWay(TestNode node) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(rebuildOf(node)).isNull());
    }

    private void awaitDifferent(TestNode node) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(rebuildOf(node)).extracting(Making::state).isEqualTo("DIFFERENT"));
    }

    private long tableOf(TestNode node, String schema) {
        return node.count("select coalesce(to_regclass('" + schema + ".centre')::oid::bigint, 0)");
    }

    @Test
    void reads_and_writes_go_on_while_it_is_rebuilt_and_switched_and_none_goes_back() throws Exception {
        var node = start();
        read(node, publish(300));
        long before = tableOf(node, centres.schema());
        var over = new AtomicBoolean();
        var reads = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = List.of(
                    readWhileWriting(node, threads, over, reads, Connection.TRANSACTION_READ_COMMITTED),
                    readWhileWriting(node, threads, over, reads, Connection.TRANSACTION_REPEATABLE_READ));
            for (int i = 0; i < 3; i++) {
                rebuild(node);
                awaitNothingUnderWay(node);
            }
            long atTheEnd = reads.get() + 20;
            await().atMost(PATIENCE)
                    .until(() -> reads.get() > atTheEnd || readers.stream().anyMatch(CompletableFuture::isDone));
            over.set(true);
            for (var reader : readers) {
                assertThat(reader).succeedsWithin(PATIENCE);
            }
        }
        assertThat(tableOf(node, centres.schema())).isNotEqualTo(before).isPositive();
        assertThat(tableOf(node, centres.schema() + "__next")).isZero();
        assertThat(tableOf(node, centres.schema() + "__old")).isPositive();
        read(node, publish(1));
        assertThat(node.count("select count(*) from " + centres.schema() + ".centre"))
                .isEqualTo(ledger.position() / 2);
        var model = node.rebuilds.list().getFirst();
        assertThat(requireNonNull(model.compared()).equal()).isTrue();
        assertThat(requireNonNull(model.compared()).tables())
                .extracting(Comparison.Table::name)
                .containsExactly("centre", "rate", "parked");
        assertThat(model.kept()).extracting(Rebuilds.Kept::schema).containsExactly(centres.schema() + "__old");
    }

    /** Publishes a centre, waits for it by its token and reads twice in a transaction, by statements that stay prepared. */
    private CompletableFuture<Void> readWhileWriting(
            TestNode node, ExecutorService threads, AtomicBoolean over, AtomicLong reads, int isolation) {
        return CompletableFuture.runAsync(
                () -> {
                    try (var connection = DriverManager.getConnection(
                                    database.url() + (database.url().contains("?") ? "&" : "?") + "prepareThreshold=1",
                                    database.user(),
                                    database.password());
                            var centre = connection.prepareStatement(
                                    "select count(*) from " + centres.schema() + ".centre where epn = ?");
                            var rate = connection.prepareStatement("select (select count(*) from " + centres.schema()
                                    + ".rate), (select count(*) from " + centres.schema() + ".rate where epn = ?)")) {
                        connection.setAutoCommit(false);
                        connection.setTransactionIsolation(isolation);
                        long most = 0;
                        while (!over.get()) {
                            var id = Ids.next();
                            ConsistencyToken token;
                            synchronized (ledger) {
                                ledger.publish(TestLedger.centre(id, "hammer"));
                                ledger.publish(TestLedger.rate(id, "1"));
                                token = ledger.token(id);
                            }
                            node.readModels.await(List.of(centres.name()), token, PATIENCE);
                            centre.setObject(1, id);
                            rate.setObject(1, id);
                            assertThat(number(centre)).as("reads its own write").isEqualTo(1);
                            try (var row = rate.executeQuery()) {
                                row.next();
                                assertThat(row.getLong(1)).as("never goes back").isGreaterThanOrEqualTo(most);
                                most = row.getLong(1);
                                assertThat(row.getLong(2))
                                        .as("reads its own write")
                                        .isEqualTo(1);
                            }
                            connection.commit();
                            reads.incrementAndGet();
                        }
                    } catch (SQLException | InterruptedException failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                threads);
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (var row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void a_wrong_row_and_a_missing_one_are_reported_and_gone_once_somebody_accepts() throws Exception {
        var node = start();
        read(node, publish(50));
        var right = node.rows(centres);
        node.execute("update " + centres.schema() + ".centre set name = 'wrong' where position = 21");
        node.execute("delete from " + centres.schema() + ".rate where position in (42, 44)");

        rebuild(node);
        awaitDifferent(node);

        assertThat(differences(node))
                .containsExactly(
                        new Comparison.Table("centre", 50, 50, false, List.of(21L)),
                        new Comparison.Table("rate", 48, 50, false, List.of(42L, 44L)),
                        new Comparison.Table("parked", 0, 0, true, List.of()));
        assertThat(node.rows(centres)).isNotEqualTo(right);
        read(node, publish(1));

        ask(node, connection -> node.rebuilds.decide(connection, centres.name(), false));
        awaitDifferent(node);
        ask(node, connection -> node.rebuilds.decide(connection, centres.name(), true));
        awaitNothingUnderWay(node);

        read(node, publish(1));
        assertThat(node.rows(centres).get("centre")).hasSize(52).containsAll(right.get("centre"));
        assertThat(node.rows(centres).get("rate")).hasSize(52).containsAll(right.get("rate"));
    }

    @Test
    void what_answered_before_answers_again_and_has_missed_nothing() throws Exception {
        var node = start();
        read(node, publish(20));
        long before = tableOf(node, centres.schema());
        rebuild(node);
        awaitNothingUnderWay(node);
        read(node, publish(20));
        assertThat(node.count("select count(*) from " + centres.schema() + "__old.centre"))
                .isEqualTo(20);

        ask(node, connection -> node.rebuilds.giveBack(connection, centres.name()));
        awaitNothingUnderWay(node);

        assertThat(tableOf(node, centres.schema())).isEqualTo(before);
        read(node, publish(5));
        assertThat(node.count("select count(*) from " + centres.schema() + ".centre"))
                .isEqualTo(45);

        ask(node, connection -> node.rebuilds.remove(connection, centres.name(), centres.schema() + "__old"));
        assertThat(tableOf(node, centres.schema() + "__old")).isZero();
        assertThat(node.rebuilds.list().getFirst().kept()).isEmpty();
        assertThat(node.count("select count(*) from intake.projection_offset where projection = '" + centres.schema()
                        + "__old'"))
                .isZero();
        assertRefused(
                Refusal.NOTHING_KEPT,
                () -> ask(node, connection -> node.rebuilds.giveBack(connection, centres.name())));
        assertRefused(
                Refusal.NOT_REMOVABLE,
                () -> ask(node, connection -> node.rebuilds.remove(connection, centres.name(), centres.schema())));
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable asking) {
        assertThatExceptionOfType(Rebuilds.Refused.class)
                .isThrownBy(asking)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    /** One that has begun, and comes no further than half of the partitions while the given session keeps its lock. */
    private void beginAndHalve(TestNode node, Connection halving) throws SQLException {
        var next = Shadow.next(centres);
        node.transactions.execute(connection -> {
            Versions.begin(connection, next);
            try (var statement = connection.createStatement()) {
                statement.execute("insert into intake.projection_offset values ('" + next.schema() + "', '"
                        + TestLedger.SOURCE + "', 1, 0, -1)");
            }
        });
        halving.setAutoCommit(false);
        try (var statement = halving.createStatement()) {
            statement.execute(
                    "select from intake.projection_offset where projection = '" + next.schema() + "' for update");
        }
    }

    private void awaitHalf(TestNode node) {
        await().atMost(PATIENCE).until(() -> moved(node, Shadow.next(centres).schema()) == CloudEvents.PARTITIONS / 2);
    }

    private static Connection session() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    @Test
    void a_rebuild_that_was_killed_goes_on_where_it_was() throws Exception {
        var node = start();
        read(node, publish(200));
        node.stopFeed();
        var next = centres.schema() + "__next";
        try (var halving = session()) {
            beginAndHalve(node, halving);
            var process = NodeProcess.start("mayfly", database, ledger.topic(), centres);
            running.add(process);
            awaitHalf(node);
            process.kill();
        }
        long table = tableOf(node, next);
        long rows = node.count("select count(*) from " + next + ".centre");
        assertThat(rows).as("killed in the midst").isBetween(1L, 199L);

        var again = start();
        awaitNothingUnderWay(again);

        assertThat(tableOf(again, centres.schema()))
                .as("the same tables were filled further")
                .isEqualTo(table);
        assertThat(again.count("select count(*) from " + centres.schema() + ".centre"))
                .isEqualTo(200);
        assertThat(requireNonNull(again.rebuilds.list().getFirst().compared()).equal())
                .isTrue();
    }

    private static long moved(TestNode node, String id) {
        return node.count(
                "select count(*) from intake.projection_offset where position > 0 and projection = '" + id + "'");
    }

    @Test
    void both_nodes_follow_a_switch_whichever_makes_it() throws Exception {
        var one = start();
        var other = start();
        read(one, publish(50));
        for (int i = 0; i < 3; i++) {
            rebuild(i % 2 == 0 ? one : other);
            var token = publish(20);
            awaitNothingUnderWay(one);
            read(one, token.and(publish(20)));
        }
        var token = publish(5);
        read(one, token);
        read(other, token);
        assertThat(one.count("select count(*) from " + centres.schema() + ".centre"))
                .isEqualTo(ledger.position() / 2);
        assertThat(one.rows(centres).get("rate")).hasSize((int) ledger.position() / 2);
    }

    @Test
    void a_node_that_is_stopped_loses_the_rebuild_to_another() throws Exception {
        var node = start();
        read(node, publish(200));
        node.stopFeed();
        NodeProcess process;
        try (var halving = session()) {
            beginAndHalve(node, halving);
            process = NodeProcess.start("sleeper", database, ledger.topic(), centres);
            running.add(process);
            awaitHalf(node);
            // Amid a transaction, of which it will not hear that it could go on.
            process.signal("STOP");
        }
        var other = start();
        awaitNothingUnderWay(other);
        process.signal("CONT");

        read(other, publish(20));
        assertThat(other.count("select count(*) from " + centres.schema() + ".centre"))
                .isEqualTo(220);
        assertThat(requireNonNull(other.rebuilds.list().getFirst().compared()).equal())
                .isTrue();
    }

    @Test
    void a_switch_waits_for_those_who_read_since_before() throws Exception {
        var node = start();
        read(node, publish(10));
        try (var reader = session();
                var count = reader.prepareStatement("select count(*) from " + centres.schema() + ".centre");
                var other = reader.prepareStatement("select count(*) from " + centres.schema() + ".rate")) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(number(count)).isEqualTo(10);
            rebuild(node);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(rebuildOf(node))
                            .extracting(Making::state)
                            .isEqualTo("COMPARING"));
            await().during(Duration.ofSeconds(1)).until(() -> rebuildOf(node) != null);
            assertThat(number(other)).as("still what it began to read").isEqualTo(10);
            reader.commit();
            awaitNothingUnderWay(node);
        }
        read(node, publish(1));
    }

    /** A read model that takes one event in for each permit. */
    private record Gated(Centres of, Semaphore gate) implements Projection {

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public int version() {
            return of.version();
        }

        @Override
        public List<FactTable> tables() {
            return of.tables();
        }

        @Override
        public boolean concerns(String type) {
            return of.concerns(type);
        }

        @Override
        public void fold(Fact fact, Rows rows) {
            gate.acquireUninterruptibly();
            of.fold(fact, rows);
        }
    }

    @Test
    void how_far_it_is_moves_and_ends_at_all_of_it() throws Exception {
        int events = 16_000;
        var gate = new Semaphore(events);
        var gated = new Gated(centres, gate);
        var node = start(gated);
        var registry = new SimpleMeterRegistry();
        metrics = new IntakeMetrics(List.of(gated), node.transactions, node.applied);
        metrics.bindTo(registry);
        var progress = registry.get("maillage.rebuild.progress")
                .tag("projection", gated.schema())
                .gauge();
        read(node, publish(events / 2));
        assertThat(gate.availablePermits()).isZero();
        assertThat(progress.value()).as("nothing is rebuilt").isNaN();

        rebuild(node);
        await().atMost(PATIENCE).until(() -> progress.value() == 0);
        assertThat(requireNonNull(rebuildOf(node)).percent()).isZero();

        // More than two threads take at once, less than there is.
        gate.release(11_000);
        await().atMost(PATIENCE).until(() -> progress.value() > 0);
        var midway = requireNonNull(rebuildOf(node));
        assertThat(progress.value()).isLessThan(1);
        assertThat(midway.state()).isEqualTo("FILLING");
        assertThat(midway.records()).isBetween(1L, events - 1L);
        assertThat(midway.total()).isEqualTo(events);
        assertThat(midway.percent()).isEqualTo((int) (100 * midway.records() / events));
        assertThat(midway.perSecond()).isPositive();
        assertThat(midway.secondsLeft()).isNotNull();

        try (var reader = session();
                var count = reader.prepareStatement("select count(*) from " + centres.schema() + ".centre")) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            // As long as this one reads, the switch waits.
            number(count);
            gate.release(events);
            await().atMost(PATIENCE).until(() -> progress.value() == 1);
            var full = requireNonNull(rebuildOf(node));
            assertThat(full.state()).isEqualTo("COMPARING");
            assertThat(full.records()).isEqualTo(full.total()).isEqualTo(events);
            assertThat(full.percent()).isEqualTo(100);
            reader.commit();
        }

        awaitNothingUnderWay(node);
        await().atMost(PATIENCE).until(() -> Double.isNaN(progress.value()));
        assertThat(requireNonNull(node.rebuilds.list().getFirst().compared()).equal())
                .isTrue();
    }

    @Test
    void what_is_parked_changes_with_a_switch_also_for_those_who_remember() throws Exception {
        var node = start();
        var key = TestLedger.keyIn(3);
        ledger.publish(TestLedger.centre(key, "offensive since"));
        read(node, ledger.token(key));
        Centres.OFFENSIVE.add("offensive since");
        rebuild(node);
        awaitDifferent(node);
        assertThat(differences(node))
                .containsExactly(
                        new Comparison.Table("centre", 1, 0, false, List.of(1L)),
                        new Comparison.Table("rate", 0, 0, true, List.of()),
                        new Comparison.Table("parked", 0, 1, false, List.of(1L)));
        ask(node, connection -> node.rebuilds.decide(connection, centres.name(), true));
        awaitNothingUnderWay(node);

        ledger.publish(TestLedger.rate(key, "1"));

        await().atMost(PATIENCE)
                .until(() ->
                        node.count("select count(*) from intake.parked where projection = '" + centres.schema() + "'")
                                == 2);
        assertThat(node.count("select count(*) from " + centres.schema() + ".rate"))
                .isZero();
    }

    @Test
    void a_topic_that_lacks_what_was_applied_replaces_nothing() throws Exception {
        var node = start();
        var there = TestLedger.keyIn(2);
        ledger.publish(TestLedger.centre(there, "still there"));
        read(node, ledger.token(there));
        var _ = ledger.lose(TestLedger.centre(TestLedger.keyIn(2), "applied once, and lost since"));
        node.execute("update intake.projection_offset set position = " + ledger.position()
                + " where partition = 2 and projection = '" + centres.schema() + "'");
        long before = tableOf(node, centres.schema());

        rebuild(node);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(rebuildOf(node)).extracting(Making::state).isEqualTo("FAILED"));

        assertThat(requireNonNull(rebuildOf(node)).failure())
                .contains("partition 2")
                .contains("position " + ledger.position());
        assertThat(tableOf(node, centres.schema())).isEqualTo(before);
    }

    @Test
    void the_log_says_who_wanted_what_and_what_came_of_it() throws Exception {
        var node = start();
        read(node, publish(1));
        var operation = new Operation("operator", "console", "rebuild-read-model", "{}", "to be sure");

        assertThat(node.rebuilds.rebuild(operation, centres.name())).isEmpty();
        assertThat(node.rebuilds.giveBack(operation, "nobody")).contains(Refusal.UNKNOWN);

        awaitNothingUnderWay(node);
        assertThat(node.log.latest(null, 2))
                .extracting(OperationLog.Line::operation, OperationLog.Line::result)
                .containsExactly(tuple(operation, "refused: unknown"), tuple(operation, "asked for"));
    }

    @Test
    void what_is_under_way_is_not_begun_twice() throws Exception {
        var node = start();
        read(node, publish(5));
        ask(node, connection -> {
            node.rebuilds.rebuild(connection, centres.name());
            assertRefused(Refusal.UNDER_WAY, () -> node.rebuilds.rebuild(connection, centres.name()));
            assertRefused(Refusal.UNDER_WAY, () -> node.rebuilds.giveBack(connection, centres.name()));
            assertRefused(Refusal.UNDER_WAY, () -> node.rebuilds.decide(connection, centres.name(), true));
            assertRefused(Refusal.UNKNOWN, () -> node.rebuilds.rebuild(connection, "nobody"));
        });
        awaitNothingUnderWay(node);
        assertRefused(
                Refusal.NOTHING_TO_DECIDE,
                () -> ask(node, connection -> node.rebuilds.decide(connection, centres.name(), true)));
    }
}
