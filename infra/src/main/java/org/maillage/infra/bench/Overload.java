package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.util.ArrayList;
import java.util.List;
import org.maillage.infra.bench.Senders.Answers;

/**
 * Twice as many commands as the command side can do, over HTTP, each due at its instant whatever became of those before; against as
 * many as it does for callers that wait for their answers.
 */
final class Overload {

    /** More than find a place in time, so that it is the node that turns away, and nobody waits for a connection. */
    private static final int CONNECTIONS = 2_000;

    private static final double LIGHT = 0.8;
    private static final double HEAVY = 2;

    private final Scale scale;

    Overload(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground();
                var side = new AskedSide(ground, scale)) {
            return measures(ground, side.senders());
        }
    }

    /** @param due what came of the turn in which each was due at its instant */
    private record Load(double goodput, Answers due) {}

    private List<Measure> measures(Ground ground, Senders senders) {
        senders.waiting(AskedSide.LOG, CommandRate.CALLERS, scale.warmUp);
        // The first requests on a connection are another thing, and so are the first that are turned away.
        senders.due(AskedSide.LOG, HEAVY * peak(senders).goodput(), CONNECTIONS, scale.slot);
        var turns = Turns.take(
                scale.pairs,
                () -> {
                    ground.settle();
                    double capacity = peak(senders).goodput();
                    var heavy = senders.due(AskedSide.LOG, HEAVY * capacity, CONNECTIONS, scale.slot);
                    return new Load(heavy.goodput(), heavy);
                },
                () -> {
                    ground.settle();
                    double capacity = peak(senders).goodput();
                    return new Load(capacity, senders.due(AskedSide.LOG, LIGHT * capacity, CONNECTIONS, scale.slot));
                },
                new Quiet(ground));
        var measures = new ArrayList<>(turns.row(
                Goal.GOODPUT,
                "Commands accepted over HTTP at twice the capacity ÷ at capacity (64 callers that wait)",
                Load::goodput,
                "Accepted of twice as many as can be done",
                "Accepted of callers that wait",
                "/s"));
        measures.addAll(turns.row(
                Goal.OVERLOAD_LATENCY,
                "p99 of what is accepted at twice the capacity ÷ at 80 % of it",
                load -> load.due().accepted().p99(),
                "p99 of what is accepted at twice the capacity",
                "p99 of what is accepted at 80 % of it",
                "ms"));
        measures.add(turns.ours(
                "P11a.shed",
                "Turned away of twice as many as can be done",
                load -> load.due().shedShare(),
                LOWER,
                "%"));
        measures.addAll(Latencies.details("P11b.heavy", "At twice the capacity", accepted(turns.ours())));
        measures.addAll(Latencies.details("P11b.light", "At 80 % of it", accepted(turns.plain())));
        return measures;
    }

    private static List<Latencies> accepted(List<Load> loads) {
        return loads.stream().map(load -> load.due().accepted()).toList();
    }

    private Answers peak(Senders senders) {
        return senders.waiting(AskedSide.LOG, CommandRate.CALLERS, scale.slot);
    }
}
