package org.maillage.query.pipeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.partnership.Warning;
import org.maillage.query.intake.Recorded;

/** How a partnership came to be what it is on a day, and since when each warning stands without a break. */
final class Timeline {

    private final Situation situation = new Situation();
    private final Map<Warning, Instant> raised = new EnumMap<>(Warning.class);
    private Instant last = Instant.EPOCH;

    private Timeline() {}

    /** One event where it was kept. */
    record Step(Stream stream, Recorded recorded) {

        private long position() {
            return recorded.position();
        }
    }

    /**
     * What a day makes of what was recorded.
     *
     * @param steps in any order: the ledger’s decides
     */
    static Timeline of(List<Step> steps, LocalDate today) {
        var timeline = new Timeline();
        steps.stream().sorted(Comparator.comparingLong(Step::position)).forEach(timeline::take);
        timeline.pass(today);
        return timeline;
    }

    private void take(Step step) {
        var recorded = step.recorded();
        var day = BusinessDay.of(recorded.at());
        pass(day);
        situation.on(step.stream(), recorded);
        last = recorded.at();
        for (var warning : concerned(step.stream())) {
            if (Conditions.holds(warning, situation, day)) {
                raised.putIfAbsent(warning, recorded.at());
            } else {
                raised.remove(warning);
            }
        }
    }

    private Collection<Warning> concerned(Stream stream) {
        if (situation.partnership() == null) {
            return Set.of();
        }
        return switch (stream) {
            case LIVES -> Conditions.AMONG_OTHERS;
            case CENTRE, PROJECT, PARTNER, PARTNERSHIP -> Conditions.known();
            case PERSON -> Set.of();
        };
    }

    /** Days go by without any fact. */
    private void pass(LocalDate day) {
        var lastDay = BusinessDay.of(last);
        if (situation.partnership() == null || !day.isAfter(lastDay)) {
            return;
        }
        for (var warning : Conditions.TIMED) {
            if (!Conditions.holds(warning, situation, day)) {
                raised.remove(warning);
            } else if (!raised.containsKey(warning)) {
                raised.put(warning, start(warning, lastDay, day));
            }
        }
    }

    private Instant start(Warning warning, LocalDate lastDay, LocalDate day) {
        var first = day;
        while (first.minusDays(1).isAfter(lastDay) && Conditions.holds(warning, situation, first.minusDays(1))) {
            first = first.minusDays(1);
        }
        return first.atStartOfDay(BusinessDay.ZONE).toInstant();
    }

    Situation situation() {
        return situation;
    }

    /** The warnings that stand, each with the instant since which it does. */
    Map<Warning, Instant> raised() {
        return raised;
    }
}
