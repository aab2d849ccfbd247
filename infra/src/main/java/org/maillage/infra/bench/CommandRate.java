package org.maillage.infra.bench;

import static org.maillage.infra.bench.Measure.Better.HIGHER;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.maillage.command.ledger.Commands;
import org.maillage.command.ledger.Envelope;
import org.maillage.command.publishing.Publisher;
import org.maillage.infra.Side;
import org.maillage.kernel.Ids;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.organisation.CommuneCode;
import org.maillage.kernel.partner.ExchangeChannel;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;

/** Commands that are decided, written and acknowledged, against plain commits of the rows that they add to the ledger. */
final class CommandRate {

    static final int CALLERS = 64;
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private final Scale scale;

    CommandRate(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground()) {
            var side = ground.start(Side.Kind.COMMAND);
            var commands = side.context().getBean(Commands.class);
            var epn = centre(commands);
            var partners = new PartnerId[scale.aggregates];
            Callers.virtual(CALLERS).times(partners.length, i -> partners[i] = register(commands, epn));
            ground.awaitPublished(side);
            side.context().getBean(Publisher.class).stop();

            var measures = new ArrayList<Measure>();
            try (var clients = PlainClients.ofNewAggregates(ground, scale)) {
                measures.addAll(compared(
                        ground,
                        Goal.NEW_AGGREGATES,
                        "Acknowledged commands (64 callers), each makes a new aggregate ÷ single-row commits",
                        _ -> register(commands, epn),
                        clients));
                measures.addAll(stock(ground, "P1a.axon-jdbc", false, StockAxon::register, clients));
            }
            logExchange(commands, partners[0]);
            try (var clients = PlainClients.of(ground, scale, partners)) {
                measures.addAll(compared(
                        ground,
                        Goal.UPDATES,
                        "Acknowledged commands (64 callers) over %,d aggregates ÷ single-row commits"
                                .formatted(partners.length),
                        _ -> logExchange(
                                commands, partners[ThreadLocalRandom.current().nextInt(partners.length)]),
                        clients));
                measures.addAll(stock(ground, "P1b.axon-jdbc", false, StockAxon::logExchange, clients));
                measures.addAll(stock(ground, "P1b.axon-jdbc-cache", true, StockAxon::logExchange, clients));
            }
            return measures;
        }
    }

    /** What one would otherwise take, in turns with the same plain clients. */
    private List<Measure> stock(
            Ground ground, String id, boolean cached, Consumer<StockAxon> command, PlainClients clients) {
        var quiet = new Quiet(ground);
        var callers = Callers.virtual(CALLERS);
        try (var stock = new StockAxon(ground, scale, cached, clients.count())) {
            callers.during(scale.warmUp, _ -> command.accept(stock));
            var turns = Turns.take(
                    scale.pairs,
                    () -> {
                        ground.settle();
                        return quiet.working(() -> callers.during(scale.slot, _ -> command.accept(stock)));
                    },
                    () -> {
                        ground.settle();
                        return quiet.working(() -> clients.during(scale.slot));
                    },
                    quiet);
            return List.of(
                    turns.ratio(
                            id,
                            "Stock Axon, JDBC engine" + (cached ? " and cache" : "") + " ÷ the same single-row commits",
                            Work::rate,
                            HIGHER),
                    turns.ours(id + ".ours", "Commands acknowledged", Work::rate, HIGHER, "/s"),
                    turns.plain(id + ".plain", "Rows committed by plain clients", Work::rate, HIGHER, "/s"),
                    turns.ours(id + ".ours.cpu", "Processor time for each command", Work::cost, LOWER, "µs"),
                    turns.foreign(id));
        }
    }

    /** Nothing is relayed meanwhile, on either side. */
    private List<Measure> compared(Ground ground, Goal goal, String what, Callers.Call command, PlainClients clients) {
        var callers = Callers.virtual(CALLERS);
        callers.during(scale.warmUp, command);
        return compared(
                ground, scale, goal, what, quiet -> quiet.working(() -> callers.during(scale.slot, command)), clients);
    }

    /** Commands in turns with plain commits. */
    static List<Measure> compared(
            Ground ground, Scale scale, Goal goal, String what, Function<Quiet, Work> commands, PlainClients clients) {
        var quiet = new Quiet(ground);
        var turns = Turns.take(
                scale.pairs,
                () -> {
                    ground.settle();
                    return commands.apply(quiet);
                },
                () -> {
                    ground.settle();
                    return quiet.working(() -> clients.during(scale.slot));
                },
                quiet);
        var measures = new ArrayList<>(
                turns.row(goal, what, Work::rate, "Commands acknowledged", "Rows committed by plain clients", "/s"));
        measures.add(goal.detail(
                "clients",
                "Plain clients: as many as commit most",
                clients.count(),
                clients.count(),
                clients.count(),
                ""));
        measures.addAll(Turns.costs(goal.id(), turns));
        return measures;
    }

    /** A centre whose partners can be registered. */
    static EpnId centre(Commands commands) {
        var epn = new EpnId(Ids.next());
        commands.send(
                Wish.of(
                        "Epn",
                        "RegisterEpn",
                        epn,
                        "Espace public numérique",
                        LegalForm.ASSOCIATION,
                        null,
                        new CommuneCode("49007"),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        new Subject("bench")),
                Envelope.EMPTY);
        return epn;
    }

    static PartnerId register(Commands commands, EpnId epn) {
        var id = new PartnerId(Ids.next());
        commands.send(
                Wish.of(
                        "Partner",
                        "RegisterPartner",
                        id,
                        epn,
                        Wish.part(
                                "Partner",
                                "Card",
                                "Médiathèque",
                                PartnerKind.CULTURAL_VENUE,
                                null,
                                null,
                                null,
                                new CommuneCode("49007"),
                                null,
                                List.of("Seniors"),
                                List.of("Culture numérique"),
                                List.of(),
                                null)),
                Envelope.EMPTY);
        return id;
    }

    static void logExchange(Commands commands, PartnerId partner) {
        commands.send(
                Wish.of(
                        "Partner",
                        "LogPartnerExchange",
                        partner,
                        ExchangeChannel.PHONE,
                        DAY,
                        "Rendez-vous pris pour la visite des locaux",
                        null),
                Envelope.EMPTY);
    }
}
