package org.maillage.infra.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
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
    /** Clients are added as long as that makes them faster. */
    private static final int[] CONCURRENCIES = {8, 16, 32, 64, 96};

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
            measures.addAll(compared(
                    ground,
                    Goal.NEW_AGGREGATES,
                    "Acknowledged commands (64 callers), each makes a new aggregate ÷ single-row commits",
                    _ -> register(commands, epn),
                    (clients, client) -> clients.insert(client, Ids.next(), 0)));
            var sequences = new AtomicLongArray(partners.length);
            measures.addAll(compared(
                    ground,
                    Goal.UPDATES,
                    "Acknowledged commands (64 callers) over %,d aggregates ÷ single-row commits"
                            .formatted(partners.length),
                    _ -> logExchange(
                            commands, partners[ThreadLocalRandom.current().nextInt(partners.length)]),
                    (clients, client) -> {
                        int aggregate = ThreadLocalRandom.current().nextInt(partners.length);
                        clients.insert(client, partners[aggregate].value(), sequences.getAndIncrement(aggregate));
                    }));
            return measures;
        }
    }

    @FunctionalInterface
    private interface Insert {
        void make(PlainClients clients, int client) throws Exception;
    }

    /** Nothing is relayed meanwhile, on either side. */
    private List<Measure> compared(Ground ground, Goal goal, String what, Callers.Call command, Insert insert) {
        var callers = Callers.virtual(CALLERS);
        var quiet = new Quiet(ground);
        callers.during(scale.warmUp, command);
        try (var clients = new PlainClients(ground, CONCURRENCIES[CONCURRENCIES.length - 1])) {
            Callers.Call plain = client -> insert.make(clients, client);
            var best = best(ground, plain);
            var turns = Turns.take(
                    scale.pairs,
                    () -> {
                        ground.settle();
                        return quiet.working(() -> callers.during(scale.slot, command));
                    },
                    () -> {
                        ground.settle();
                        return quiet.working(() -> best.during(scale.slot, plain));
                    },
                    quiet);
            var measures = new ArrayList<>(turns.row(
                    goal, what, Work::rate, "Commands acknowledged", "Rows committed by plain clients", "/s"));
            measures.add(goal.detail(
                    "clients", "Plain clients: as many as are best", best.count(), best.count(), best.count(), ""));
            measures.addAll(Turns.costs(goal.id(), turns));
            return measures;
        }
    }

    /** As many clients as commit most. */
    private Callers best(Ground ground, Callers.Call insert) {
        var best = Callers.platform(CONCURRENCIES[0]);
        best.during(scale.warmUp, insert);
        double most = 0;
        for (int concurrency : CONCURRENCIES) {
            var clients = Callers.platform(concurrency);
            ground.settle();
            long started = System.nanoTime();
            double rate = clients.during(scale.slot, insert) / ((System.nanoTime() - started) / 1e9);
            if (rate > most) {
                most = rate;
                best = clients;
            }
        }
        return best;
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
