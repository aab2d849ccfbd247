package org.maillage.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.servers.Jvm;

final class TurnsTest {

    @Test
    void sides_take_turns() {
        var order = new StringBuilder();
        Turns.take(4, () -> order.append('A').length(), () -> order.append('B').length(), quiet());

        assertThat(order).hasToString("ABBAABBA");
    }

    @Test
    void the_value_is_the_median_of_the_pairs_whoever_began() {
        var ours = List.of(10.0, 30.0, 20.0).iterator();
        var turns = Turns.take(3, ours::next, () -> 10.0, quiet());

        var row = turns.row(Goal.GOODPUT, "a ÷ b", Double::doubleValue, "a", "b", "/s");

        assertThat(row.getFirst()).isEqualTo(Goal.GOODPUT.row("a ÷ b", 2, 1, 3));
        assertThat(row).extracting(Measure::id).containsExactly("P11a", "P11a.ours", "P11a.plain", "P11a.others");
        assertThat(row.get(1).value()).isEqualTo(20);
        assertThat(row.get(2).value()).isEqualTo(10);
    }

    @Test
    void pairs_that_others_disturb_are_taken_again() {
        var number = new ArrayList<Integer>();
        var turns = Turns.take(2, () -> next(number), () -> 0, disturbed(0.5, 0.01, 0.09, 0.02));

        assertThat(turns.ours()).containsExactly(1, 3);
        assertThat(number).hasSize(4);
    }

    @Test
    void where_it_is_never_quiet_the_least_disturbed_pairs_count_and_say_so() {
        var number = new ArrayList<Integer>();
        var turns = Turns.take(2, () -> next(number), () -> 0, disturbed(0.5, 0.2, 0.9, 0.3));

        assertThat(turns.ours()).containsExactly(1, 3);
        assertThat(turns.foreign("P1a").low()).isCloseTo(20, within(1e-9));
        assertThat(turns.foreign("P1a").high()).isCloseTo(30, within(1e-9));
    }

    @Test
    void what_works_for_us_is_no_stranger_and_is_counted_once() throws Exception {
        var quiet = new Quiet();
        var busy = new ProcessBuilder(Jvm.command(List.of(), Busy.class)).start();
        try {
            busy.getInputStream().read();
            double before = quiet.worked();
            double foreign = quiet.foreignDuring(() -> {
                try {
                    busy.waitFor(1, TimeUnit.SECONDS);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            double worked = quiet.worked() - before;

            assertThat(quiet.workedBy(busy.toHandle())).isPositive();
            assertThat(worked).isGreaterThan(0.1);
            assertThat(foreign).isBetween(0.0, 1.0);
        } finally {
            busy.destroyForcibly().waitFor();
        }
        // It has ended, and what it has done is still ours.
        assertThat(quiet.worked()).isGreaterThan(0.1);
    }

    static final class Busy {
        public static void main(String[] args) {
            System.out.println("ready");
            for (long end = System.nanoTime() + Duration.ofMinutes(1).toNanos(); System.nanoTime() - end < 0; ) {
                Thread.onSpinWait();
            }
        }
    }

    private static Integer next(List<Integer> numbers) {
        numbers.add(numbers.size());
        return numbers.getLast();
    }

    private static Turns.Watch quiet() {
        return what -> {
            what.run();
            return 0;
        };
    }

    private static Turns.Watch disturbed(Double... shares) {
        Iterator<Double> next = List.of(shares).iterator();
        return what -> {
            what.run();
            return next.next();
        };
    }
}
