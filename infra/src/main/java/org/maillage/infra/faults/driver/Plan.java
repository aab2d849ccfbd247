package org.maillage.infra.faults.driver;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people do next, given what they know: the same seed and the same answers make the same story. */
final class Plan {

    private static final int TRIES = 80;
    private static final int ENOUGH_PARTNERSHIPS = 25;

    private static final Set<String> FOUNDATIONS =
            Set.of("/epns", "/persons", "/partners", "/projects", "/partnerships", "/funding-agreements");

    private final World world;
    private final Draw draw;
    private final List<Kind> kinds;
    private final List<Kind> foundations;

    Plan(long seed, LocalDate today) {
        draw = new Draw(seed, today);
        world = new World(draw);
        kinds = Stream.of(
                        new CentreKinds(world).kinds(),
                        new PartnerKinds(world).kinds(),
                        new ProjectKinds(world).kinds(),
                        new PartnershipKinds(world).kinds(),
                        new ConventionKinds(world).kinds(),
                        new SessionKinds(world).kinds(),
                        new BilanKinds(world).kinds())
                .flatMap(List::stream)
                .toList();
        foundations =
                kinds.stream().filter(kind -> FOUNDATIONS.contains(kind.path())).toList();
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** Everything that is sent at this moment: mostly one command, sometimes two that are in each other's way; none when nothing is legal. */
    synchronized List<Ask> next() {
        world.commands++;
        world.forget();
        var asks = new ArrayList<Ask>();
        var first = ask();
        if (first != null) {
            begin(first, asks);
            var hot = first.hotPartnership();
            if (hot != null && draw.chance(30)) {
                world.focusOn(hot);
                var second = ask();
                world.focusOn(null);
                if (second != null) {
                    begin(second, asks);
                }
            }
        }
        return asks;
    }

    private void begin(Ask ask, List<Ask> asks) {
        ask.begin();
        if (draw.chance(2)) {
            ask.twice();
        }
        asks.add(ask);
        var rival = ask.rival();
        if (rival != null) {
            rival.begin();
            asks.add(rival);
        }
    }

    private @Nullable Ask ask() {
        for (int i = 0; i < TRIES; i++) {
            var young = !world.isFounded() || world.partnerships() < ENOUGH_PARTNERSHIPS;
            var kind = oneOf(young && draw.chance(60) ? foundations : kinds);
            var ask = kind.propose().get();
            if (ask != null) {
                return ask;
            }
        }
        return null;
    }

    private Kind oneOf(List<Kind> some) {
        var left = draw.between(1, some.stream().mapToInt(Kind::weight).sum());
        for (var kind : some) {
            left -= kind.weight();
            if (left <= 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    synchronized void acknowledged(Ask ask, Answer answer) {
        ask.learn(answer);
        ask.end();
    }

    synchronized void refused(Ask ask) {
        ask.refused();
        ask.end();
    }

    synchronized void abandoned(Ask ask) {
        ask.abandoned();
        ask.end();
    }

    synchronized int partnerships() {
        return world.partnerships();
    }
}
