package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.maillage.infra.bench.Measure.Better.HIGHER;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.maillage.command.ledger.Commands;
import org.maillage.command.notary.Notary;
import org.maillage.command.publishing.Publisher;
import org.maillage.infra.Side;
import org.maillage.kernel.Ids;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.proof.Leaf;

/** What it costs a command that the ledger can be proven: the same commands with each part of that and without it. */
final class ProofCost {

    /** With it, a row is written as if it had no leaf: 32 bytes that nobody computes there. */
    private static final String LEAF =
            "sha256('\\x00'::bytea || int8send(p.position) || int8send(micros) || p.content)";

    private static final Map<String, String> OFTEN =
            Map.of("maillage.checkpoint.events", "100", "maillage.checkpoint.interval", "1s");

    /** That many events without a signature are the tail that the notary leaves. */
    private static final int TAIL = 2_000;

    private static final int HASHES = 200_000;

    private final Scale scale;

    ProofCost(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground()) {
            var measures = new ArrayList<Measure>();
            var side = ground.start(Side.Kind.COMMAND);
            var commands = commands(side);
            var epn = CommandRate.centre(commands);
            var partners = new PartnerId[scale.aggregates];
            Callers.virtual(CommandRate.CALLERS)
                    .times(partners.length, i -> partners[i] = CommandRate.register(commands, epn));
            measures.addAll(notary(ground, side, commands, partners)
                    .measures(
                            "proofs",
                            "Acknowledged commands while the notary signs (every 1,000 events or 10 s) ÷ while it"
                                    + " rests"));
            ground.stop(side);

            var often = ground.start(Side.Kind.COMMAND, OFTEN);
            var answers = commands(often);
            measures.addAll(notary(ground, often, answers, partners)
                    .measures("proofs.often", "As proofs, but it signs every 100 events or each second"));
            // Last: what has no leaf cannot be signed.
            measures.addAll(leaf(ground, answers, partners)
                    .measures(
                            "proofs.leaf",
                            "Acknowledged commands whose leaves are made ÷ without the leaf's SHA-256 in the"
                                    + " database"));
            measures.add(hash());
            return measures;
        }
    }

    /** Nothing is relayed meanwhile. */
    private static Commands commands(Side side) {
        side.context().getBean(Publisher.class).stop();
        return side.context().getBean(Commands.class);
    }

    private record Compared(Turns<Work> turns, String ours, String plain) {

        List<Measure> measures(String id, String what) {
            return List.of(
                    turns.ratio(id, what, Work::rate, HIGHER),
                    turns.ours(id + ".ours", ours, Work::rate, HIGHER, "/s"),
                    turns.plain(id + ".plain", plain, Work::rate, HIGHER, "/s"),
                    turns.foreign(id),
                    turns.ratio(
                            id + ".work",
                            "Processor time for each command, all of this JVM and its PostgreSQL: with ÷ without",
                            Work::cost,
                            LOWER));
        }
    }

    private Compared notary(Ground ground, Side side, Commands commands, PartnerId[] partners) {
        var notary = side.context().getBean(Notary.class);
        var compared = turns(
                ground,
                commands,
                partners,
                () -> {
                    notary.start();
                    // What was written without it must not be signed at the cost of this turn.
                    awaitSigned(ground);
                },
                notary::stop,
                "Commands acknowledged while it signs",
                "Commands acknowledged while it rests");
        notary.stop();
        return compared;
    }

    private static void awaitSigned(Ground ground) {
        Patience.until("the ledger is signed", () -> ground.number("""
            select (select max(position) from ledger.event)
                - coalesce((select max(size) from ledger.checkpoint), 0)
            """) < TAIL);
    }

    /** The function is replaced in this database, which nobody else uses and which goes away. */
    private Compared leaf(Ground ground, Commands commands, PartnerId[] partners) {
        var with = ground.text("select pg_get_functiondef('ledger.append'::regproc)");
        var without = with.replace(LEAF, "p.content");
        if (without.equals(with)) {
            throw new IllegalStateException("ledger.append makes its leaves in another way");
        }
        return turns(
                ground,
                commands,
                partners,
                () -> ground.execute(with),
                () -> ground.execute(without),
                "Commands acknowledged with leaves",
                "Commands acknowledged without");
    }

    private Compared turns(
            Ground ground,
            Commands commands,
            PartnerId[] partners,
            Runnable beforeOurs,
            Runnable beforePlain,
            String ours,
            String plain) {
        var callers = Callers.virtual(CommandRate.CALLERS);
        Callers.Call exchange = _ -> CommandRate.logExchange(
                commands, partners[ThreadLocalRandom.current().nextInt(partners.length)]);
        beforePlain.run();
        callers.during(scale.warmUp, exchange);
        var quiet = new Quiet(ground);
        var turns = Turns.take(
                scale.pairs,
                () -> {
                    beforeOurs.run();
                    return work(ground, callers, exchange, quiet);
                },
                () -> {
                    beforePlain.run();
                    return work(ground, callers, exchange, quiet);
                },
                quiet);
        return new Compared(turns, ours, plain);
    }

    private Work work(Ground ground, Callers callers, Callers.Call exchange, Quiet quiet) {
        ground.settle();
        return quiet.working(() -> callers.during(scale.slot, exchange));
    }

    /** What the side itself hashes of one event, in one thread. */
    private static Measure hash() {
        var id = Ids.next();
        var payload = "{\"id\":\"%s\",\"note\":\"Rendez-vous pris pour la visite des locaux\"}"
                .formatted(id)
                .repeat(2)
                .getBytes(UTF_8);
        var metadata = "{\"epnId\":\"%s\"}".formatted(id).getBytes(UTF_8);
        var micros = new double[5];
        long kept = 0;
        for (int round = 0; round < micros.length; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < HASHES; i++) {
                var content = Leaf.content(id, id, i, "partner", "PartnerExchangeLogged", 1, id, payload, metadata);
                kept += Leaf.of(i, Instant.EPOCH, content)[0];
            }
            micros[round] = Duration.ofNanos(System.nanoTime() - started).toNanos() / 1e3 / HASHES;
        }
        if (kept == Long.MIN_VALUE) {
            throw new IllegalStateException("Nobody has such luck");
        }
        Arrays.sort(micros);
        return Measure.detail(
                "proofs.hash", "Both hashes of one event in one thread", micros[2], micros[0], micros[4], LOWER, "µs");
    }
}
