package org.maillage.infra.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.maillage.command.ledger.Commands;
import org.maillage.command.publishing.Publisher;
import org.maillage.infra.Side;
import org.maillage.kernel.partner.PartnerId;

/** How long a command takes at half of what can be done, against a plain insert at half of what plain clients can do. */
final class CommandLatency {

    private static final double HALF = 0.5;

    private final Scale scale;

    CommandLatency(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground()) {
            var side = ground.start(Side.Kind.COMMAND);
            var commands = side.context().getBean(Commands.class);
            var epn = CommandRate.centre(commands);
            var partners = new PartnerId[scale.aggregates];
            Callers.virtual(CommandRate.CALLERS)
                    .times(partners.length, i -> partners[i] = CommandRate.register(commands, epn));
            ground.awaitPublished(side);
            side.context().getBean(Publisher.class).stop();
            CommandRate.logExchange(commands, partners[0]);
            try (var clients = PlainClients.of(ground, scale, partners)) {
                return compared(
                        ground,
                        _ -> CommandRate.logExchange(
                                commands, partners[ThreadLocalRandom.current().nextInt(partners.length)]),
                        clients);
            }
        }
    }

    private List<Measure> compared(Ground ground, Callers.Call command, PlainClients clients) {
        var quiet = new Quiet(ground);
        var callers = Callers.virtual(CommandRate.CALLERS);
        callers.during(scale.warmUp, command);
        var capacity = quiet.working(() -> callers.during(scale.slot, command)).rate();
        var plainCapacity = quiet.working(() -> clients.during(scale.slot)).rate();
        var ours = new OpenLoop(HALF * capacity, CommandRate.CALLERS);
        var plain = new OpenLoop(HALF * plainCapacity, clients.count());
        ours.during(scale.slot, command);
        plain.during(scale.slot, clients::insert);
        var turns = Turns.take(
                scale.pairs,
                () -> {
                    ground.settle();
                    return ours.during(scale.slot, command);
                },
                () -> {
                    ground.settle();
                    return plain.during(scale.slot, clients::insert);
                },
                quiet);
        var measures = new ArrayList<>(turns.row(
                Goal.COMMAND_LATENCY,
                "p99 of a command ÷ p99 of a plain insert, each due at its instant, at half of what each can do",
                Latencies::p99,
                "p99 of a command",
                "p99 of a plain insert",
                "ms"));
        measures.addAll(Latencies.details("P3.ours", "A command", turns.ours()));
        measures.addAll(Latencies.details("P3.plain", "A plain insert", turns.plain()));
        measures.add(Measure.detail("P3.ours.rate", "Commands due", ours.perSecond(), Measure.Better.HIGHER, "/s"));
        measures.add(
                Measure.detail("P3.plain.rate", "Plain inserts due", plain.perSecond(), Measure.Better.HIGHER, "/s"));
        return measures;
    }
}
