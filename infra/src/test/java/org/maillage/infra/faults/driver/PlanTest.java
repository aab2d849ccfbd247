package org.maillage.infra.faults.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.access.AccessTable;

/** The plan against answers that always say yes: what it thinks of, and what it remembers. */
class PlanTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final int LONG = 30_000;

    /** Tells a story of so many steps, in which a few commands are always on their way; hears of each command. */
    private static List<String> told(long seed, int steps) {
        var plan = new Plan(seed, TODAY);
        var echo = new Echo();
        var open = new ArrayDeque<Ask>();
        var story = new ArrayList<String>();
        for (int i = 0; i < steps; i++) {
            var asks = plan.next();
            for (var ask : asks) {
                story.add(ask.path() + " " + ask.url() + " " + ask.body() + " " + ask.expects());
                open.add(ask);
            }
            while (open.size() > (asks.isEmpty() ? 0 : 5)) {
                var ask = open.remove();
                plan.acknowledged(ask, echo.to(ask));
            }
        }
        return story;
    }

    @Test
    void every_command_of_the_platform_is_thought_of_in_a_long_walk() {
        var issued = new HashMap<String, Integer>();
        told(1, LONG).forEach(line -> issued.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum));

        var commands = new TreeSet<String>();
        AccessTable.rows().keySet().stream()
                .filter(endpoint -> endpoint.startsWith("POST /"))
                .map(endpoint -> endpoint.substring("POST ".length()))
                .filter(path -> !path.startsWith("/operations"))
                .forEach(commands::add);
        assertThat(issued.keySet()).containsExactlyInAnyOrderElementsOf(commands);
        assertThat(issued.get("/time-entries")).isGreaterThan(LONG / 20);
    }

    @Test
    void the_same_seed_and_the_same_answers_tell_the_same_story() {
        assertThat(told(2, 4_000)).isEqualTo(told(2, 4_000)).isNotEqualTo(told(3, 4_000));
    }

    @Test
    void what_only_one_may_have_is_asked_for_by_two_at_once() {
        var contested = new HashSet<String>();
        var plan = new Plan(4, TODAY);
        var echo = new Echo();
        for (int i = 0; i < 12_000; i++) {
            var asks = plan.next();
            if (asks.size() == 2 && asks.getFirst().rival() == asks.getLast()) {
                contested.add(asks.getFirst().path());
            }
            asks.stream()
                    .filter(ask -> asks.getFirst().rival() != ask)
                    .forEach(ask -> plan.acknowledged(ask, echo.to(ask)));
            asks.stream().filter(ask -> asks.getFirst().rival() == ask).forEach(plan::refused);
        }

        assertThat(contested)
                .contains(
                        "/partners",
                        "/partnerships",
                        "/conventions",
                        "/bilans",
                        "/image-consents",
                        "/partnerships/{id}/receipts",
                        "/time-entries");
    }

    @Test
    void what_is_finished_or_lost_is_forgotten() {
        var plan = new Plan(5, TODAY);
        var echo = new Echo();
        var seen = new HashSet<String>();
        int most = 0;
        for (int i = 0; i < LONG; i++) {
            for (var ask : plan.next()) {
                if (i % 97 == 0) {
                    plan.abandoned(ask);
                } else {
                    var answer = echo.to(ask);
                    if (ask.path().equals("/partnerships")) {
                        seen.add(answer.id());
                    }
                    plan.acknowledged(ask, answer);
                }
            }
            most = Math.max(most, plan.partnerships());
        }

        assertThat(seen).hasSizeGreaterThan(200);
        assertThat(most).isBetween(50, 100);
    }

    @Test
    void nobody_is_asked_to_do_what_somebody_else_is_changing() {
        var plan = new Plan(6, TODAY);
        var echo = new Echo();
        var steps = new HashMap<String, Integer>();
        for (int i = 0; i < 3_000; i++) {
            for (var ask : plan.next()) {
                // Changes of state are never answered: nobody may touch these partnerships again, but the hot ones.
                if (!ask.path().equals("/partnerships/{id}/negotiation")) {
                    plan.acknowledged(ask, echo.to(ask));
                } else if (!ask.isOnHot()) {
                    steps.merge(ask.url(), 1, Integer::sum);
                }
            }
        }

        assertThat(steps)
                .hasSizeGreaterThan(10)
                .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
    }
}
