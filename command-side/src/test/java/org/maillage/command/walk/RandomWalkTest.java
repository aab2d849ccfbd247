package org.maillage.command.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.command.World;
import org.maillage.command.walk.planted.Lamp;
import org.maillage.command.walk.planted.LampEvent;
import org.maillage.command.walk.planted.LampId;
import org.maillage.kernel.Event;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;

/**
 * Random commands, legal and illegal, to every aggregate: each is answered by events or by a named refusal, each event is drawn in
 * {@link Drawn}, and whoever reads a history knows what whoever decided it knew. Everything that is drawn is met: a rule that is too
 * strict is found as well as one that is too lax. {@code -Dwalk.seed} and {@code -Dwalk.steps} walk elsewhere and further.
 */
class RandomWalkTest {

    private static final long SEED = Long.getLong("walk.seed", 2);

    /** Enough to meet all that is drawn, twice over. */
    private static final int MOST_STEPS = Integer.getInteger("walk.steps", 150_000);

    private static final int ROUND = 5_000;

    /** Further walks once everything was met. */
    private static final int LAST_ROUNDS = 2;

    private static Exploration exploration;

    @BeforeAll
    static void walk() {
        var house = House.whole();
        exploration = new Exploration(house, Drawn.BY_AGGREGATE, Drawn.BESIDE_A_PARTNERSHIP, people(), SEED);
        exploration.tell(Story.of(house));
        int left = LAST_ROUNDS;
        for (int steps = 0; steps < MOST_STEPS && left > 0; steps += ROUND) {
            exploration.explore(ROUND);
            left -= unmet().isEmpty() ? 1 : 0;
        }
        System.out.println(exploration.statistics());
        System.out.println(unmet());
    }

    /** With enough partners of one centre to take part together. */
    private static List<Event> people() {
        var people = new ArrayList<>(World.people());
        for (int i = 0; i < 3; i++) {
            people.add(World.partner(
                    i == 0 ? Story.THIRD_PARTNER : new PartnerId(new UUID(3, 10 + i)),
                    World.EPN,
                    PartnerKind.values()[i]));
        }
        return people;
    }

    private static List<Exploration.Unmet> unmet() {
        return exploration.unmet().stream()
                .filter(missing ->
                        !Drawn.NOT_BY_A_COMMAND.contains(missing.edge().event()))
                .toList();
    }

    @Test
    void nothing_illegal_is_accepted_and_nothing_is_refused_without_a_name() {
        assertThat(exploration.faults())
                .as(String.join("\n", exploration.faults()))
                .isEmpty();
    }

    @Test
    void everything_that_is_drawn_happens() {
        assertThat(unmet()).isEmpty();
    }

    @Test
    void every_command_is_accepted_at_some_time() {
        assertThat(exploration.neverAccepted()).isEmpty();
    }

    @Test
    void every_aggregate_and_every_event_is_drawn() {
        for (var family : Family.under("org.maillage.command")) {
            var machine = Drawn.BY_AGGREGATE.get(family.name());
            assertThat(machine).as(family.name()).isNotNull();
            var drawn = new TreeSet<String>();
            machine.edges().forEach(edge -> drawn.add(edge.event()));
            assertThat(drawn).as(family.name()).isEqualTo(new TreeSet<>(family.eventNames()));
        }
        assertThat(Drawn.BY_AGGREGATE).hasSameSizeAs(Family.under("org.maillage.command"));
    }

    @Test
    void only_policies_send_what_comes_from_within() {
        var within = new TreeSet<String>();
        Family.under("org.maillage.command")
                .forEach(family -> family.within().forEach(command -> within.add(command.getSimpleName())));

        assertThat(within).isEqualTo(new TreeSet<>(Drawn.FROM_WITHIN));
    }

    @Test
    void a_planted_aggregate_that_breaks_the_rules_is_found() {
        var lamp = Family.of(Lamp.class, _ -> true);
        var planted = new Exploration(
                new House(List.of(lamp), List.of()),
                Map.of("Lamp", new Machine("""
                    LampHung     - → DARK
                    LampLit      DARK → LIT
                    LampDimmed   LIT =
                    LampBroken   DARK LIT → BROKEN
                    """)),
                new Machine("None - ="),
                List.of(new LampEvent.LampHung(new LampId(new UUID(7, 7)), World.EPN)),
                SEED);

        planted.explore(3_000);

        assertThat(planted.faults())
                .anySatisfy(fault -> assertThat(fault).contains("illegal: LampLit in BROKEN"))
                .anySatisfy(fault ->
                        assertThat(fault).contains("neither events nor a named refusal", "ArithmeticException"))
                .anySatisfy(fault -> assertThat(fault).contains("Lamp.level, live and replayed"))
                .hasSize(3);
        // The fewest commands: it was broken, then lit.
        assertThat(planted.faults())
                .filteredOn(fault -> fault.contains("LampLit in BROKEN"))
                .allSatisfy(fault -> assertThat(fault.lines().filter(line -> line.startsWith("  ")))
                        .hasSizeLessThanOrEqualTo(4));
    }

    /** {@code -Dstate-machines=write} writes it anew. */
    @Test
    void the_state_machines_in_the_docs_are_those_that_were_walked() throws IOException {
        var document = StateMachines.document(exploration);
        var file = root().resolve("infra/docs/state-machines.md");
        if ("write".equals(System.getProperty("state-machines"))) {
            Files.writeString(file, document);
        }
        if (!unmet().isEmpty()) {
            fail("not everything was met, so the drawing would lack something: " + unmet());
        }
        assertThat(Files.readString(file))
                .as("run this test with -Dstate-machines=write to draw them anew")
                .isEqualTo(document);
    }

    /** Tests run in their module, people in the root. */
    private static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("shared-kernel"))
                ? here
                : here.resolve("..").normalize();
    }
}
