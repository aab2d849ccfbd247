package org.maillage.command.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.maillage.kernel.Ids;
import org.maillage.kernel.epn.EpnId;

/** Whatever is submitted in whatever batches, the ledger holds what a single careful clerk would have written. */
class LedgerModelTest {

    private static final Trial TRIAL = Trial.fresh();

    /** A unit of the clerk's: aggregates and claim keys are small numbers; offsets of 0 are right, others wrong. */
    record Slip(int aggregate, int events, int offset, Step claim, int key) {}

    enum Step {
        NONE,
        TAKE,
        RELEASE
    }

    @Property(tries = 60)
    void the_ledger_holds_what_a_careful_clerk_would_have_written(@ForAll("batches") List<List<Slip>> batches)
            throws SQLException {
        var run = Ids.next();
        var aggregates = new HashMap<Integer, EpnId>();
        var lasts = new HashMap<EpnId, Long>();
        var holders = new HashMap<String, UUID>();
        var base = TRIAL.count("event");
        try (var append = new AppendStatement(TRIAL.connect())) {
            for (var batch : batches) {
                var touched = new HashSet<Object>();
                var units = new ArrayList<Unit>();
                for (var slip : batch) {
                    var unit = unit(run, slip, aggregates, lasts);
                    // The writer never puts two units that touch the same into one batch.
                    if (disjoint(touched, unit.touched())) {
                        units.add(unit);
                    }
                }
                if (units.isEmpty()) {
                    continue;
                }
                var verdicts = append.append(units);
                for (int i = 0; i < units.size(); i++) {
                    assertThat(verdicts.get(i)).isEqualTo(expected(units.get(i), lasts, holders, base));
                    if (verdicts.get(i) instanceof Verdict.Written) {
                        base += units.get(i).events().size();
                        note(units.get(i), lasts, holders);
                    }
                }
            }
        }
        assertThat(TRIAL.jdbc()
                        .sql("select position from ledger.event order by position")
                        .query(Long.class)
                        .list())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, base).boxed().toList());
        assertThat(claims(run)).isEqualTo(holders);
    }

    private static boolean disjoint(Set<Object> touched, Set<Object> mine) {
        var disjoint = mine.stream().noneMatch(touched::contains);
        touched.addAll(mine);
        return disjoint;
    }

    private static Unit unit(UUID run, Slip slip, Map<Integer, EpnId> aggregates, Map<EpnId, Long> lasts) {
        var id = aggregates.computeIfAbsent(slip.aggregate(), _ -> Trial.epn());
        var first = Math.max(0, lasts.getOrDefault(id, -1L) + 1 + slip.offset());
        var events = LongStream.range(first, first + slip.events())
                .mapToObj(sequence -> Trial.event(id, sequence))
                .toArray(StagedEvent[]::new);
        var key = run + "/" + slip.key();
        BiFunction<String, UUID, ClaimChange> change = slip.claim() == Step.TAKE ? Trial::take : Trial::release;
        return Trial.unit(slip.claim() == Step.NONE ? List.of() : List.of(change.apply(key, id.value())), events);
    }

    private static Verdict expected(Unit unit, Map<EpnId, Long> lasts, Map<String, UUID> holders, long base) {
        for (var head : unit.heads().entrySet()) {
            var last = lasts.getOrDefault(new EpnId(head.getKey()), -1L);
            if (head.getValue() != last + 1 && head.getValue() != 0) {
                return new Verdict.LostRace();
            }
        }
        for (var claim : unit.claims()) {
            var holder = holders.get(claim.name().key());
            if (claim.before() == null && holder != null && !holder.equals(claim.after())) {
                return new Verdict.ClaimHeld(claim);
            }
            if (claim.before() != null && !claim.before().equals(holder)) {
                return new Verdict.LostRace();
            }
        }
        for (var head : unit.heads().entrySet()) {
            if (head.getValue() != lasts.getOrDefault(new EpnId(head.getKey()), -1L) + 1) {
                return new Verdict.BornAlready();
            }
        }
        return new Verdict.Written(base + 1);
    }

    private static void note(Unit unit, Map<EpnId, Long> lasts, Map<String, UUID> holders) {
        unit.events().forEach(event -> lasts.put(new EpnId(event.aggregateId()), event.sequence()));
        for (var claim : unit.claims()) {
            if (claim.after() == null) {
                holders.remove(claim.name().key());
            } else {
                holders.put(claim.name().key(), claim.after());
            }
        }
    }

    private static Map<String, UUID> claims(UUID run) {
        var claims = new HashMap<String, UUID>();
        TRIAL.jdbc()
                .sql("select key, owner from ledger.claim where key like ?")
                .param(run + "/%")
                .query(row -> {
                    claims.put(row.getString(1), row.getObject(2, UUID.class));
                });
        return claims;
    }

    @Provide
    Arbitrary<List<List<Slip>>> batches() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, -1), Tuple.of(1, 1)),
                        Arbitraries.of(Step.class),
                        Arbitraries.integers().between(0, 3))
                .as(Slip::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .list()
                .ofMaxSize(12);
    }

    /** What the steps of a unit come to is what they would have done one after the other. */
    @Property(tries = 500)
    void the_steps_of_a_unit_come_to_one_change_per_claim(@ForAll("steps") List<ClaimStep> steps) {
        var first = steps.getFirst();
        var held = new HashMap<String, UUID>();
        if (!first.taken()) {
            held.put(first.key(), first.owner());
        }
        var before = held.get(first.key());
        var refused = false;
        for (var step : steps) {
            var holder = held.get(step.key());
            if (step.taken()
                    ? holder != null && !holder.equals(step.owner())
                    : !step.owner().equals(holder)) {
                refused = true;
                break;
            }
            if (step.taken()) {
                held.put(step.key(), step.owner());
            } else {
                held.remove(step.key());
            }
        }
        if (refused) {
            assertThatThrownBy(() -> ClaimChange.of(steps)).isInstanceOf(IllegalStateException.class);
        } else if (before == null && held.isEmpty()) {
            assertThat(ClaimChange.of(steps)).isEmpty();
        } else {
            assertThat(ClaimChange.of(steps)).singleElement().satisfies(change -> {
                assertThat(change.before()).isEqualTo(before);
                assertThat(change.after()).isEqualTo(held.get(first.key()));
            });
        }
    }

    @Provide
    Arbitrary<List<ClaimStep>> steps() {
        var owners = Arbitraries.of(new UUID(0, 1), new UUID(0, 2));
        return Combinators.combine(owners, Arbitraries.of(true, false))
                .as((owner, taken) ->
                        new ClaimStep("trial", "key", owner, taken ? () -> new IllegalStateException("held") : null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}
