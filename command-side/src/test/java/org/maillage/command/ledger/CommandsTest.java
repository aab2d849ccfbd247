package org.maillage.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.maillage.command.ledger.Trial.epn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.command.AlreadyKnown;
import org.maillage.command.IdempotencyKeyReused;
import org.maillage.command.StaleVersion;
import org.maillage.command.Unavailable;
import org.maillage.command.UnknownTarget;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.ConsistencyToken;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.trial.Card.MakeCard;
import org.maillage.trial.Centre;
import org.maillage.trial.Centre.Broken;
import org.maillage.trial.Centre.Empty;
import org.maillage.trial.Centre.Full;
import org.maillage.trial.Centre.Held;
import org.maillage.trial.CentreCommand.*;
import org.maillage.trial.FollowUps;

/** Two nodes over one ledger. */
class CommandsTest {

    private static Trial trial;
    private static Node here;
    private static Node there;

    @BeforeAll
    static void start() {
        trial = Trial.fresh();
        here = new Node(trial);
        there = new Node(trial);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
    }

    @Test
    void the_parts_are_those_that_were_chosen() {
        var axon = here.bean(Configuration.class);

        assertThat(axon.commandBus())
                .isExactlyInstanceOf(SimpleCommandBus.class)
                .isSameAs(here.bean(CommandBus.class));
        assertThat(axon.eventStore())
                .isExactlyInstanceOf(EmbeddedEventStore.class)
                .isSameAs(here.bean(EventStore.class));
        assertThat(axon.eventBus()).isSameAs(here.bean(EventBus.class));
        assertThat(here.bean(EventStorageEngine.class)).isExactlyInstanceOf(LedgerEngine.class);
        assertThat(axon.repository(Centre.class)).isExactlyInstanceOf(LedgerRepository.class);
        assertThat(here.context().getBeansOfType(Repository.class).values())
                .hasSize(2)
                .hasOnlyElementsOfType(LedgerRepository.class);
        assertThat(axon.getComponent(TransactionManager.class)).isExactlyInstanceOf(NoTransactionManager.class);
        assertThat(axon.getComponent(CommandTargetResolver.class)).isExactlyInstanceOf(CommandTargets.class);
        assertThat(axon.serializer()).isExactlyInstanceOf(NothingSerialized.class);
        assertThat(axon.eventSerializer()).isExactlyInstanceOf(NothingSerialized.class);
        assertThat(here.context().getBeansOfType(Serializer.class).values())
                .hasOnlyElementsOfType(NothingSerialized.class);
        assertThat(axon.correlationDataProviders()).hasSize(1).hasOnlyElementsOfType(Correlation.class);
        assertThat(here.context().getBeansOfType(CorrelationDataProvider.class)).hasSize(1);
        assertThat(IdentifierFactory.getInstance()).isExactlyInstanceOf(GrowingIdentifiers.class);
        assertThat(UUID.fromString(IdentifierFactory.getInstance().generateIdentifier())
                        .version())
                .isEqualTo(7);
        assertThat(here.context().getBeanDefinitionNames())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("axontimeout"));
    }

    @Test
    void a_command_becomes_events_with_a_version_and_a_token() {
        var id = epn();

        var opened = here.commands().send(new Open(id), Envelope.EMPTY);
        var staffed = here.commands().send(new Staff(id, person()), Envelope.EMPTY);

        assertThat(opened.version()).isZero();
        assertThat(staffed.version()).isOne();
        assertThat(staffed.result()).isEqualTo(1);
        assertThat(staffed.replayed()).isFalse();
        assertThat(staffed.written()).isEqualTo(ConsistencyToken.EMPTY.with(id.value(), lastPosition(id)));
        assertThat(opened.written().positions()).containsOnlyKeys(CloudEvents.partition(id.value()));
    }

    @Test
    void who_is_overtaken_tries_again() {
        var id = opened();
        var rivals = new AtomicInteger(3);
        var tries = new AtomicInteger();

        var outcome = here.commands()
                .send(
                        new StaffMeanwhile(id, person(), () -> {
                            tries.incrementAndGet();
                            if (rivals.getAndDecrement() > 0) {
                                staffedThere(id);
                            }
                        }),
                        Envelope.EMPTY);

        assertThat(outcome.version()).isEqualTo(4);
        assertThat(tries).hasValue(4);
    }

    @Test
    void who_is_overtaken_all_the_time_is_told_so_after_a_while_and_has_written_nothing() {
        var id = opened();
        var tries = new AtomicInteger();

        assertThatThrownBy(() -> here.commands()
                        .send(
                                new StaffMeanwhile(id, person(), () -> {
                                    tries.incrementAndGet();
                                    staffedThere(id);
                                }),
                                Envelope.EMPTY))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("faster");

        assertThat(tries).hasValueGreaterThan(10);
        assertThat(trial.jdbc()
                        .sql("select max(sequence) from ledger.event where aggregate_id = ?")
                        .param(id.value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(tries.get());
    }

    /** On a thread of its own: what is decided here has nothing to do with it. */
    private static void staffedThere(EpnId id) {
        CompletableFuture.runAsync(() -> there.commands().send(new Staff(id, person()), Envelope.EMPTY))
                .join();
    }

    @Test
    void repeating_what_holds_is_silence_at_the_same_version() {
        var id = opened();
        var person = person();
        here.commands().send(new Staff(id, person), Envelope.EMPTY);
        var before = trial.count("command_log");

        var outcome = here.commands().send(new Staff(id, person), Envelope.EMPTY);

        assertThat(outcome.version()).isOne();
        assertThat(outcome.result()).isEqualTo(1);
        assertThat(outcome.written()).isEqualTo(ConsistencyToken.EMPTY);
        assertThat(trial.count("command_log")).isEqualTo(before);
    }

    @Test
    void metadata_tell_who_asked_in_which_trace_and_what_caused_it() throws Exception {
        var id = epn();
        var commandId = Ids.next();
        here.commands()
                .send(new Open(id), new Envelope(commandId, new byte[] {1}, null, "somebody", "00-trace-01", null));

        var stored = stored(id).getFirst();
        assertThat(new String(stored.metadata(), StandardCharsets.UTF_8))
                .isEqualTo(("{'epnId':'%s','actor':'somebody','correlationId':'%s','causationId':'%s',"
                                + "'traceparent':'00-trace-01'}")
                        .formatted(id, commandId, commandId)
                        .replace('\'', '"'));
        assertThat(stored.aggregateType()).isEqualTo("epn");
        assertThat(stored.type()).isEqualTo("EpnRegistered");
        assertThat(EventCodec.read(stored.type(), stored.revision(), stored.payload())
                        .id())
                .isEqualTo(id);
    }

    @Test
    void a_repeated_command_is_answered_with_the_first_answer() {
        var id = opened();
        var person = person();
        var envelope = keyed(Ids.next(), "hash", (result, version) -> bytes(result + "@" + version));

        var first = here.commands().send(new Staff(id, person), envelope);
        here.commands().send(new Staff(id, person()), Envelope.EMPTY);
        var events = trial.count("event");
        var again = there.commands().send(new Staff(id, person), envelope);

        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(again.response()).isEqualTo(first.response()).isEqualTo(bytes("1@1"));
        assertThat(again.version()).isEqualTo(1);
        assertThat(again.written()).isEqualTo(first.written());
        assertThat(trial.count("event")).isEqualTo(events);
    }

    @Test
    void a_repeated_creation_makes_nothing_new_though_it_comes_with_a_new_id() {
        var envelope = keyed(Ids.next(), "hash", (result, _) -> bytes(String.valueOf(result)));
        var first = here.commands().send(new Open(epn()), envelope);

        var again = here.commands().send(new Open(epn()), envelope);

        assertThat(again.replayed()).isTrue();
        assertThat(again.response()).isEqualTo(first.response());
        assertThat(again.version()).isZero();
    }

    @Test
    void silence_is_repeatable_too() {
        var id = opened();
        var person = person();
        here.commands().send(new Staff(id, person), Envelope.EMPTY);
        var envelope = keyed(Ids.next(), "hash", (result, version) -> bytes(result + "@" + version));
        var first = here.commands().send(new Staff(id, person), envelope);
        here.commands().send(new Clear(id, FollowUps.NOBODY), Envelope.EMPTY);

        var again = here.commands().send(new Staff(id, person), envelope);

        assertThat(again.replayed()).isTrue();
        assertThat(again.response()).isEqualTo(first.response()).isEqualTo(bytes("1@1"));
        assertThat(again.written()).isEqualTo(ConsistencyToken.EMPTY);
    }

    @Test
    void a_repeat_finds_its_first_answer_where_the_rules_would_now_refuse() {
        var id = opened();
        var envelope = keyed(Ids.next(), "hash", (_, version) -> bytes("v" + version));
        var command = new StaffUnless(id, person(), 1);
        here.commands().send(command, envelope);

        var again = here.commands().send(command, envelope);

        assertThat(again.replayed()).isTrue();
        assertThat(again.response()).isEqualTo(bytes("v1"));
        assertThatThrownBy(() -> here.commands().send(command, Envelope.EMPTY)).isInstanceOf(Full.class);
    }

    @Test
    void a_refused_command_can_be_tried_again_under_its_key() {
        var id = opened();
        var envelope = keyed(Ids.next(), "hash", (_, version) -> bytes("v" + version));
        here.commands().send(new Staff(id, person()), Envelope.EMPTY);
        var command = new StaffUnless(id, person(), 1);
        assertThatThrownBy(() -> here.commands().send(command, envelope)).isInstanceOf(Full.class);
        here.commands().send(new Clear(id, FollowUps.NOBODY), Envelope.EMPTY);

        var outcome = here.commands().send(command, envelope);

        assertThat(outcome.replayed()).isFalse();
        assertThat(outcome.version()).isEqualTo(3);
    }

    @Test
    void a_key_belongs_to_one_request() {
        var id = opened();
        var key = Ids.next();
        here.commands().send(new Staff(id, person()), keyed(key, "one", null));

        assertThatThrownBy(() -> here.commands().send(new Staff(id, person()), keyed(key, "two", null)))
                .isInstanceOfSatisfying(IdempotencyKeyReused.class, reused -> {
                    assertThat(reused.status()).isEqualTo(422);
                    assertThat(reused.code()).isEqualTo("idempotency-key-reused");
                });
        assertThat(stored(id)).hasSize(2);
    }

    @Test
    void the_same_command_many_times_at_once_happens_once() {
        var id = opened();
        var envelope = keyed(Ids.next(), "hash", (_, version) -> bytes("v" + version));

        var outcomes = atOnce(IntStream.range(0, 20)
                .<Callable<Outcome>>mapToObj(i ->
                        () -> (i % 2 == 0 ? here : there).commands().send(new StaffUnless(id, person(), 99), envelope))
                .toList());

        assertThat(outcomes).filteredOn(outcome -> !outcome.replayed()).hasSize(1);
        assertThat(outcomes).extracting(Outcome::response).containsOnly(bytes("v1"));
        assertThat(stored(id)).hasSize(2);
    }

    @Test
    void the_expected_version_must_be_the_current_one() {
        var id = opened();

        assertThatThrownBy(() -> here.commands().send(new Staff(id, person()), expecting(5)))
                .isInstanceOfSatisfying(
                        StaleVersion.class, stale -> assertThat(stale.code()).isEqualTo("stale-version"));
        assertThat(here.commands().send(new Staff(id, person()), expecting(0)).version())
                .isOne();
        assertThatThrownBy(() -> here.commands().send(new Staff(id, person()), expecting(0)))
                .isInstanceOf(StaleVersion.class);
        assertThatThrownBy(() -> here.commands().send(new OpenOrStaff(epn(), person()), expecting(0)))
                .isInstanceOf(StaleVersion.class);
    }

    @Test
    void an_expected_version_that_this_node_does_not_know_yet_is_looked_up() {
        var id = opened();
        there.commands().send(new Staff(id, person()), Envelope.EMPTY);

        assertThat(here.commands().send(new Staff(id, person()), expecting(1)).version())
                .isEqualTo(2);
    }

    @Test
    void of_many_with_the_same_expected_version_one_wins() {
        var id = opened();
        var won = new AtomicInteger();

        atOnce(IntStream.range(0, 20)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    try {
                        (i % 2 == 0 ? here : there).commands().send(new Staff(id, person()), expecting(0));
                        return won.incrementAndGet();
                    } catch (StaleVersion lost) {
                        return 0;
                    }
                })
                .toList());

        assertThat(won).hasValue(1);
        assertThat(stored(id)).hasSize(2);
    }

    @Test
    void what_does_not_exist_decides_nothing() {
        assertThatThrownBy(() -> here.commands().send(new Staff(epn(), person()), Envelope.EMPTY))
                .isInstanceOfSatisfying(
                        UnknownTarget.class,
                        unknown -> assertThat(unknown.status()).isEqualTo(404));
    }

    @Test
    void an_id_of_another_kind_of_aggregate_is_unknown() {
        var partner = new PartnerId(Ids.next());
        here.commands().send(new MakeCard(partner, epn(), "Carte"), Envelope.EMPTY);

        for (var node : List.of(here, there)) {
            assertThatThrownBy(() ->
                            node.commands().send(new Staff(new EpnId(partner.value()), person()), Envelope.EMPTY))
                    .isInstanceOf(UnknownTarget.class);
            assertThatThrownBy(() ->
                            node.commands().send(new OpenOrStaff(new EpnId(partner.value()), person()), Envelope.EMPTY))
                    .isInstanceOf(AlreadyKnown.class);
        }
    }

    @Test
    void nothing_new_is_made_under_a_known_id() {
        var id = opened();

        assertThatThrownBy(() -> there.commands().send(new Open(id), Envelope.EMPTY))
                .isInstanceOf(AlreadyKnown.class);
        assertThat(stored(id)).hasSize(1);
    }

    @Test
    void many_create_if_missing_and_none_is_lost() {
        var id = epn();

        atOnce(IntStream.range(0, 20)
                .<Callable<Outcome>>mapToObj(i -> () ->
                        (i % 2 == 0 ? here : there).commands().send(new OpenOrStaff(id, person()), Envelope.EMPTY))
                .toList());

        assertThat(stored(id)).hasSize(21);
    }

    @Test
    void few_aggregates_and_many_callers_leave_contiguous_sequences_and_one_row_per_command() {
        var ids = IntStream.range(0, 5).mapToObj(_ -> opened()).toList();
        var events = trial.count("event");
        var commands = trial.count("command_log");

        var outcomes = atOnce(IntStream.range(0, 400)
                .<Callable<Outcome>>mapToObj(i -> () -> (i % 2 == 0 ? here : there)
                        .commands()
                        .send(new Staff(ids.get(i % 5), person()), Envelope.EMPTY))
                .toList());

        assertThat(outcomes).hasSize(400);
        assertThat(trial.count("event")).isEqualTo(events + 400);
        assertThat(trial.count("command_log")).isEqualTo(commands + 400);
        assertThat(ids)
                .allSatisfy(id -> assertThat(stored(id))
                        .extracting(Stored::sequence)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(0, 80).boxed().toList()));
    }

    @Test
    void a_refusal_on_remembered_state_is_decided_again() {
        var id = opened();
        here.commands().send(new Staff(id, person()), Envelope.EMPTY);
        there.commands().send(new Clear(id, FollowUps.NOBODY), Envelope.EMPTY);

        assertThat(here.commands()
                        .send(new StaffUnless(id, person(), 1), Envelope.EMPTY)
                        .version())
                .isEqualTo(3);
    }

    @Test
    void silence_on_remembered_state_is_decided_again() {
        var id = opened();
        var person = person();
        here.commands().send(new Staff(id, person), Envelope.EMPTY);
        there.commands().send(new Clear(id, FollowUps.NOBODY), Envelope.EMPTY);

        assertThat(here.commands().send(new Staff(id, person), Envelope.EMPTY).version())
                .isEqualTo(3);
    }

    @Test
    void a_look_at_remembered_state_refuses_nothing() {
        var id = opened();
        var other = opened();
        assertThatThrownBy(() -> here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY))
                .isInstanceOf(Empty.class);
        there.commands().send(new Staff(other, person()), Envelope.EMPTY);

        assertThat(here.commands()
                        .send(new StaffLike(id, other, person()), Envelope.EMPTY)
                        .version())
                .isOne();
    }

    @Test
    void a_look_follows_what_this_node_writes() {
        var id = opened();
        var other = opened();
        assertThatThrownBy(() -> here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY))
                .isInstanceOf(Empty.class);
        here.commands().send(new Staff(other, person()), Envelope.EMPTY);
        here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY);
        here.commands().send(new Clear(other, FollowUps.NOBODY), Envelope.EMPTY);

        assertThatThrownBy(() -> here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY))
                .isInstanceOf(Empty.class);
        assertThatThrownBy(() -> here.commands().send(new StaffLike(id, epn(), person()), Envelope.EMPTY))
                .isInstanceOf(Empty.class);
        assertThat(here.bean(Look.class).<PartnerEvent, Object>state(other, PartnerEvent.class, (_, event) -> event))
                .isNull();
    }

    @Test
    void a_look_follows_what_another_node_writes() {
        var id = opened();
        var other = opened();
        there.commands().send(new Staff(other, person()), Envelope.EMPTY);
        here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY);
        there.commands().send(new Clear(other, FollowUps.NOBODY), Envelope.EMPTY);

        // What is remembered would let it pass for ever.
        await().untilAsserted(() -> assertThatThrownBy(
                        () -> here.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY))
                .isInstanceOf(Empty.class));
    }

    @Test
    void a_node_that_hears_nothing_believes_nothing_that_it_remembers() {
        try (var deaf = new Node(trial)) {
            var id = opened();
            var other = opened();
            deaf.commands().send(new Staff(other, person()), Envelope.EMPTY);
            deaf.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY);
            deaf.bean(Neighbours.class).stop();
            var histories = deaf.bean(Histories.class);
            await().until(() -> !histories.hears());
            there.commands().send(new Clear(other, FollowUps.NOBODY), Envelope.EMPTY);

            assertThatThrownBy(() -> deaf.commands().send(new StaffLike(id, other, person()), Envelope.EMPTY))
                    .isInstanceOf(Empty.class);
        }
    }

    @Test
    void a_claim_is_held_by_one_until_it_is_released() {
        var id = opened();
        var other = opened();
        var key = Ids.next().toString();
        here.commands().send(new Hold(id, key, person()), Envelope.EMPTY);

        assertThat(here.bean(Claims.class).owner("trial", key)).isEqualTo(id.value());
        assertThatThrownBy(() -> there.commands().send(new Hold(other, key, person()), Envelope.EMPTY))
                .isInstanceOf(Held.class);
        assertThat(stored(other)).hasSize(1);

        here.commands().send(new LetGo(id, key, person()), Envelope.EMPTY);
        assertThat(there.commands()
                        .send(new Hold(other, key, person()), Envelope.EMPTY)
                        .version())
                .isOne();
        assertThat(here.bean(Claims.class).owner("trial", key)).isEqualTo(other.value());
    }

    @Test
    void a_poisoned_claim_fails_its_command_alone() {
        var id = opened();

        assertThatThrownBy(() -> here.commands().send(new Hold(id, "a\0b", person()), Envelope.EMPTY))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> here.commands().send(new Hold(id, "a\ud800b", person()), Envelope.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(here.commands().send(new Staff(id, person()), Envelope.EMPTY).version())
                .isOne();
    }

    @Test
    void text_that_postgresql_could_not_hold_is_kept_as_it_was() {
        for (var name : List.of("a\ud800b", "a\0b")) {
            var partner = new PartnerId(Ids.next());

            here.commands().send(new MakeCard(partner, epn(), name), Envelope.EMPTY);

            var stored = stored(new EpnId(partner.value())).getFirst();
            assertThat(EventCodec.read(stored.type(), stored.revision(), stored.payload()))
                    .isInstanceOfSatisfying(
                            PartnerRegistered.class,
                            made -> assertThat(made.name()).isEqualTo(name));
        }
    }

    @Test
    void a_nested_command_is_part_of_the_write() {
        var id = opened();
        var other = opened();
        var commands = trial.count("command_log");

        var outcome = here.commands().send(new StaffBoth(id, other, person(), After.NOTHING), Envelope.EMPTY);

        assertThat(outcome.version()).isOne();
        assertThat(outcome.written())
                .isEqualTo(ConsistencyToken.EMPTY
                        .with(id.value(), lastPosition(id))
                        .with(other.value(), lastPosition(other)));
        assertThat(stored(other).getLast().recordedAt())
                .isEqualTo(stored(id).getLast().recordedAt());
        assertThat(new String(stored(other).getLast().metadata(), StandardCharsets.UTF_8))
                .contains("correlationId", "causationId");
        assertThat(trial.count("command_log")).isEqualTo(commands + 1);
    }

    @Test
    void a_nested_refusal_refuses_the_whole() {
        var id = opened();
        var other = opened();
        here.commands().send(new Staff(other, person()), Envelope.EMPTY);

        assertThatThrownBy(
                        () -> here.commands().send(new StaffBoth(id, other, person(), After.NOTHING), Envelope.EMPTY))
                .isInstanceOf(Full.class);

        assertThat(stored(id)).hasSize(1);
        assertThat(stored(other)).hasSize(2);
        assertThat(here.commands().send(new Staff(id, person()), Envelope.EMPTY).version())
                .isOne();
    }

    @Test
    void a_failure_after_a_nested_success_undoes_both() {
        var id = opened();
        var other = opened();

        assertThatThrownBy(() -> here.commands().send(new StaffBoth(id, other, person(), After.FAIL), Envelope.EMPTY))
                .isInstanceOf(Broken.class);

        assertThat(stored(id)).hasSize(1);
        assertThat(stored(other)).hasSize(1);
        assertThat(here.commands()
                        .send(new StaffUnless(other, person(), 1), Envelope.EMPTY)
                        .version())
                .isOne();
    }

    @Test
    void a_nested_failure_that_is_caught_leaves_the_rest() {
        var id = opened();
        var other = opened();
        here.commands().send(new Staff(other, person()), Envelope.EMPTY);

        var outcome = here.commands().send(new StaffBoth(id, other, person(), After.CATCH), Envelope.EMPTY);

        assertThat(outcome.version()).isOne();
        assertThat(stored(other)).hasSize(2);
        assertThat(here.commands()
                        .send(new Staff(other, person()), Envelope.EMPTY)
                        .version())
                .isEqualTo(2);
    }

    @Test
    void what_a_policy_adds_before_the_commit_is_part_of_the_write() {
        var id = opened();
        var other = opened();
        var commands = trial.count("command_log");

        here.commands().send(new Clear(id, new PersonId(other.value())), Envelope.EMPTY);

        assertThat(stored(id)).extracting(Stored::type).containsExactly("EpnRegistered", "HourlyRateSet");
        assertThat(stored(other)).extracting(Stored::type).containsExactly("EpnRegistered", "StaffAppointed");
        assertThat(lastPosition(other)).isEqualTo(lastPosition(id) + 1);
        assertThat(trial.count("command_log")).isEqualTo(commands + 1);
    }

    @Test
    void a_policy_may_come_back_to_the_aggregate_that_decided() {
        var id = opened();

        var outcome = here.commands().send(new Clear(id, new PersonId(id.value())), Envelope.EMPTY);

        assertThat(outcome.version()).isEqualTo(2);
        assertThat(here.commands()
                        .send(new Staff(id, new PersonId(id.value())), Envelope.EMPTY)
                        .result())
                .isEqualTo(1);
        assertThat(stored(id)).hasSize(3);
    }

    @Test
    void a_refusal_of_what_a_policy_wants_refuses_the_whole() {
        var id = opened();

        assertThatThrownBy(() -> here.commands().send(new Clear(id, person()), Envelope.EMPTY))
                .isInstanceOf(UnknownTarget.class);
        assertThat(stored(id)).hasSize(1);
    }

    @Test
    void two_that_need_each_other_both_get_their_turn() {
        var one = opened();
        var two = opened();

        atOnce(IntStream.range(0, 40)
                .<Callable<Outcome>>mapToObj(i -> () -> here.commands()
                        .send(
                                new Clear(i % 2 == 0 ? one : two, new PersonId((i % 2 == 0 ? two : one).value())),
                                Envelope.EMPTY))
                .toList());

        assertThat(stored(one).size() + stored(two).size()).isGreaterThanOrEqualTo(42);
    }

    private static EpnId opened() {
        var id = epn();
        here.commands().send(new Open(id), Envelope.EMPTY);
        return id;
    }

    private static PersonId person() {
        return new PersonId(Ids.next());
    }

    private static Envelope keyed(UUID key, String hash, @Nullable Responder responder) {
        return new Envelope(key, bytes(hash), null, null, null, responder);
    }

    private static Envelope expecting(long version) {
        return new Envelope(null, null, version, null, null, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Stored> stored(EpnId id) {
        return here.bean(Ledger.class).read(0, Integer.MAX_VALUE).stream()
                .filter(stored -> stored.aggregateId().equals(id.value()))
                .toList();
    }

    private static long lastPosition(EpnId id) {
        return stored(id).getLast().position();
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
