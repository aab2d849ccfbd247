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
    private static final int CLIENTS = 16;
    static final int AGGREGATES = 5_000;
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
            var partners = new PartnerId[AGGREGATES];
            Callers.virtual(CALLERS).times(AGGREGATES, i -> partners[i] = register(commands, epn));

            var measures = new ArrayList<Measure>();
            measures.addAll(exchanges(ground, side, commands, partners)
                    .measures(
                            "W1.relayed",
                            "The same as W1, while Kafka, in this process, is fed with what is written",
                            null,
                            null,
                            "Commands acknowledged",
                            "Rows committed by plain clients",
                            "/s"));
            ground.awaitPublished(side);
            side.context().getBean(Publisher.class).stop();
            measures.addAll(exchanges(ground, side, commands, partners)
                    .measures(
                            "W1",
                            "Acknowledged commands (64 callers, 5,000 aggregates) ÷ single-row commits (16 clients);"
                                    + " neither is relayed meanwhile",
                            1.2,
                            1.9,
                            "Commands acknowledged",
                            "Rows committed by plain clients",
                            "/s"));
            measures.addAll(registrations(ground, side, commands, epn)
                    .measures(
                            "W1.new",
                            "The same as W1, each command makes a new aggregate",
                            null,
                            null,
                            "Commands acknowledged",
                            "Rows committed by plain clients",
                            "/s"));
            return measures;
        }
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

    private Turns exchanges(Ground ground, Side side, Commands commands, PartnerId[] partners) {
        logExchange(commands, partners[0]);
        try (var clients = new PlainClients(ground, CLIENTS)) {
            var sequences = new AtomicLongArray(partners.length);
            return turns(
                    ground,
                    side,
                    _ -> logExchange(
                            commands, partners[ThreadLocalRandom.current().nextInt(partners.length)]),
                    client -> {
                        int aggregate = ThreadLocalRandom.current().nextInt(partners.length);
                        clients.insert(client, partners[aggregate].value(), sequences.getAndIncrement(aggregate));
                    });
        }
    }

    private Turns registrations(Ground ground, Side side, Commands commands, EpnId epn) {
        register(commands, epn);
        try (var clients = new PlainClients(ground, CLIENTS)) {
            return turns(ground, side, _ -> register(commands, epn), client -> clients.insert(client, Ids.next(), 0));
        }
    }

    private Turns turns(Ground ground, Side side, Callers.Call command, Callers.Call insert) {
        var callers = Callers.virtual(CALLERS);
        var clients = Callers.platform(CLIENTS);
        callers.during(scale.warmUp, command);
        clients.during(scale.warmUp.dividedBy(2), insert);
        var relaying = side.context().getBean(Publisher.class).isRunning();
        return Turns.take(
                scale.pairs,
                () -> {
                    ground.settle();
                    double rate = callers.during(scale.slot, command);
                    if (relaying) {
                        // The other side must not pay for it.
                        ground.awaitPublished(side);
                    }
                    return rate;
                },
                () -> {
                    ground.settle();
                    return clients.during(scale.slot, insert);
                });
    }
}
