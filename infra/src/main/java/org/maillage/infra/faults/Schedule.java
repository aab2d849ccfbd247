package org.maillage.infra.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which faults come when. The same seed gives the same schedule, on every machine and in every version of the JDK; what it meets
 * is another matter, as processes run as they like.
 */
record Schedule(long seed, Duration length, List<Fault> faults) {

    /** As long as a killed node takes to be back, on a busy machine; nobody is killed twice at once. */
    private static final long START = 10_000;

    /** Between two outages of what all need, so that something is done between them. */
    private static final long CALM = 2_500;

    /** Between two starts of a JVM: while all start, nothing is tested but starting. */
    private static final long BETWEEN_STARTS = 20_000;

    /** What a short run has room for instead. */
    private static final int STARTS_IN_A_SHORT_RUN = 8;

    private static final int ATTEMPTS = 200;
    private static final int PICKS = 1_000_000;

    /** @param kinds those that may come */
    static Schedule of(
            long seed, int count, Duration length, Set<Kind> kinds, List<String> commands, List<String> queries) {
        return new Draw(seed, length, kinds, commands, queries).draw(count);
    }

    /** What it says before anything happens, so that a run can be repeated. */
    List<String> lines() {
        return Stream.concat(
                        Stream.of("seed " + seed + ", " + faults.size() + " faults in " + length.toSeconds() + " s"),
                        faults.stream().map(Fault::toString))
                .toList();
    }

    private static final class Draw {

        private final long seed;
        private final Duration length;
        private final List<Kind> allowed;
        private final RandomGenerator random;
        private final List<String> nodes;
        private final List<String> wires = new ArrayList<>();
        private final Map<String, Long> busyUntil = new HashMap<>();
        private final long betweenStarts;
        private long calmUntil;
        private long nextStart;

        Draw(long seed, Duration length, Set<Kind> kinds, List<String> commands, List<String> queries) {
            this.seed = seed;
            this.length = length;
            this.betweenStarts = Math.min(BETWEEN_STARTS, length.toMillis() / STARTS_IN_A_SHORT_RUN);
            this.allowed = Stream.of(Kind.values()).filter(kinds::contains).toList();
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            this.nodes = Stream.concat(commands.stream(), queries.stream()).toList();
            // That of command sides twice: there is decided what is kept.
            commands.forEach(node -> Collections.addAll(wires, node + "/database", node + "/database", node + "/door"));
            queries.forEach(node -> Collections.addAll(wires, node + "/database", node + "/door"));
            Collections.addAll(wires, "broker/wire", "broker/wire");
        }

        Schedule draw(int count) {
            var kinds = kinds(count);
            var faults = new ArrayList<Fault>();
            double mean = (double) length.toMillis() / count;
            for (int i = 0; i < count; i++) {
                // Not evenly: what matters may be that two come together.
                long at = Math.round(mean * (i + random.nextDouble()));
                faults.add(fault(i + 1, at, kinds, i));
            }
            return new Schedule(seed, length, List.copyOf(faults));
        }

        /** Each kind once where there is room for all, the rest by weight; in any order. */
        private List<Kind> kinds(int count) {
            var kinds = new ArrayList<Kind>(count >= allowed.size() ? allowed : List.of());
            while (kinds.size() < count) {
                kinds.add(byWeight());
            }
            for (int i = kinds.size() - 1; i > 0; i--) {
                Collections.swap(kinds, i, random.nextInt(i + 1));
            }
            return kinds;
        }

        private Kind byWeight() {
            int pick = random.nextInt(allowed.stream().mapToInt(Kind::weight).sum());
            for (var kind : allowed) {
                pick -= kind.weight();
                if (pick < 0) {
                    return kind;
                }
            }
            throw new AssertionError("weights do not add up");
        }

        /** A kind that does not fit now changes places with a later one, or waits. */
        private Fault fault(int n, long at, List<Kind> kinds, int index) {
            for (int later = index; later < kinds.size(); later++) {
                var kind = kinds.get(later);
                var target = target(kind, at);
                if (target != null) {
                    Collections.swap(kinds, index, later);
                    return strike(n, at, kind, target);
                }
            }
            var kind = kinds.get(index);
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                at += CALM / 5;
                var target = target(kind, at);
                if (target != null) {
                    return strike(n, at, kind, target);
                }
            }
            throw new StageFailure("no room for " + kind + "; give the faults more time");
        }

        private @Nullable String target(Kind kind, long at) {
            if ((kind.isOutage() && at < calmUntil) || (starts(kind) && at < nextStart)) {
                return null;
            }
            var candidates = switch (kind.on()) {
                case NODE -> nodes;
                case WIRE -> wires;
                case PUBLISHER -> List.of("publisher");
                case BROKER -> List.of("broker");
                case POSTGRES -> List.of("postgres");
                case SESSION -> List.of("a session");
                case DISK -> List.of("disk");
                case READ_MODEL -> List.of("a read model");
            };
            int first = random.nextInt(candidates.size());
            for (int i = 0; i < candidates.size(); i++) {
                var candidate = candidates.get((first + i) % candidates.size());
                if (busyUntil.getOrDefault(candidate, 0L) <= at) {
                    return candidate;
                }
            }
            return null;
        }

        private Fault strike(int n, long at, Kind kind, String target) {
            long millis = kind.longest() == 0 ? 0 : between(kind.shortest(), kind.longest());
            long until = at + Math.max(millis, 300) + (starts(kind) ? START : 0);
            busyUntil.put(target, until);
            if (starts(kind)) {
                nextStart = at + betweenStarts;
            }
            if (kind.isOutage()) {
                calmUntil = at + millis + CALM;
            }
            return new Fault(n, at, kind, target, millis, random.nextInt(PICKS));
        }

        private static boolean starts(Kind kind) {
            return switch (kind) {
                case KILL_NODE, RESTART_NODE, KILL_PUBLISHER, KILL_BROKER, RESTART_BROKER -> true;
                case PAUSE_NODE,
                        PAUSE_PUBLISHER,
                        PAUSE_BROKER,
                        KILL_POSTMASTER,
                        POWER_CUT,
                        PAUSE_POSTMASTER,
                        PAUSE_POSTGRES,
                        END_SESSION,
                        KILL_BACKEND,
                        CUT,
                        DELAY,
                        SWALLOW,
                        LOSE,
                        REFUSE,
                        LOSE_ANSWER,
                        FILL_DISK,
                        POISON,
                        REBUILD -> false;
            };
        }

        /** Short ones as often as long ones, by their order of magnitude. */
        private long between(int shortest, int longest) {
            return Math.round(shortest * StrictMath.pow((double) longest / shortest, random.nextDouble()));
        }
    }
}
