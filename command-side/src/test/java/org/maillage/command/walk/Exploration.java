package org.maillage.command.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.maillage.command.Command;
import org.maillage.command.Refusal;
import org.maillage.command.ledger.LedgerInMemory.Contents;
import org.maillage.command.ledger.LedgerInMemory.Result;
import org.maillage.kernel.Event;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.partnership.PartnershipId;

/**
 * Random walks through a house, each step checked. A walk begins where an earlier one first came to something new: so even what
 * takes many commands in the right order is met, and nobody needs to say how.
 */
final class Exploration {

    private static final int STEPS_OF_A_WALK = 25;
    private static final int ENOUGH_OF_A_KIND = 6;

    /** Something that happened, in which state of its aggregate and of the partnership that it belongs to. */
    record Sight(String family, Machine.Edge edge, String beside) {}

    /** What is drawn and did not happen yet. */
    record Unmet(String family, Machine.Edge edge) {}

    /** How a command leaves an aggregate. */
    private record End(String family, String state, String beside) {}

    private record Landmark(
            String family,
            String state,
            Contents contents,
            Mentions mentions,
            Map<UUID, String> states,
            List<Command> trail) {}

    private final House house;
    private final Map<String, Machine> drawn;
    private final Machine besideDrawn;
    private final long seed;
    private final List<? extends Event> given;
    private final RandomGenerator random;
    private final Inventor inventor;
    private final List<Class<? extends Command>> commands;
    private final Set<Class<?>> births = new HashSet<>();
    private final List<Landmark> landmarks = new ArrayList<>();
    private final List<Integer> visits = new ArrayList<>();
    private final Map<Sight, Integer> sights = new LinkedHashMap<>();
    private final Map<End, List<Integer>> kept = new HashMap<>();
    private final Map<Class<?>, Integer> accepted = new HashMap<>();
    private final Map<Class<?>, Integer> silent = new HashMap<>();
    private final Map<Class<?>, Integer> refused = new HashMap<>();
    private final Map<UUID, String> states = new HashMap<>();
    private List<Command> trail = new ArrayList<>();
    private final Set<Unmet> unmet = new LinkedHashSet<>();
    private final Set<String> refusals = new TreeSet<>();
    private final Map<String, String> faults = new TreeMap<>();
    private Family focus;
    private int steps;

    Exploration(House house, Map<String, Machine> drawn, Machine besideDrawn, List<? extends Event> given, long seed) {
        this.house = house;
        this.drawn = drawn;
        this.besideDrawn = besideDrawn;
        this.given = given;
        this.seed = seed;
        this.focus = house.families().getFirst();
        this.random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
        this.commands = house.commands();
        house.families().forEach(family -> births.addAll(family.births()));
        this.inventor = new Inventor(random, house.ledger()::history);
        new TreeMap<>(drawn)
                .forEach((family, machine) -> machine.edges().forEach(edge -> unmet.add(new Unmet(family, edge))));
        given.forEach(inventor::hear);
        given.forEach(event -> states.put(
                event.id().value(),
                Objects.requireNonNull(
                        machine(event).after(Machine.UNBORN, event.getClass().getSimpleName()))));
        found(new Landmark("", "", Contents.of(given), inventor.mentions(), Map.copyOf(states), List.of()));
    }

    /** Sends these commands first, each of which must hold, so that walks can begin after any of them. */
    void tell(List<Command> story) {
        become(landmarks.getFirst());
        for (var command : story) {
            trail.add(command);
            var result = house.ledger().send(command);
            assertThat(result.failure())
                    .as("a story in which %s is refused", command)
                    .isNull();
            judge(command, result);
        }
    }

    /** Walks on for so many commands. */
    void explore(int commands) {
        var end = steps + commands;
        while (steps < end) {
            begin();
            for (int i = 0; i < STEPS_OF_A_WALK && steps < end && step(); i++) {}
        }
    }

    private void begin() {
        var families = house.families().stream()
                .filter(family -> unmet.isEmpty()
                        || random.nextInt(8) == 0
                        || unmet.stream().anyMatch(missing -> missing.family().equals(family.name())))
                .toList();
        focus = inventor.oneOf(families.isEmpty() ? house.families() : families);
        var promising = new HashSet<String>();
        unmet.stream()
                .filter(missing -> missing.family().equals(focus.name()))
                .forEach(missing -> promising.add(missing.edge().from()));
        int least = 0;
        double lowest = Double.MAX_VALUE;
        for (int i = 0; i < landmarks.size(); i++) {
            var rank = rank(i, promising) + random.nextDouble() * 4;
            if (rank < lowest) {
                least = i;
                lowest = rank;
            }
        }
        visits.set(least, visits.get(least) + 1);
        become(landmarks.get(least));
    }

