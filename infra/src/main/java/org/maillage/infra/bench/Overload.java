package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.maillage.infra.bench.Measure.Better.LOWER;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.maillage.command.ledger.Commands;
import org.maillage.command.publishing.Publisher;
import org.maillage.infra.Side;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.servers.TokenIssuer;

/**
 * Twice as many commands as the command side can do, over HTTP, each due at its instant whatever became of those before; against as
 * many as it does for callers that wait for their answers.
 */
final class Overload {

    /** More than there are places, so that it is the node that turns away. */
    private static final int CONNECTIONS = 512;

    private static final int CALLERS = 64;
    private static final double LIGHT = 0.8;
    private static final double HEAVY = 2;

    private final Scale scale;

    Overload(Scale scale) {
        this.scale = scale;
    }

    List<Measure> measure() throws Exception {
        try (var ground = new Ground();
                var issuer = TokenIssuer.start()) {
            var side = ground.start(
                    Side.Kind.COMMAND,
                    Map.of("maillage.issuer", issuer.issuer(), "maillage.requests-per-second", "1000000"));
            var commands = side.context().getBean(Commands.class);
            var epn = CommandRate.centre(commands);
            var partners = new PartnerId[scale.aggregates];
            Callers.virtual(CALLERS).times(partners.length, i -> partners[i] = CommandRate.register(commands, epn));
            ground.awaitPublished(side);
            side.context().getBean(Publisher.class).stop();

            var port = side.context().getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            try (var lines = new Lines(port, "Bearer " + issuer.token("bench", "administrateur"), partners)) {
                return measures(ground, lines);
            }
        }
    }

    private List<Measure> measures(Ground ground, Lines lines) {
        lines.waiting(scale.warmUp, CALLERS);
        var quiet = new Quiet(ground);
        var turns = Turns.take(
                scale.pairs,
                () -> {
                    ground.settle();
                    var capacity =
                            lines.waiting(scale.slot.dividedBy(2), CALLERS).goodput();
                    var heavy = lines.due(scale.slot, HEAVY * capacity);
                    return new Load(heavy.goodput(), heavy);
                },
                () -> {
                    ground.settle();
                    var peak = lines.waiting(scale.slot, CALLERS).goodput();
                    return new Load(peak, lines.due(scale.slot, LIGHT * peak));
                },
                quiet);
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
                load -> load.due().p99(),
                "p99 of what is accepted at twice the capacity",
                "p99 of what is accepted at 80 % of it",
                "ms"));
        measures.add(turns.ours(
                "P11a.shed",
                "Turned away of twice as many as can be done",
                load -> load.due().shedShare(),
                LOWER,
                "%"));
        return measures;
    }

    /** @param due what came of the turn in which each was due at its instant */
    private record Load(double goodput, Turn due) {}

    /**
     * What came of one turn.
     *
     * @param accepted how long each took that was accepted, from when it was due, sorted
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares these
    private record Turn(long[] accepted, int shed, double seconds) {

        double goodput() {
            return accepted.length / seconds;
        }

        double shedShare() {
            return 100.0 * shed / (shed + accepted.length);
        }

        double p99() {
            return accepted.length == 0 ? Double.NaN : accepted[(int) (accepted.length * 0.99)] / 1e6;
        }
    }

    /** Connections that are kept, with one request on each at a time, and as little work for us as can be. */
    private static final class Lines implements AutoCloseable {

        private final List<Line> lines = new ArrayList<>();
        private final byte[][] requests;

        Lines(int port, String bearer, PartnerId[] partners) throws IOException {
            for (int i = 0; i < CONNECTIONS; i++) {
                lines.add(new Line(port));
            }
            requests = Arrays.stream(partners)
                    .map(partner -> request(partner, bearer))
                    .toArray(byte[][]::new);
        }

        private static byte[] request(PartnerId partner, String bearer) {
            var body = "{\"channel\":\"PHONE\",\"on\":\"2026-03-02\",\"note\":\"Rendez-vous pris pour la visite\"}";
            return ("POST /api/v1/partners/" + partner + "/exchanges HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                            + bearer
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length
                            + "\r\n\r\n" + body)
                    .getBytes(UTF_8);
        }

        /** Each caller sends when it has its answer. */
        Turn waiting(Duration time, int callers) {
            return turn(time, callers, (_, _) -> System.nanoTime());
        }

        /** Each request is due at its instant; who has no line free yet is late, and counts from when it was due. */
        Turn due(Duration time, double perSecond) {
            return turn(time, CONNECTIONS, (started, number) -> started + (long) (number * 1e9 / perSecond));
        }

        @FunctionalInterface
        private interface Clock {
            long due(long started, int number);
        }

        private Turn turn(Duration time, int callers, Clock clock) {
            var next = new AtomicInteger();
            var shed = new AtomicInteger();
            var took = new ArrayList<long[]>();
            long started = System.nanoTime();
            long end = started + time.toNanos();
            Callers.virtual(callers).times(callers, caller -> {
                var mine = new long[1 << 10];
                var count = 0;
                var line = lines.get(caller);
                for (long due = clock.due(started, next.getAndIncrement());
                        due - end < 0;
                        due = clock.due(started, next.getAndIncrement())) {
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    var status =
                            line.exchange(requests[ThreadLocalRandom.current().nextInt(requests.length)]);
                    switch (status) {
                        case 200 -> {
                            mine = count == mine.length ? Arrays.copyOf(mine, 2 * count) : mine;
                            mine[count++] = System.nanoTime() - due;
                        }
                        case 503 -> shed.incrementAndGet();
                        default -> throw new IllegalStateException("A command was answered with " + status);
                    }
                }
                synchronized (took) {
                    took.add(Arrays.copyOf(mine, count));
                }
            });
            var seconds = (System.nanoTime() - started) / 1e9;
            var all = took.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Turn(all, shed.get(), seconds);
        }

        @Override
        public void close() throws IOException {
            for (var line : lines) {
                line.close();
            }
        }
    }

    private static final class Line implements AutoCloseable {

        private static final String LENGTH = "content-length:";

        private final int port;
        private Socket socket;
        private InputStream answers;

        Line(int port) throws IOException {
            this.port = port;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            answers = new BufferedInputStream(socket.getInputStream(), 4096);
        }

        /** The status of the answer. */
        int exchange(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            var status = Integer.parseInt(line().substring(9, 12));
            var length = 0;
            var chunked = false;
            var closes = false;
            for (var header = line().toLowerCase(Locale.ROOT);
                    !header.isEmpty();
                    header = line().toLowerCase(Locale.ROOT)) {
                if (header.startsWith(LENGTH)) {
                    length = Integer.parseInt(header.substring(LENGTH.length()).strip());
                }
                chunked |= header.startsWith("transfer-encoding: chunked");
                closes |= header.startsWith("connection: close");
            }
            if (chunked) {
                for (var size = size(); size > 0; size = size()) {
                    answers.skipNBytes(size + 2L);
                }
                line();
            } else {
                answers.skipNBytes(length);
            }
            if (closes) {
                socket.close();
                socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                answers = new BufferedInputStream(socket.getInputStream(), 4096);
            }
            return status;
        }

        private int size() throws IOException {
            return Integer.parseInt(line().strip(), 16);
        }

        private String line() throws IOException {
            var line = new StringBuilder(64);
            for (int next = answers.read(); next != '\n'; next = answers.read()) {
                if (next < 0) {
                    throw new IOException("The connection ended");
                }
                if (next != '\r') {
                    line.append((char) next);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
