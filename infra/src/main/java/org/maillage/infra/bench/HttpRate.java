package org.maillage.infra.bench;

import java.util.ArrayList;
import java.util.List;

/** Commands over HTTP, with tokens, validation and authorisation, against plain commits of the rows that they add to the ledger. */
final class HttpRate {

    private final Scale scale;

    HttpRate(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground();
                var side = new AskedSide(ground, scale)) {
            var measures = new ArrayList<Measure>();
            try (var clients = PlainClients.ofNewAggregates(ground, scale)) {
                measures.addAll(compared(
                        ground,
                        side.senders(),
                        Goal.NEW_AGGREGATES_OVER_HTTP,
                        "Commands acknowledged over HTTP (64 callers, tokens), each makes a new aggregate ÷ single-row"
                                + " commits",
                        AskedSide.REGISTER,
                        clients));
            }
            side.senders().waiting(AskedSide.LOG, 1, scale.warmUp);
            try (var clients = PlainClients.of(ground, scale, side.partners())) {
                measures.addAll(compared(
                        ground,
                        side.senders(),
                        Goal.UPDATES_OVER_HTTP,
                        "Commands acknowledged over HTTP (64 callers, tokens) over %,d aggregates ÷ single-row commits"
                                .formatted(side.partners().length),
                        AskedSide.LOG,
                        clients));
            }
            return measures;
        }
    }

    private List<Measure> compared(
            Ground ground, Senders senders, Goal goal, String what, String kind, PlainClients clients) {
        senders.waiting(kind, CommandRate.CALLERS, scale.warmUp);
        return CommandRate.compared(
                ground,
                scale,
                goal,
                what,
                quiet -> quiet.working(
                        () -> {
                            var answers = senders.waiting(kind, CommandRate.CALLERS, scale.slot);
                            if (answers.shed() > 0) {
                                throw new IllegalStateException("Callers that wait were turned away");
                            }
                            return answers.accepted().calls();
                        },
                        senders.process()),
                clients);
    }
}