    /** Where somebody went least often, and rather where something that is drawn could come next. */
    private double rank(int landmark, Set<String> promising) {
        var there = landmarks.get(landmark);
        var familiar = there.family().equals(focus.name());
        return familiar && promising.contains(there.state())
                ? visits.get(landmark) / 10.0
                : visits.get(landmark) + (familiar ? 4 : 7);
    }

    private void become(Landmark landmark) {
        house.ledger().become(landmark.contents());
        inventor.remember(landmark.mentions());
        states.clear();
        states.putAll(landmark.states());
        trail = new ArrayList<>(landmark.trail());
    }

    /** False when nothing sensible can follow. */
    private boolean step() {
        steps++;
        var type = choose();
        Command command;
        try {
            command = inventor.command(type, begins(type));
        } catch (InvalidValue invalid) {
            refusals.add(invalid.code());
            return true;
        }
        trail.add(command);
        try {
            judge(command, house.ledger().send(command));
            return true;
        } catch (AssertionError fault) {
            faults.computeIfAbsent(kind(fault), _ -> shortest(trail, fault));
            return false;
        }
    }

    /** Without the commands that have nothing to do with it: each is left out in turn, and the others are sent again. */
    private String shortest(List<Command> commands, AssertionError fault) {
        var again = new Exploration(house, drawn, besideDrawn, given, seed);
        var shorter = new ArrayList<>(commands);
        for (int i = shorter.size() - 2; i >= 0; i--) {
            var left = new ArrayList<>(shorter);
            left.remove(i);
            if (kind(fault).equals(again.faultOf(left))) {
                shorter = left;
            }
        }
        return "seed " + seed + told(shorter) + "\n  " + fault.getMessage();
    }

    private @Nullable String faultOf(List<Command> commands) {
        become(landmarks.getFirst());
        for (var command : commands) {
            trail.add(command);
            try {
                judge(command, house.ledger().send(command));
            } catch (AssertionError fault) {
                return command.equals(commands.getLast()) ? kind(fault) : null;
            }
        }
        return null;
    }

    private static String kind(AssertionError fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("").replaceAll("\\[.*", "");
    }

    private boolean begins(Class<?> type) {
        return births.contains(type);
    }

    /** What was rarely done comes first, and what was refused all the time is tried all the time. */
    private Class<? extends Command> choose() {
        var all = commands;
        double sum = 0;
        var weights = new double[all.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(all.get(i));
            sum += weights[i];
        }
        var at = random.nextDouble() * sum;
        int i = 0;
        while (i < weights.length - 1 && (at -= weights[i]) > 0) {
            i++;
        }
        return all.get(i);
    }

    private double weight(Class<?> type) {
        int done = accepted.getOrDefault(type, 0);
        // Too many beginnings leave nobody to meet.
        return (focus.commands().contains(type) ? 15 : 1)
                * (begins(type) && done > 30 ? 0.1 : 1)
                / (1 + Math.sqrt(done));
    }

    private void judge(Command command, Result result) {
        switch (result.failure()) {
            case null -> {}
            case Refusal refusal -> {
                refused.merge(command.getClass(), 1, Integer::sum);
                refusals.add(refusal.code());
                trail.removeLast();
                return;
            }
            case Throwable other -> throw new AssertionError("neither events nor a named refusal: " + other, other);
        }
        if (result.events().isEmpty()) {
            silent.merge(command.getClass(), 1, Integer::sum);
            trail.removeLast();
        } else {
            accepted.merge(command.getClass(), 1, Integer::sum);
        }
        var news = false;
        for (var event : result.events()) {
            inventor.hear(event);
            if (happened(event, earlier(event))) {
                news = true;
            }
        }
        result.touched().forEach(this::same);
        if (!result.events().isEmpty() && (news || random.nextInt(4) == 0)) {
            var contents = house.ledger().contents();
            var mentions = inventor.mentions();
            var ends = new LinkedHashSet<End>();
            result.events()
                    .forEach(event -> ends.add(new End(
                            house.family(event).name(),
                            Objects.requireNonNull(states.get(event.id().value())),
                            beside(event))));
            ends.forEach(end -> keep(
                    end,
                    new Landmark(
                            end.family(), end.state(), contents, mentions, Map.copyOf(states), List.copyOf(trail))));
        }
    }

