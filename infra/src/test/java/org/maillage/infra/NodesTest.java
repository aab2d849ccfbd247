package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.infra.Cluster.Answer;
import org.maillage.infra.Cluster.Node;
import org.maillage.infra.Traffic.Centre;
import org.springframework.util.FileSystemUtils;

/** Whatever a node or a server suffers, afterwards store, topic and read models agree and hold what was acknowledged, once. */
final class NodesTest {

    /** How long a pause may be when one takes over from another. */
    private static final Duration FEW_SECONDS = Duration.ofSeconds(10);

    private static final Duration HEALED = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void store_topic_and_read_models_agree() throws Exception {
        var ledger = ledger();
        await().atMost(HEALED)
                .untilAsserted(() ->
                        assertThat(Feed.read(cluster.bootstrap()).events()).isEqualTo(ledger));
        await().atMost(HEALED).untilAsserted(() -> assertThat(cards()).isEqualTo(centreEvents()));
        assertThat(backwards()).as("stamps that run back").isZero();
    }

    @Test
    void every_node_serves_and_answers_with_what_any_node_wrote() throws Exception {
        List<Centre> centres;
        try (var traffic = new Traffic(cluster).start(6)) {
            await().atMost(HEALED).until(() -> traffic.acknowledged() >= 40);
            centres = traffic.end();
            assertThat(traffic.unknown()).isZero();
        }
        for (var query : cluster.queries()) {
            for (var centre : centres) {
                assertHas(query, centre);
            }
        }
        assertRegisteredOnce(centres);
    }

