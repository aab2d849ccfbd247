package org.maillage.infra.bench;

import java.util.Collection;
import java.util.function.ToDoubleFunction;
import org.maillage.infra.bench.Measure.Better;

/** Several results of the same: the median, and the lowest and highest of them. */
record Spread(double median, double low, double high) {

    static <T> Spread of(Collection<T> results, ToDoubleFunction<? super T> of) {
        var sorted = results.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    Measure row(Goal goal, String what) {
        return goal.row(what, median, low, high);
    }

    Measure detail(String id, String what, Better better, String unit) {
        return Measure.detail(id, what, median, low, high, better, unit);
    }
}
