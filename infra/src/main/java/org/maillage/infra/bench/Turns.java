package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.HIGHER;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Both sides of a comparison in turns (A B B A …), so that a machine that drifts drifts for both. */
record Turns(List<Pair> pairs) {

    record Pair(double ours, double plain) {
        double ratio() {
            return ours / plain;
        }
    }

    static Turns take(int count, DoubleSupplier ours, DoubleSupplier plain) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                double first = ours.getAsDouble();
                pairs.add(new Pair(first, plain.getAsDouble()));
            } else {
                double first = plain.getAsDouble();
                pairs.add(new Pair(ours.getAsDouble(), first));
            }
        }
        return new Turns(pairs);
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