    @Test
    void two_nodes_that_decide_on_the_same_thing_at_once_lose_nothing() throws Exception {
        var id = register(cluster.command1).id();
        var threads = new ArrayList<Thread>();
        var statuses = new ConcurrentLinkedQueue<Integer>();
        for (var node : cluster.commands()) {
            for (int client = 0; client < 2; client++) {
                var name = node + " " + client;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 10; i++) {
                        statuses.add(revise(node, id, name + " " + i));
                    }
                }));
            }
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(statuses).hasSize(40).containsOnly(200);
        assertThat(count("select count(*) from ledger.event where aggregate_id = '" + id
                        + "' and type = 'EpnMissionsRevised'"))
                .isEqualTo(40);
    }

    private static int revise(Node node, String id, String mission) {
        try {
            return node.post("/api/v1/epns/" + id + "/missions", "{\"missions\": [\"" + mission + "\"]}", Cluster.key())
                    .status();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void when_the_publisher_stands_still_the_other_node_takes_over_and_both_go_on_when_it_wakes() throws Exception {
        var owner = publisher();
        List<Centre> centres;
        try (var traffic = new Traffic(cluster).start(4)) {
            await().until(() -> traffic.acknowledged() > 5);
            owner.process().pause();
            try {
                await().atMost(FEW_SECONDS).until(() -> cluster.other(owner).equals(cluster.publisher()));
                long published = published();
                await().atMost(FEW_SECONDS).until(() -> published() > published);
                int acknowledged = traffic.acknowledged();
                await().atMost(FEW_SECONDS).until(() -> traffic.acknowledged() > acknowledged + 5);
            } finally {
                owner.process().resume();
            }
            int acknowledged = traffic.acknowledged();
            await().atMost(FEW_SECONDS).until(() -> traffic.acknowledged() > acknowledged + 10);
            centres = traffic.end();
        }
        assertRegisteredOnce(centres);
        register(owner);
    }

    @Test
    void when_the_publisher_is_killed_amid_its_writes_the_other_node_takes_over() throws Exception {
        var owner = publisher();
        List<Centre> centres;
        try (var traffic = new Traffic(cluster).start(4)) {
            await().until(() -> traffic.acknowledged() > 5);
            owner.process().kill();
            try {
                await().atMost(FEW_SECONDS).until(() -> cluster.other(owner).equals(cluster.publisher()));
                int acknowledged = traffic.acknowledged();
                await().atMost(FEW_SECONDS).until(() -> traffic.acknowledged() > acknowledged + 5);
            } finally {
                owner.restart();
            }
            centres = traffic.end();
            assertThat(traffic.unknown()).isPositive();
        }
        assertRegisteredOnce(centres);
    }

    @Test
    void when_a_query_node_stands_still_the_other_reads_its_partitions_and_it_writes_nothing_twice_when_it_wakes()
            throws Exception {
        for (var query : cluster.queries()) {
            List<Centre> centres;
            query.process().pause();
            try (var traffic = new Traffic(cluster).start(2)) {
                await().atMost(HEALED).until(() -> traffic.acknowledged() > 25);
                centres = traffic.end();
                for (var centre : centres) {
                    await().atMost(FEW_SECONDS).untilAsserted(() -> assertHas(cluster.other(query), centre));
                }
            } finally {
                query.process().resume();
            }
            for (var centre : centres) {
                await().atMost(FEW_SECONDS).untilAsserted(() -> assertHas(query, centre));
            }
        }
    }

    @Test
    void when_a_query_node_is_killed_the_other_reads_its_partitions() throws Exception {
        var query = cluster.query1;
        query.process().kill();
        try (var traffic = new Traffic(cluster).start(2)) {
            await().atMost(HEALED).until(() -> traffic.acknowledged() > 25);
            for (var centre : traffic.end()) {
                await().atMost(FEW_SECONDS).untilAsserted(() -> assertHas(cluster.query2, centre));
            }
        } finally {
            query.restart();
        }
    }

    @Test
    void without_kafka_commands_go_on_and_the_feed_catches_up() throws Exception {
        cluster.kafka.kill();
        Answer written;
        try {
            for (int i = 0; i < 20; i++) {
                register(cluster.command1);
            }
            written = register(cluster.command2);
        } finally {
            cluster.kafka = cluster.startKafka();
        }
        await().atMost(HEALED).untilAsserted(() -> assertHas(cluster.query1, written));
    }

    @Test
    void a_broker_that_lost_everything_is_filled_again() throws Exception {
        register(cluster.command1);
        cluster.kafka.kill();
        FileSystemUtils.deleteRecursively(cluster.kafkaDirectory());
        cluster.kafka = cluster.startKafka();
        var written = register(cluster.command2);
        for (var query : cluster.queries()) {
            await().atMost(HEALED).untilAsserted(() -> assertHas(query, written));
        }
    }

    @Test
    void without_the_read_models_commands_go_on_and_reads_say_503() throws Exception {
        cluster.readModels.kill();
        Answer written;
        try {
            written = register(cluster.command1);
            for (var query : cluster.queries()) {
                assertRefusedAtOnce(() -> query.get("/api/v1/epns/" + written.id(), null));
            }
        } finally {
            cluster.readModels = cluster.startReadModels();
        }
        for (var query : cluster.queries()) {
            await().atMost(HEALED).untilAsserted(() -> assertHas(query, written));
        }
    }

    @Test
    void without_the_store_commands_say_503_and_reads_go_on() throws Exception {
        var before = register(cluster.command1);
        await().atMost(HEALED).untilAsserted(() -> assertHas(cluster.query1, before));
        var keys = new HashMap<Node, String>();
        cluster.store.kill();
        try {
            for (var node : cluster.commands()) {
                var key = Cluster.key();
                keys.put(node, key);
                assertRefusedAtOnce(() -> post(node, "Later", key));
            }
            assertHas(cluster.query1, before);
            assertHas(cluster.query2, before);
        } finally {
            cluster.store = cluster.startStore();
        }
        for (var refused : keys.entrySet()) {
            await().atMost(HEALED).untilAsserted(() -> {
                var answer = post(refused.getKey(), "Later", refused.getValue());
                assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
            });
        }
    }

    @Test
    void a_full_disk_costs_no_acknowledged_command_and_ends_when_there_is_room() throws Exception {
        List<Centre> centres;
        try (var traffic = new Traffic(cluster).start(4)) {
            await().until(() -> traffic.acknowledged() > 5);
            cluster.disk.fill();
            try {
                useUpTheLog();
                await().atMost(HEALED)
                        .untilAsserted(() -> assertThat(post(cluster.command2, "Full", Cluster.key())
                                        .status())
                                .isEqualTo(503));
            } finally {
                cluster.disk.free();
                // As whoever watches over it: it ends when it finds no room to recover in.
                cluster.store.kill();
                cluster.store = cluster.startStore();
            }
            int acknowledged = traffic.acknowledged();
            await().atMost(HEALED).until(() -> traffic.acknowledged() > acknowledged + 10);
            centres = traffic.end();
        }
        assertRegisteredOnce(centres);
    }

    /** Segments that are there already still take writes. */
    private static void useUpTheLog() {
        await().atMost(HEALED).until(() -> {
            try (var store = cluster.storeAsSuperuser();
                    var statement = store.createStatement()) {
                statement.execute("select pg_logical_emit_message(false, 'full', 'x'), pg_switch_wal()");
                return false;
            } catch (SQLException full) {
                return true;
            }
        });
    }

    @Test
    void a_connection_cut_after_the_commit_was_sent_leaves_a_doubt_that_the_same_key_settles() throws Exception {
        var key = Cluster.key();
        // What stands goes on, so that only the answer is lost, and nobody can ask again what became of it.
        cluster.wire.refuse();
        cluster.wire.cutNextAnswer(700);
        try {
            var doubtful = post(cluster.command1, "Doubtful", key);
            assertThat(doubtful.status()).as(doubtful.toString()).isEqualTo(503);
            assertThat(cluster.wire.lostAnswers()).isPositive();
            await().until(() -> registered("Doubtful") == 1);
        } finally {
            cluster.wire.heal();
        }
        var settled = post(cluster.command2, "Doubtful", key);
        assertThat(settled.status()).isEqualTo(201);
        await().atMost(HEALED).untilAsserted(() -> {
            var again = post(cluster.command1, "Doubtful", key);
            assertThat(again.status()).isEqualTo(201);
            assertThat(again.id()).isEqualTo(settled.id());
        });
        assertThat(registered("Doubtful")).isEqualTo(1);
    }

    @Test
    void a_clock_that_jumps_moves_no_stamp_back_and_what_was_known_at_an_instant_stays_a_prefix() throws Exception {
        var key = Cluster.key();
        var before = post(cluster.command1, "Before the jump", key);
        Answer ahead;
        Answer after;
        try (var store = cluster.storeAsSuperuser();
                var clock = store.createStatement()) {
            clock.execute("create schema jump; grant usage on schema jump to public");
            try {
                clock.execute(clock("+"));
                clock.execute("alter function ledger.append set search_path = jump, pg_catalog");
                ahead = register(cluster.command1);
                clock.execute(clock("-"));
                after = register(cluster.command2);
            } finally {
                clock.execute("alter function ledger.append reset search_path");
                clock.execute("drop schema jump cascade");
            }
        }
        var stamps = List.of(recordedAt(before), recordedAt(ahead), recordedAt(after));
        assertThat(stamps).isSorted().doesNotHaveDuplicates();
        assertThat(Duration.between(stamps.get(0), stamps.get(1))).isGreaterThan(Duration.ofMinutes(59));
        assertThat(Duration.between(stamps.get(1), stamps.get(2))).isLessThan(Duration.ofMinutes(1));
        await().atMost(HEALED).untilAsserted(() -> assertHas(cluster.query1, after));
        for (var stamp : stamps) {
            assertThat(count("""
                select count(*) from ledger.event
                where (recorded_at <= '%1$s') <>
                    (position <= (select max(position) from ledger.event where recorded_at <= '%1$s'))
                """.formatted(stamp)))
                    .as("what is not as a prefix has it")
                    .isZero();
        }
        var known = new ArrayList<Integer>();
        for (var written : List.of(before, ahead, after)) {
            var question = "/api/v1/epns/" + written.id() + "?asOf=" + stamps.getFirst();
            known.add(cluster.query1.get(question, null).status());
        }
        assertThat(known).containsExactly(200, 404, 404);
        assertThat(post(cluster.command2, "Before the jump", key).id()).isEqualTo(before.id());
    }

    private static String clock(String direction) {
        return """
            create or replace function jump.clock_timestamp() returns timestamptz language sql volatile as
            $$ select pg_catalog.clock_timestamp() %s interval '1 hour' $$
            """.formatted(direction);
    }

    private static Instant recordedAt(Answer written) throws SQLException {
        long micros = count("""
            select max(extract(epoch from recorded_at) * 1000000)::bigint
            from ledger.event where aggregate_id = '%s'
            """.formatted(written.id()));
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Test
    void a_slow_reader_holds_up_nobody_else() throws Exception {
        var before = register(cluster.command1);
        await().atMost(HEALED).untilAsserted(() -> assertHas(cluster.query1, before));
        Answer written;
        try (var slow = cluster.readModelsAsSuperuser();
                var lock = slow.createStatement()) {
            slow.setAutoCommit(false);
            lock.execute("lock table " + cardsSchema() + ".card_fact in exclusive mode");
            for (int i = 0; i < 50; i++) {
                register(cluster.command1);
            }
            written = register(cluster.command2);
            // The read model of dossiers has it, that of cards says that it has not, and what it has it still shows.
            for (var query : cluster.queries()) {
                await().atMost(HEALED).untilAsserted(() -> {
                    var dossier = query.get("/api/v1/compliance?epnId=" + written.id(), written.token());
                    assertThat(dossier.status()).as(dossier.toString()).isEqualTo(200);
                });
                assertThat(query.get("/api/v1/epns/" + before.id(), null).status())
                        .isEqualTo(200);
            }
            assertThat(cluster.query1
                            .get("/api/v1/epns/" + written.id(), written.token())
                            .status())
                    .isEqualTo(503);
            slow.rollback();
        }
        for (var query : cluster.queries()) {
            await().atMost(HEALED).untilAsserted(() -> assertHas(query, written));
        }
    }

    @Test
    void a_program_of_the_town_that_stops_reading_holds_up_nobody_and_catches_up_later() throws Exception {
        var before = register(cluster.command1);
        try (var slow = new OutsideReader(cluster.bootstrap(), "town-slow");
                var quick = new OutsideReader(cluster.bootstrap(), "town-quick")) {
            await().atMost(HEALED).until(slow::read);
            var had = Set.copyOf(slow.positions());
            // It asks for nothing more, with its connections open and what was sent ahead in its memory.
            long stopped = System.nanoTime();
            var ended = new AtomicBoolean();
            var reading = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    quick.read();
                }
            });
            List<Centre> centres;
            try (var traffic = new Traffic(cluster).start(4)) {
                await().atMost(HEALED)
                        .until(() -> traffic.acknowledged() >= 30
                                && System.nanoTime() - stopped > 2 * OutsideReader.TAKEN_FOR_DEAD.toNanos());
                centres = traffic.end();
                assertThat(traffic.unknown()).as("answers that did not come").isZero();
            } finally {
                ended.set(true);
                reading.join();
            }
            var written = register(cluster.command2);
            await().atMost(FEW_SECONDS).until(() -> published() == lastPosition());
            for (var query : cluster.queries()) {
                assertHas(query, before);
                assertHas(query, written);
                for (var centre : centres) {
                    assertHas(query, centre);
                }
            }
            assertRegisteredOnce(centres);
            readAll(quick);
            assertThat(slow.positions()).as("reads nothing meanwhile").isEqualTo(had);

            readAll(slow);
        }
    }

    /** Until it has every event of the store, each once. */
    private static void readAll(OutsideReader reader) throws SQLException {
        long last = lastPosition();
        var until = System.nanoTime() + HEALED.toNanos();
        while (reader.positions().size() < last && System.nanoTime() < until) {
            reader.read();
        }
        assertThat(reader.positions()).hasSize((int) last);
        assertThat(reader.positions().last()).isEqualTo(last);
    }

    private static long lastPosition() throws SQLException {
        return count("select max(position) from ledger.event");
    }

    private static Node publisher() {
        return await().atMost(HEALED).until(() -> cluster.publisher(), node -> node != null);
    }

    private static Answer register(Node node) throws Exception {
        var answer = post(node, "Centre " + Cluster.key(), Cluster.key());
        assertThat(answer.status()).as("%s: %s", node, answer).isEqualTo(201);
        return answer;
    }

    private static Answer post(Node node, String name, String key) throws Exception {
        return node.post("/api/v1/epns", """
            {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": [], "audiences": []}
            """.formatted(name), key);
    }

    private static void assertHas(Node query, Centre centre) throws Exception {
        var answer = query.get("/api/v1/epns/" + centre.id(), centre.token());
        assertThat(answer.status()).as("%s: %s", query, answer).isEqualTo(200);
        assertThat(answer.body().path("missions").path(0).asString()).isEqualTo("revised 2");
    }

    private static void assertHas(Node query, Answer written) throws Exception {
        var answer = query.get("/api/v1/epns/" + written.id(), written.token());
        assertThat(answer.status()).as("%s: %s", query, answer).isEqualTo(200);
    }

    private static void assertRefusedAtOnce(Callable<Answer> question) throws Exception {
        long asked = System.nanoTime();
        var answer = question.call();
        var took = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(took).isLessThan(AT_ONCE);
    }

    private static void assertRegisteredOnce(List<Centre> centres) throws SQLException {
        assertThat(centres).isNotEmpty();
        for (var centre : centres) {
            assertThat(registered(centre.name())).as(centre.name()).isEqualTo(1);
            assertThat(count("select max(sequence) from ledger.event where aggregate_id = '" + centre.id() + "'"))
                    .isEqualTo(centre.version());
        }
    }

    private static long registered(String name) throws SQLException {
        return count("""
            select count(*) from ledger.event
            where type = 'EpnRegistered' and convert_from(payload, 'UTF8')::jsonb ->> 'name' = '%s'
            """.formatted(name));
    }

    private static long published() throws SQLException {
        return count("select max(position) from ledger.publisher");
    }

    private static long count(String query) throws SQLException {
        try (var store = cluster.storeAsSuperuser()) {
            return count(store, query);
        }
    }

    private static long count(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** By position, which is dense, with sequences that are contiguous. */
    private static Map<Long, Feed.Event> ledger() throws SQLException {
        var events = new TreeMap<Long, Feed.Event>();
        try (var store = cluster.storeAsSuperuser();
                var statement = store.createStatement();
                var rows = statement.executeQuery("""
                    select position, event_id, aggregate_id, sequence, stream_key,
                           row_number() over (partition by aggregate_id order by position) - 1 as expected
                    from ledger.event order by position
                    """)) {
            while (rows.next()) {
                assertThat(rows.getLong("position")).isEqualTo(events.size() + 1L);
                assertThat(rows.getLong("sequence")).isEqualTo(rows.getLong("expected"));
                events.put(
                        rows.getLong("position"),
                        new Feed.Event(
                                rows.getString("event_id"),
                                rows.getString("aggregate_id"),
                                rows.getLong("sequence"),
                                rows.getString("stream_key")));
            }
        }
        return events;
    }

    private static long backwards() throws SQLException {
        return count("""
            select count(*)
            from (select recorded_at < lag(recorded_at) over (order by position) as back from ledger.event) stamps
            where back
            """);
    }

    private static String cardsSchema() throws SQLException {
        try (var database = cluster.readModelsAsSuperuser()) {
            return "cards_v" + count(database, "select version from intake.serving_version where projection = 'cards'");
        }
    }

    /** How often each event of a centre stands in its read model, by position. */
    private static Map<Long, Long> cards() throws SQLException {
        try (var database = cluster.readModelsAsSuperuser()) {
            return counts(
                    database,
                    "select position, count(*) from " + cardsSchema()
                            + ".card_fact where type in ('EpnRegistered', 'EpnMissionsRevised') group by position");
        }
    }

    private static Map<Long, Long> centreEvents() throws SQLException {
        try (var store = cluster.storeAsSuperuser()) {
            return counts(
                    store,
                    "select position, 1 from ledger.event where type in ('EpnRegistered', 'EpnMissionsRevised')");
        }
    }

    private static Map<Long, Long> counts(Connection database, String query) throws SQLException {
        var counts = new TreeMap<Long, Long>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return counts;
    }
}
