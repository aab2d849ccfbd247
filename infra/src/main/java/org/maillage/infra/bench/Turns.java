package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.maillage.infra.bench.Measure.Better;

/**
 * Both sides of a comparison in turns (A B B A …), so that a machine that drifts drifts for both.
 *
 * @param <T> what is known of a side after its turn: {@link Work}, {@link Latencies}, a number
 */
record Turns<T>(List<Pair<T>> pairs) {

    private static final int PATIENCE = 2;

    /** @param foreign which share of the processors others took meanwhile */
    record Pair<T>(T ours, T plain, double foreign) {}

    /** Pairs that others disturbed are taken again, up to a limit; then the least disturbed ones count. */
    static <T> Turns<T> take(int count, Supplier<T> ours, Supplier<T> plain, Quiet quiet) {
        return take(count, ours, plain, quiet::foreignDuring);
    }

    /** Says which share of the processors others took while something was done. */
    @FunctionalInterface
    interface Watch {
        double foreignDuring(Runnable what);
    }

    static <T> Turns<T> take(int count, Supplier<T> ours, Supplier<T> plain, Watch watch) {
        var pairs = new ArrayList<Pair<T>>();
        for (int i = 0; i < PATIENCE * count && quietAmong(pairs) < count; i++) {
            boolean oursFirst = i % 2 == 0;
            var results = new ArrayList<T>();
            double foreign = watch.foreignDuring(() -> {
                results.add((oursFirst ? ours : plain).get());
                results.add((oursFirst ? plain : ours).get());
            });
            pairs.add(
                    oursFirst
                            ? new Pair<>(results.getFirst(), results.getLast(), foreign)
                            : new Pair<>(results.getLast(), results.getFirst(), foreign));
        }
        pairs.sort(Comparator.comparingDouble(Pair::foreign));
        return new Turns<>(List.copyOf(pairs.subList(0, count)));
    }

    private static <T> long quietAmong(List<Pair<T>> pairs) {
        return pairs.stream()
                .filter(pair -> pair.foreign() <= Quiet.MOST_FOREIGN)
                .count();
    }

    List<T> ours() {
        return pairs.stream().map(Pair::ours).toList();
    }

    List<T> plain() {
        return pairs.stream().map(Pair::plain).toList();
    }

    /** The ratio, and below it what each side did, and how much others disturbed. */
    List<Measure> row(Goal goal, String what, ToDoubleFunction<T> of, String ours, String plain, String unit) {
        var ratio = Spread.of(pairs, pair -> of.applyAsDouble(pair.ours()) / of.applyAsDouble(pair.plain()));
        return List.of(
                goal.row(what, ratio.median(), ratio.low(), ratio.high()),
                ours(goal.id() + ".ours", ours, of, goal.better(), unit),
                plain(goal.id() + ".plain", plain, of, goal.better(), unit),
                foreign(goal.id()));
    }

    /** Nothing is promised of this ratio. */
    Measure ratio(String id, String what, ToDoubleFunction<T> of, Better better) {
        return Spread.of(pairs, pair -> of.applyAsDouble(pair.ours()) / of.applyAsDouble(pair.plain()))
                .detail(id, what, better, "×");
    }

    Measure ours(String id, String what, ToDoubleFunction<T> of, Better better, String unit) {
        return Spread.of(ours(), of).detail(id, what, better, unit);
    }

    Measure plain(String id, String what, ToDoubleFunction<T> of, Better better, String unit) {
        return Spread.of(plain(), of).detail(id, what, better, unit);
    }

    /** How much of the processors others took, in the turns that count. */
    Measure foreign(String id) {
        return Spread.of(pairs, pair -> 100 * pair.foreign())
                .detail(id + ".others", "Share of the processors that others took meanwhile", LOWER, "%");
    }

    /** What each side cost: processor time for each event, all of it and of PostgreSQL alone, and what sending cost. */
    static List<Measure> costs(String id, Turns<Work> turns) {
        var costs = new ArrayList<>(List.of(
                turns.ours(id + ".ours.cpu", "Processor time for each of ours", Work::cost, LOWER, "µs"),
                turns.ours(id + ".ours.cpu.database", "Of that, PostgreSQL's", Work::databaseCost, LOWER, "µs"),
                turns.plain(id + ".plain.cpu", "Processor time for each plain one", Work::cost, LOWER, "µs"),
                turns.plain(id + ".plain.cpu.database", "Of that, PostgreSQL's", Work::databaseCost, LOWER, "µs")));
        if (turns.ours().stream().anyMatch(work -> work.sender() > 0)) {
            costs.add(turns.ours(
                    id + ".sender.cpu",
                    "Beside that, whoever sends, in a process of their own",
                    Work::senderCost,
                    LOWER,
                    "µs"));
        }
        return costs;
    }
}
