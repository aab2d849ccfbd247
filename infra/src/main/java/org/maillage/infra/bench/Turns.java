package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.HIGHER;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Both sides of a comparison in turns (A B B A …), so that a machine that drifts drifts for both. */
record Turns(List<Pair> pairs) {

    private static final int PATIENCE = 2;

    /** @param foreign which share of the processors others took meanwhile, 0 where nobody looked */
    record Pair(double ours, double plain, double foreign) {
        double ratio() {
            return ours / plain;
        }
    }

    static Turns take(int count, DoubleSupplier ours, DoubleSupplier plain) {
        return new Turns(
                IntStream.range(0, count).mapToObj(i -> pair(i, ours, plain)).toList());
    }

    /** Pairs that others disturbed are taken again, up to a limit; then the least disturbed ones count. */
    static Turns take(int count, DoubleSupplier ours, DoubleSupplier plain, Quiet quiet) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < PATIENCE * count && quietAmong(pairs) < count; i++) {
            int turn = i;
            var taken = new Pair[1];
            double foreign = quiet.foreignDuring(() -> taken[0] = pair(turn, ours, plain));
            pairs.add(new Pair(taken[0].ours(), taken[0].plain(), foreign));
        }
        pairs.sort(Comparator.comparingDouble(Pair::foreign));
        return new Turns(List.copyOf(pairs.subList(0, count)));
    }

    private static long quietAmong(List<Pair> pairs) {
        return pairs.stream()
                .filter(pair -> pair.foreign() <= Quiet.MOST_FOREIGN)
                .count();
    }

    private static Pair pair(int turn, DoubleSupplier ours, DoubleSupplier plain) {
        if (turn % 2 == 0) {
            double first = ours.getAsDouble();
            return new Pair(first, plain.getAsDouble(), 0);
        }
        double first = plain.getAsDouble();
        return new Pair(ours.getAsDouble(), first, 0);
    }

    /** How much of the processors others took, in the turns that count. */
    Measure foreign(String id) {
        return Measure.detail(
                id + ".others",
                "Share of the processors that others took meanwhile",
                100 * median(Pair::foreign),
                100 * low(Pair::foreign),
                100 * high(Pair::foreign),
                LOWER,
                "%");
    }

    /** The ratio, and below it what each side did. */
    List<Measure> measures(
            String id,
            String what,
            @Nullable Double floor,
            @Nullable Double aim,
            String ours,
            String plain,
            String unit) {
        return List.of(
                new Measure(
                        id, what, median(Pair::ratio), low(Pair::ratio), high(Pair::ratio), floor, aim, HIGHER, "×"),
                detail(id + ".ours", ours, Pair::ours, unit),
                detail(id + ".plain", plain, Pair::plain, unit));
    }

    /** The ratio alone. */
    Measure ratio(String id, String what, Measure.Better better) {
        return Measure.detail(id, what, median(Pair::ratio), low(Pair::ratio), high(Pair::ratio), better, "×");
    }

    private Measure detail(String id, String what, ToDoubleFunction<Pair> side, String unit) {
        return Measure.detail(id, what, median(side), low(side), high(side), HIGHER, unit);
    }

    private double median(ToDoubleFunction<Pair> of) {
        var sorted = pairs.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double low(ToDoubleFunction<Pair> of) {
        return pairs.stream().mapToDouble(of).min().orElseThrow();
    }

    private double high(ToDoubleFunction<Pair> of) {
        return pairs.stream().mapToDouble(of).max().orElseThrow();
    }
}
