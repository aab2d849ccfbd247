package org.maillage.command.walk;


import org.junit.jupiter.api.Test;
import org.maillage.command.World;

class RandomWalkTest {

    @Test
    void walk() {
        var exploration =
                new Exploration(House.whole(), Drawn.BY_AGGREGATE, Drawn.BESIDE_A_PARTNERSHIP, World.people(), 1);
        long start = System.nanoTime();
        exploration.explore(Integer.getInteger("steps", 20000));
        System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
        exploration.faults().forEach(System.out::println);
        System.out.println(exploration.statistics());
        System.out.println(exploration.neverAccepted());
        for (var entry : Drawn.BY_AGGREGATE.entrySet()) {
            var missing = new java.util.LinkedHashSet<>(entry.getValue().edges());
            missing.removeAll(exploration.edges(entry.getKey()));
            System.out.println(entry.getKey() + " missing " + missing.stream().collect(java.util.stream.Collectors.groupingBy(e -> e.event(), java.util.stream.Collectors.mapping(e -> e.from(), java.util.stream.Collectors.joining(",")))));
        }
    }
}