    /** A few of each kind, and always others: some are dead ends. */
    private void keep(End kind, Landmark landmark) {
        var places = kept.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (places.size() < ENOUGH_OF_A_KIND) {
            places.add(landmarks.size());
            found(landmark);
        } else {
            int worn = places.getFirst();
            for (int place : places) {
                worn = visits.get(place) > visits.get(worn) ? place : worn;
            }
            if (visits.get(worn) > 0) {
                landmarks.set(worn, landmark);
                visits.set(worn, 0);
            }
        }
    }

    private boolean happened(Event event, List<Event> history) {
        var family = house.family(event);
        var id = event.id().value();
        var name = event.getClass().getSimpleName();
        var before = Drawn.at(states.getOrDefault(id, Machine.UNBORN), history, event);
        var after = machine(event).after(before, name);
        if (after == null) {
            throw new AssertionError("illegal: " + name + " in " + before + ": " + event);
        }
        var beside = beside(event);
        var besideName = Drawn.besideName(before, event);
        if (!beside.isEmpty() && besideDrawn.knows(besideName) && besideDrawn.after(beside, besideName) == null) {
            throw new AssertionError("illegal: " + name + " while the partnership is " + beside + ": " + event);
        }
        states.put(id, after);
        unmet.remove(new Unmet(family.name(), new Machine.Edge(before, name, after)));
        return sights.merge(new Sight(family.name(), new Machine.Edge(before, name, after), beside), 1, Integer::sum)
                == 1;
    }

    /** What had happened to its aggregate before. */
    private List<Event> earlier(Event event) {
        var history = house.ledger().history(event.id().value());
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i) == event) {
                return history.subList(0, i);
            }
        }
        throw new AssertionError("answered, but not kept: " + event);
    }

    private String beside(Event event) {
        return event.streamKey() instanceof PartnershipId partnership && !partnership.equals(event.id())
                ? states.getOrDefault(partnership.value(), Machine.UNBORN)
                : "";
    }

    private Machine machine(Event event) {
        var name = house.family(event).name();
        var machine = drawn.get(name);
        assertThat(machine).as("a drawn state machine of " + name).isNotNull();
        return machine;
    }

    private void same(UUID id, Object live) {
        var replayed = house.ledger().replayed(live.getClass(), id);
        Folds.requireSame(live, replayed);
        Folds.requireFolded(live, house.ledger().history(id), Drawn.shown(Objects.requireNonNull(states.get(id))));
    }

    private void found(Landmark landmark) {
        landmarks.add(landmark);
        visits.add(0);
    }

    static String told(List<Command> commands) {
        var told = new StringBuilder();
        commands.forEach(command -> told.append("\n  ").append(command));
        return told.toString();
    }

    /** Every edge that was walked, of one family. */
    Set<Machine.Edge> edges(String family) {
        var edges = new LinkedHashSet<Machine.Edge>();
        sights.keySet().stream()
                .filter(sight -> sight.family().equals(family))
                .forEach(sight -> edges.add(sight.edge()));
        return edges;
    }

    /** What should not have happened, each with the fewest commands that lead to it. */
    Collection<String> faults() {
        return faults.values();
    }

    Set<Unmet> unmet() {
        return unmet;
    }

    /** Commands that were never accepted. */
    Set<String> neverAccepted() {
        var never = new TreeSet<String>();
        commands.stream().filter(type -> !accepted.containsKey(type)).forEach(type -> never.add(type.getSimpleName()));
        return never;
    }

    String statistics() {
        var counts = new TreeMap<String, String>();
        commands.forEach(type -> counts.put(
                type.getSimpleName(),
                accepted.getOrDefault(type, 0) + "/" + silent.getOrDefault(type, 0) + "/"
                        + refused.getOrDefault(type, 0)));
        return steps + " steps, " + landmarks.size() + " landmarks, " + sights.size() + " sights, refusals " + refusals
                + "\n" + counts;
    }
}
