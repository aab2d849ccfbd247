package org.maillage.command.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.maillage.command.ledger.Trial.epn;
import static org.maillage.command.ledger.Trial.event;
import static org.maillage.command.ledger.Trial.release;
import static org.maillage.command.ledger.Trial.take;
import static org.maillage.command.ledger.Trial.unit;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillage.command.Unavailable;
import org.maillage.kernel.Ids;
import org.maillage.kernel.servers.Wire;

class WriterTest {

    private static Trial trial;

    private Writer writer;
    private Writer other;

    @BeforeAll
    static void database() {
        trial = Trial.fresh();
    }

    @BeforeEach
    void start() {
        writer = new Writer(trial.settings());
        other = new Writer(trial.settings());
    }

    @AfterEach
    void stop() {
        writer.close();
        other.close();
    }

    @Test
    void positions_are_dense_and_leaves_are_those_of_the_stored_fields() {
        var before = trial.count("event");
        var verdicts = atOnce(IntStream.range(0, 200)
                .<Callable<Verdict>>mapToObj(i -> () -> {
                    var id = epn();
                    return (i % 2 == 0 ? writer : other).write(unit(event(id, 0), event(id, 1)));
                })
                .toList());

        assertThat(verdicts).allMatch(verdict -> verdict instanceof Verdict.Written);
        var all = trial.all(writer);
        assertThat(all)
                .extracting(Stored::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, before + 400).boxed().toList());
        assertThat(all).isSortedAccordingTo((left, right) -> left.recordedAt().compareTo(right.recordedAt()));
        for (var stored : all) {
            var leaf = trial.jdbc()
                    .sql("select leaf from ledger.event where position = ?")
                    .param(stored.position())
                    .query(byte[].class)
                    .single();
            assertThat(leaf).isEqualTo(stored.leaf());
        }
    }

    @Test
    void what_was_recorded_until_an_instant_is_a_prefix_even_when_the_clock_stands_still() throws SQLException {
        var own = Trial.fresh();
        try (var connection = own.connect();
                var statement = connection.createStatement();
                var append = new AppendStatement(own.connect())) {
            append.append(List.of(unit(event(epn(), 0))));
            // A clock that runs back an hour looks like a last stamp that lies an hour ahead.
            statement.execute("alter table ledger.event disable trigger event_only_grows");
            statement.execute("update ledger.event set recorded_at = recorded_at + interval '1 hour'"
                    + " where position = (select max(position) from ledger.event)");
            statement.execute("alter table ledger.event enable trigger event_only_grows");
            var ahead = own.all(writer).getLast().recordedAt();

            append.append(List.of(unit(event(epn(), 0)), unit(event(epn(), 0))));
            append.append(List.of(unit(event(epn(), 0))));

            var all = own.all(writer);
            assertThat(all.subList(all.size() - 3, all.size()))
                    .extracting(Stored::recordedAt)
                    .containsExactly(ahead.plusNanos(1_000), ahead.plusNanos(1_000), ahead.plusNanos(2_000));
            assertThat(all.getLast().leaf())
                    .isEqualTo(own.jdbc()
                            .sql("select leaf from ledger.event order by position desc limit 1")
                            .query(byte[].class)
                            .single());
        }
    }

    @Test
    void of_twenty_rivals_for_one_sequence_one_wins() {
        var id = epn();
        writer.write(unit(event(id, 0)));

        var verdicts = atOnce(IntStream.range(0, 20)
                .<Callable<Verdict>>mapToObj(i -> () -> (i % 2 == 0 ? writer : other).write(unit(event(id, 1))))
                .toList());

        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.Written)
                .hasSize(1);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.LostRace)
                .hasSize(19);
    }

    @Test
    void of_sixty_four_rivals_for_one_claim_one_wins_and_the_others_write_nothing() {
        var key = Ids.next().toString();
        var before = trial.count("event");

        var verdicts = atOnce(IntStream.range(0, 64)
                .<Callable<Verdict>>mapToObj(i -> () -> {
                    var id = epn();
                    return (i % 2 == 0 ? writer : other).write(unit(List.of(take(key, id.value())), event(id, 0)));
                })
                .toList());

        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.Written)
                .hasSize(1);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.ClaimHeld)
                .hasSize(63);
        assertThat(trial.count("event")).isEqualTo(before + 1);
    }

    @Test
    void a_claim_is_released_only_by_its_owner_and_can_be_handed_over() {
        var key = Ids.next().toString();
        var owner = epn().value();
        var heir = epn().value();
        writer.write(unit(List.of(take(key, owner))));

        assertThat(writer.write(unit(List.of(release(key, heir))))).isInstanceOf(Verdict.LostRace.class);
        assertThat(writer.write(unit(List.of(take(key, owner))))).isInstanceOf(Verdict.Written.class);
        assertThat(writer.write(unit(List.of(
                        new ClaimChange(new ClaimChange.Name("trial", key), owner, heir, IllegalStateException::new)))))
                .isInstanceOf(Verdict.Written.class);
        assertThat(new Claims(trial.reader()).owner("trial", key)).isEqualTo(heir);
        assertThat(writer.write(unit(List.of(release(key, heir))))).isInstanceOf(Verdict.Written.class);
        assertThat(new Claims(trial.reader()).owner("trial", key)).isNull();
    }

    @Test
    void a_new_aggregate_under_a_known_id_is_told_from_a_lost_race() {
        var id = epn();
        writer.write(unit(event(id, 0)));

        assertThat(writer.write(unit(event(id, 0)))).isInstanceOf(Verdict.BornAlready.class);
        assertThat(writer.write(unit(event(id, 5)))).isInstanceOf(Verdict.LostRace.class);
    }

    @Test
    void a_command_id_is_written_once() {
        var unit = unit(event(epn(), 0));
        var before = trial.count("event");

        var verdicts = atOnce(IntStream.range(0, 20)
                .<Callable<Verdict>>mapToObj(i -> () -> (i % 2 == 0 ? writer : other).write(unit))
                .toList());

        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.Written)
                .hasSize(1);
        assertThat(verdicts)
                .filteredOn(verdict -> verdict instanceof Verdict.KnownCommand)
                .hasSize(19);
        assertThat(trial.count("event")).isEqualTo(before + 1);
    }

    @Test
    void a_poison_unit_fails_alone() throws SQLException {
        var before = trial.count("event");
        try (var holder = trial.connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1818584167)");
            // While the lock is held, they gather in one batch.
            var callers = Executors.newVirtualThreadPerTaskExecutor();
            var first = callers.submit(() -> writer.write(unit(event(epn(), 0))));
            await().until(() -> waitingForLock() == 1);
            var good = IntStream.range(0, 20)
                    .mapToObj(_ -> callers.submit(() -> writer.write(unit(event(epn(), 0)))))
                    .toList();
            var poison = callers.submit(() -> {
                var id = epn();
                return writer.write(unit(List.of(take("a\0b", id.value())), event(id, 0)));
            });
            holder.rollback();

            assertThat(first).succeedsWithin(5, SECONDS).isInstanceOf(Verdict.Written.class);
            assertThat(good)
                    .allSatisfy(caller ->
                            assertThat(caller).succeedsWithin(5, SECONDS).isInstanceOf(Verdict.Written.class));
            assertThat(poison).failsWithin(5, SECONDS).withThrowableOfType(ExecutionException.class);
            callers.close();
        }
        assertThat(trial.count("event")).isEqualTo(before + 21);
    }

    @Test
    void a_full_queue_refuses_at_once_and_what_it_holds_is_written() throws SQLException {
        try (var narrow = new Writer(trial.settings(Duration.ofSeconds(5), Duration.ofSeconds(5), 3));
                var holder = trial.connect();
                var statement = holder.createStatement();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1818584167)");
            var first = callers.submit(() -> narrow.write(unit(event(epn(), 0))));
            await().until(() -> waitingForLock() == 1);
            var answered = new AtomicInteger();
            var refused = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                var _ = callers.submit(() -> {
                    try {
                        narrow.write(unit(event(epn(), 0)));
                        answered.incrementAndGet();
                    } catch (Unavailable full) {
                        refused.incrementAndGet();
                    }
                });
            }
            await().untilAtomic(refused, org.hamcrest.Matchers.is(7));
            holder.rollback();
            assertThat(first).succeedsWithin(5, SECONDS);
            await().untilAtomic(answered, org.hamcrest.Matchers.is(3));
        }
    }

    @Test
    void a_node_that_stalls_with_the_lock_loses_it() throws SQLException {
        var settings = trial.settings(Duration.ofSeconds(1), Duration.ofSeconds(10), 10);
        try (var stalled = settings.open();
                var statement = stalled.createStatement();
                var node = new Writer(settings)) {
            stalled.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1818584167)");

            assertThat(node.write(unit(event(epn(), 0)))).isInstanceOf(Verdict.Written.class);
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void a_database_that_does_not_answer_is_unavailable_and_soon_at_once() {
        var nowhere = new Writer.Settings(
                "jdbc:postgresql://localhost:1/none", "u", "p", Duration.ofSeconds(1), Duration.ofMillis(300), 10);
        try (var node = new Writer(nowhere)) {
            assertThatThrownBy(() -> node.write(unit(event(epn(), 0)))).isInstanceOf(Unavailable.class);
            var started = System.nanoTime();
            assertThatThrownBy(() -> node.write(unit(event(epn(), 0)))).isInstanceOf(Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(250));
        }
    }

    @Test
    void an_answer_that_gets_lost_on_its_way_is_found_again() throws Exception {
        var server = URI.create(trial.url().substring("jdbc:".length()));
        try (var wire = Wire.to(server.getHost(), server.getPort());
                var node = new Writer(trial.through(wire).settings())) {
            node.write(unit(event(epn(), 0)));
            var before = trial.count("event");
            var id = epn();
            wire.cutNextAnswer();

            var verdict = node.write(unit(event(id, 0), event(id, 1)));

            assertThat(wire.lostAnswers()).isOne();
            assertThat(verdict).isEqualTo(new Verdict.Written(before + 1));
            assertThat(trial.count("event")).isEqualTo(before + 2);
            // A write without events has only its command id to be known by.
            wire.cutNextAnswer();
            assertThat(node.write(unit(List.of(take(id.toString(), id.value())))))
                    .isInstanceOf(Verdict.Written.class);
            assertThat(wire.lostAnswers()).isEqualTo(2);
        }
    }

    @Test
    void listeners_are_woken_after_a_commit_and_one_that_fails_harms_nobody() {
        var woken = new CountDownLatch(1);
        writer.onCommit(() -> {
            throw new IllegalStateException("of no use");
        });
        writer.onCommit(woken::countDown);

        writer.write(unit(event(epn(), 0)));

        await().until(() -> woken.getCount() == 0);
        assertThat(writer.write(unit(event(epn(), 0)))).isInstanceOf(Verdict.Written.class);
    }

    @Test
    void a_statement_planned_on_empty_tables_serves_full_ones_by_index() throws SQLException {
        var own = Trial.fresh();
        try (var append = new AppendStatement(own.connect());
                var connection = own.connect();
                var statement = connection.createStatement()) {
            // Tables that are known to be empty are best read from end to end, and a plan may be kept for long.
            statement.execute("vacuum analyze ledger.event, ledger.command_log, ledger.claim");
            for (int i = 0; i < 10; i++) {
                var id = epn();
                append.append(List.of(unit(List.of(take(id.toString(), id.value())), event(id, 0))));
            }
            statement.execute("""
                insert into ledger.event
                select i, gen_random_uuid(), gen_random_uuid(), 0, 'epn', 'StaffAppointed', 1, gen_random_uuid(), now(), '', '', ''
                from generate_series(11, 50000) i
                """);
            statement.execute("insert into ledger.command_log (command_id, at) select gen_random_uuid(), now() from"
                    + " generate_series(1, 50000)");
            statement.execute(
                    "insert into ledger.claim select 'trial', i::text, gen_random_uuid() from generate_series(1,"
                            + " 50000) i");
            statement.execute("select pg_stat_force_next_flush()");
            var before = sequentialScans(own);
            for (int i = 0; i < 10; i++) {
                var id = epn();
                assertThat(append.append(List.of(unit(List.of(take("k" + id, id.value())), event(id, 0)))))
                        .hasOnlyElementsOfType(Verdict.Written.class);
                append.append(List.of(unit(List.of(release("k" + id, id.value())), event(id, 1))));
            }
            append.close();
            assertThat(sequentialScans(own)).isEqualTo(before);
        }
    }

    private static long sequentialScans(Trial own) {
        return own.jdbc()
                .sql("select sum(seq_scan) from pg_stat_user_tables where schemaname = 'ledger' and relname <>"
                        + " 'flyway_schema_history'")
                .query(Long.class)
                .single();
    }

    @Test
    void the_ledger_only_grows() {
        writer.write(unit(event(epn(), 0)));

        for (var change : List.of(
                "update ledger.event set type = 'Nothing'", "delete from ledger.event", "truncate ledger.event")) {
            assertThatThrownBy(() -> trial.jdbc().sql(change).update()).hasMessageContaining("only grows");
        }
    }

    @Test
    void a_writer_that_closes_writes_what_waits() {
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        var before = trial.count("event");
        var started = new CountDownLatch(50);
        var waiting = IntStream.range(0, 50)
                .mapToObj(_ -> callers.submit(() -> {
                    started.countDown();
                    return writer.write(unit(event(epn(), 0)));
                }))
                .toList();
        await().until(() -> started.getCount() == 0);
        writer.close();
        var written = 0;
        for (var caller : waiting) {
            try {
                caller.get();
                written++;
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(Unavailable.class);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        callers.close();
        assertThat(trial.count("event")).isEqualTo(before + written);
    }

    private static int waitingForLock() {
        return trial.jdbc().sql("""
            select count(*) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
            """).query(Integer.class).single();
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> future : callers.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
