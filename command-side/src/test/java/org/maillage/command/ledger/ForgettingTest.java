package org.maillage.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maillage.command.ledger.Trial.epn;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.person.PersonId;
import org.maillage.trial.CentreCommand.Open;
import org.maillage.trial.CentreCommand.StaffUnless;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A month passes by moving what is stored into the past. */
class ForgettingTest {

    private static Trial trial;
    private static Node node;

    @BeforeAll
    static void start() {
        trial = Trial.fresh();
        node = new Node(trial);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void nothingIsDue() {
        forgetNow();
    }

    /** By a node that has just started: what is moved into the past here is nothing that one in service would look at again. */
    private static int forgetNow() {
        return new Forgetting(
                        new DriverManagerDataSource(trial.url(), trial.user(), trial.password()), Duration.ofDays(30))
                .forgetNow();
    }

    @Test
    void a_key_gives_the_first_answer_for_thirty_days_and_then_counts_as_new() {
        var id = opened();
        var key = Ids.next();
        assertThat(staff(id, key).replayed()).isFalse();

        pass("29 days 23 hours", key);
        assertThat(forgetNow()).isZero();
        var repeat = staff(id, key);
        assertThat(repeat.replayed()).isTrue();
        assertThat(repeat.version()).isOne();

        pass("2 hours", key);
        assertThat(forgetNow()).isOne();
        var anew = staff(id, key);
        assertThat(anew.replayed()).isFalse();
        assertThat(anew.version()).isEqualTo(2);
        assertThat(staff(id, key).replayed()).isTrue();
    }

    @Test
    void a_command_that_no_client_can_repeat_is_forgotten_after_a_day() {
        var id = opened();
        var own = trial.jdbc()
                .sql("select command_id from ledger.command_log where first_position = "
                        + "(select position from ledger.event where aggregate_id = ?)")
                .param(id.value())
                .query(UUID.class)
                .single();

        pass("23 hours", own);
        assertThat(forgetNow()).isZero();
        pass("2 hours", own);
        assertThat(forgetNow()).isOne();
    }

    @Test
    void many_are_forgotten_in_many_batches_and_what_came_later_stays() {
        trial.jdbc().sql("""
            insert into ledger.command_log (command_id, request_hash, at)
            select gen_random_uuid(), '\\x00', now() - interval '40 days' + make_interval(mins => i)
            from generate_series(1, 1700) i
            """).update();
        var before = trial.count("command_log");

        assertThat(forgetNow()).isEqualTo(1_700);
        assertThat(trial.count("command_log")).isEqualTo(before - 1_700);
        assertThat(forgetNow()).isZero();
    }

    @Test
    void nothing_that_may_be_asked_for_can_be_forgotten_even_by_mistake() {
        assertThatThrownBy(() -> forget(true, "23 hours")).hasMessageContaining("remembered longer");
        assertThatThrownBy(() -> forget(false, "59 minutes")).hasMessageContaining("remembered longer");
        assertThatThrownBy(() -> new Forgetting(
                        new DriverManagerDataSource(trial.url(), trial.user(), trial.password()), Duration.ofHours(23)))
                .hasMessageContaining("maillage.idempotency-retention");
    }

    @Test
    void the_node_forgets_by_itself() {
        assertThat(node.bean(Forgetting.class).isRunning()).isTrue();
    }

    private static void forget(boolean repeatable, String kept) {
        trial.jdbc()
                .sql("select forgotten from ledger.forget_commands(?, '-infinity', ?::interval, 10)")
                .param(repeatable)
                .param(kept)
                .query(Integer.class)
                .single();
    }

    private static EpnId opened() {
        var id = epn();
        node.commands().send(new Open(id), Envelope.EMPTY);
        return id;
    }

    private static Outcome staff(EpnId id, UUID key) {
        return node.commands()
                .send(
                        new StaffUnless(id, new PersonId(Ids.next()), 5),
                        new Envelope(key, new byte[] {1}, null, null, null, (_, _) -> new byte[] {2}));
    }

    private static void pass(String time, UUID command) {
        trial.jdbc()
                .sql("update ledger.command_log set at = at - ?::interval where command_id = ?")
                .param(time)
                .param(command)
                .update();
    }
}
