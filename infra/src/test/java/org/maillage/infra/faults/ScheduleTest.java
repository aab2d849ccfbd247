package org.maillage.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    private static Schedule schedule(long seed, int faults, int seconds, Set<Kind> kinds) {
        return Schedule.of(
                seed,
                faults,
                Duration.ofSeconds(seconds),
                kinds,
                List.of("command-1", "command-2"),
                List.of("query-1", "query-2"));
    }

    private static Schedule schedule(long seed, int faults, int seconds) {
        return schedule(seed, faults, seconds, EnumSet.allOf(Kind.class));
    }

    @Test
    void a_seed_gives_the_same_schedule_and_another_seed_another() {
        assertThat(schedule(7, 300, 600).lines())
                .isEqualTo(schedule(7, 300, 600).lines());
        assertThat(schedule(7, 300, 600).lines())
                .isNotEqualTo(schedule(8, 300, 600).lines());
    }

    @Test
    void the_short_run_has_every_kind() {
        assertThat(schedule(7, 25, 50).faults())
                .hasSize(25)
                .extracting(Fault::kind)
                .contains(Kind.values());
    }

    @Test
    void only_what_is_allowed_comes() {
        assertThat(schedule(7, 40, 80, EnumSet.of(Kind.CUT, Kind.PAUSE_NODE)).faults())
                .hasSize(40)
                .extracting(Fault::kind)
                .containsOnly(Kind.CUT, Kind.PAUSE_NODE);
    }

    @Test
    void what_all_need_is_not_taken_away_twice_at_once() {
        var outages = schedule(7, 1_000, 2_000).faults().stream()
                .filter(fault -> fault.kind().isOutage())
                .sorted(Comparator.comparingLong(Fault::at))
                .toList();
        assertThat(outages).hasSizeGreaterThan(50);
        for (int i = 1; i < outages.size(); i++) {
            var before = outages.get(i - 1);
            assertThat(outages.get(i).at()).isGreaterThan(before.at() + before.millis());
        }
    }
}
