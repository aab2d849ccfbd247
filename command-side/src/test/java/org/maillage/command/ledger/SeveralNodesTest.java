package org.maillage.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.servers.PostgresServer;

/** Nodes are processes here, and they get killed. */
class SeveralNodesTest {

    private static final int UNITS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void a_reader_sees_every_position_in_order_and_none_too_early(int writers) throws Exception {
        var trial = Trial.fresh();
        var nodes = new ArrayList<LedgerNode>();
        for (int i = 0; i < writers; i++) {
            nodes.add(LedgerNode.start(trial, UNITS / writers));
        }
        try (var idle = new Writer(trial.settings())) {
            var ledger = new Ledger(trial.reader(), idle);
            var seen = new ArrayList<Stored>();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (var stored : ledger.read(seen.size(), 500)) {
                            assertThat(stored.position()).isEqualTo(seen.size() + 1L);
                            seen.add(stored);
                        }
                        return seen.size() == 2 * UNITS;
                    });
            for (var node : nodes) {
                node.finish();
            }
            assertThat(seen)
                    .isSortedAccordingTo((left, right) -> left.recordedAt().compareTo(right.recordedAt()));
        }
        var acknowledged =
                nodes.stream().flatMap(node -> node.acknowledged().stream()).toList();
        assertThat(acknowledged).hasSize(UNITS).doesNotHaveDuplicates();
        assertThat(trial.count("command_log")).isEqualTo(UNITS);
        requireWhole(trial, acknowledged);
    }

    @Test
    void a_killed_node_has_written_what_it_acknowledged_and_nothing_by_halves() throws Exception {
        var trial = Trial.fresh();
        try (var killed = LedgerNode.start(trial, Integer.MAX_VALUE);
                var other = LedgerNode.start(trial, Integer.MAX_VALUE)) {
            await().until(() ->
                    killed.acknowledged().size() > 500 && other.acknowledged().size() > 500);
            killed.kill();
            var then = other.acknowledged().size();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> other.acknowledged().size() > then + 500);
            other.kill();

            var acknowledged = killed.acknowledged();
            acknowledged.addAll(other.acknowledged());
            requireWhole(trial, acknowledged);
        }
    }

    @Test
    void a_stopped_node_holds_up_the_others_no_longer_than_a_transaction_may_take() throws Exception {
        var trial = Trial.fresh();
        try (var stopped = LedgerNode.start(trial, Integer.MAX_VALUE);
                var writer = new Writer(trial.settings())) {
            await().until(() -> stopped.acknowledged().size() > 100);
            for (int i = 0; i < 5; i++) {
                stopped.signal("STOP");
                var started = System.nanoTime();
                assertThat(writer.write(Trial.unit(Trial.event(Trial.epn(), 0))))
                        .isInstanceOf(Verdict.Written.class);
                assertThat(Duration.ofNanos(System.nanoTime() - started))
                        .isLessThan(trial.settings().transactionTimeout().plusSeconds(3));
                var then = stopped.acknowledged().size();
                stopped.signal("CONT");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> stopped.acknowledged().size() > then + 50);
            }
            stopped.kill();
            requireWhole(trial, stopped.acknowledged());
        }
    }

    @Test
    void a_killed_database_costs_time_and_nothing_else(@TempDir Path directory) throws Exception {
        var server = PostgresServer.start(directory, 0);
        var port = server.port();
        server.createDatabase("trial");
        var trial = new Trial(server.jdbcUrl("trial"), server.user(), server.password()).migrated();
        var acknowledged = new ConcurrentLinkedQueue<UUID>();
        var enough = new AtomicBoolean();
        var settings = trial.settings(Duration.ofSeconds(5), Duration.ofSeconds(60), 100);
        try (var writer = new Writer(settings);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, 16)
                    .mapToObj(_ -> callers.submit(() -> {
                        while (!enough.get()) {
                            var id = Trial.epn();
                            var unit = Trial.unit(Trial.event(id, 0), Trial.event(id, 1));
                            if (writer.write(unit) instanceof Verdict.Written) {
                                acknowledged.add(unit.commandId());
                            }
                        }
                        return true;
                    }))
                    .toList();
            for (int i = 0; i < 2; i++) {
                var then = acknowledged.size();
                await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > then + 500);
                server.kill();
                server = PostgresServer.start(directory, port);
            }
            var then = acknowledged.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > then + 500);
            enough.set(true);
            for (var caller : running) {
                assertThat(caller.get()).isTrue();
            }
            assertThat(trial.count("command_log")).isEqualTo(acknowledged.size());
            requireWhole(trial, List.copyOf(acknowledged));
        } finally {
            enough.set(true);
            server.close();
        }
    }

    /** Positions are dense, no unit is there by halves, and what was acknowledged is there. */
    private static void requireWhole(Trial trial, List<UUID> acknowledged) {
        assertThat(trial.jdbc()
                        .sql("select position from ledger.event order by position")
                        .query(Long.class)
                        .list())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, trial.count("event")).boxed().toList());
        assertThat(trial.jdbc().sql("""
            select count(*) from
            (select aggregate_id from ledger.event group by aggregate_id having max(sequence) <> count(*) - 1) torn
            """).query(Long.class).single()).isZero();
        Set<UUID> known = new HashSet<>(trial.jdbc().sql("""
            select l.command_id from ledger.command_log l
            where l.last_position - l.first_position + 1 =
                  (select count(*) from ledger.event e where e.position between l.first_position and l.last_position)
            """).query(UUID.class).list());
        assertThat(known).hasSize((int) trial.count("command_log"));
        assertThat(acknowledged).allMatch(known::contains);
    }
}
