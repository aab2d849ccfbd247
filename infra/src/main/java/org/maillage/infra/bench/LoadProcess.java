package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP from a process of its own: what sending costs can be told apart, and no pause of the side that answers is a
 * pause of whoever measures it. One thread for all connections, which are kept; a request on each at a time.
 *
 * <p>It is told what to send and what to do by {@link Senders}: arguments are the port and a file of requests; each line of its input
 * is a turn, each line of its output what came of it.
 */
final class LoadProcess {

    private static final int ANSWER = 16 << 10;
    private static final long LATE_NANOS = 1_000_000;
    /** How long it may look away while a request will be due soon. */
    private static final long SHORT_NANOS = 50_000;

    private static final int LONG_MILLIS = 1_000;

    private final InetSocketAddress address;
    private final Map<String, List<byte[]>> requests;
    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(20260302);

    private LoadProcess(int port, Map<String, List<byte[]>> requests) throws IOException {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.requests = requests;
    }

    public static void main(String[] args) throws IOException {
        var process = new LoadProcess(Integer.parseInt(args[0]), read(Path.of(args[1])));
        var turns = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        System.out.println(Senders.READY);
        for (var turn = turns.readLine(); turn != null; turn = turns.readLine()) {
            var words = turn.split(" ");
            System.out.println(process.turn(
                    words[0],
                    Double.parseDouble(words[1]),
                    Integer.parseInt(words[2]),
                    Duration.ofMillis(Long.parseLong(words[3]))));
        }
    }

    private static Map<String, List<byte[]>> read(Path file) throws IOException {
        var requests = new HashMap<String, List<byte[]>>();
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            for (int kinds = in.readInt(); kinds > 0; kinds--) {
                var name = in.readUTF();
                var all = new ArrayList<byte[]>();
                for (int count = in.readInt(); count > 0; count--) {
                    all.add(in.readNBytes(in.readInt()));
                }
                requests.put(name, all);
            }
        }
        return requests;
    }

    /** When requests are due. */
    private interface Clock {

        boolean hasNext(long now);

        /** Of the next request. */
        long due(long now);

        void sent();
    }

    /** Whoever is free sends, as long as there is time. */
    private record Waiting(long end) implements Clock {

        @Override
        public boolean hasNext(long now) {
            return now - end < 0;
        }

        @Override
        public long due(long now) {
            return now;
        }

        @Override
        public void sent() {
            // The next one is due as soon as somebody is free.
        }
    }

    /** Each is due at its instant, whatever became of those before. */
    private static final class Steady implements Clock {

        private final long started;
        private final double interval;
        private final long count;
        private long next;

        Steady(long started, double perSecond, Duration time) {
            this.started = started;
            this.interval = 1e9 / perSecond;
            this.count = Math.max(1, Math.round(perSecond * time.toNanos() / 1e9));
        }

        @Override
        public boolean hasNext(long now) {
            return next < count;
        }

        @Override
        public long due(long now) {
            return started + (long) (next * interval);
        }

        @Override
        public void sent() {
            next++;
        }
    }

    /** What came of a turn. */
    private static final class Result {
        private final Histogram nanos = new Histogram(Latencies.LONGEST_NANOS, 3);
        private long shed;
        private long late;

        String line(long seconds) {
            var bytes = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
            nanos.encodeIntoCompressedByteBuffer(bytes, Deflater.BEST_SPEED);
            var encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
            return shed + " " + late + " " + seconds + " " + encoded;
        }
    }

    /** @param perSecond 0 when every one of the connections sends as soon as it is answered */
    private String turn(String kind, double perSecond, int connections, Duration time) throws IOException {
        while (lines.size() < connections) {
            lines.add(new Line());
        }
        var all = requests.get(kind);
        if (all == null) {
            throw new IllegalArgumentException("There are no requests called " + kind);
        }
        var result = new Result();
        long started = System.nanoTime();
        var clock = perSecond == 0 ? new Waiting(started + time.toNanos()) : new Steady(started, perSecond, time);
        Deque<Line> free = new ArrayDeque<>(lines.subList(0, connections));
        while (true) {
            long now = System.nanoTime();
            while (!free.isEmpty() && clock.hasNext(now) && clock.due(now) - now <= 0) {
                long due = clock.due(now);
                clock.sent();
                if (now - due > LATE_NANOS) {
                    result.late++;
                }
                free.pop().send(all.get(random.nextInt(all.size())), due);
                now = System.nanoTime();
            }
            if (free.size() == connections && !clock.hasNext(now)) {
                break;
            }
            if (free.isEmpty() || !clock.hasNext(now)) {
                selector.select(LONG_MILLIS);
            } else if (selector.selectNow() == 0) {
                LockSupport.parkNanos(Math.clamp(clock.due(now) - now, 1, SHORT_NANOS));
                selector.selectNow();
            }
            for (var key : selector.selectedKeys()) {
                if (key.attachment() instanceof Line line && line.goOn(result)) {
                    free.push(line);
                }
            }
            selector.selectedKeys().clear();
        }
        return result.line(System.nanoTime() - started);
    }

    /** A connection that is kept. */
    private final class Line {

        private SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER);
        private ByteBuffer request = ByteBuffer.allocate(0);
        private long due;
        private boolean waits;

        Line() throws IOException {
            channel = connect();
        }

        private SocketChannel connect() throws IOException {
            var opened = SocketChannel.open(address);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            return opened;
        }

        void send(byte[] bytes, long when) throws IOException {
            due = when;
            request = ByteBuffer.wrap(bytes);
            answer.clear();
            waits = true;
            push();
        }

        /** What the kernel does not take now is sent when it can. */
        private void push() throws IOException {
            channel.write(request);
            channel.keyFor(selector)
                    .interestOps(
                            request.hasRemaining()
                                    ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                                    : SelectionKey.OP_READ);
        }

        /** Whether it is answered. */
        boolean goOn(Result result) throws IOException {
            if (request.hasRemaining()) {
                push();
            }
            int read = channel.read(answer);
            if (read < 0 && answer.position() == 0) {
                again();
                return false;
            }
            var parsed = Answer.of(answer.array(), answer.position());
            if (parsed == null) {
                if (read < 0) {
                    throw new IOException("The connection ended within an answer");
                }
                return false;
            }
            if (parsed.status() == 429) {
                result.shed++;
            } else if (parsed.status() / 100 == 2) {
                result.nanos.recordValue(Math.max(0, System.nanoTime() - due));
            } else {
                throw new IOException(
                        "A command was answered with " + new String(answer.array(), 0, answer.position(), UTF_8));
            }
            if (parsed.closes()) {
                channel.close();
                channel = connect();
            }
            waits = false;
            return true;
        }

        /** A connection on which nobody has asked for long is closed by the other side, perhaps just when somebody asks again. */
        private void again() throws IOException {
            channel.close();
            channel = connect();
            if (waits) {
                request.rewind();
                push();
            }
        }
    }

    /** As much of an answer as matters here. */
    record Answer(int status, boolean closes) {

        /** Null as long as it is not there to its end. */
        static @Nullable Answer of(byte[] bytes, int length) {
            int body = end(bytes, length);
            if (body < 0) {
                return null;
            }
            // One byte, one character.
            var head = new String(bytes, 0, 0, body).toLowerCase(Locale.ROOT);
            int status = Integer.parseInt(head, 9, 12, 10);
            boolean closes = head.contains("\r\nconnection: close");
            int announced = head.indexOf("\r\ncontent-length:");
            boolean complete;
            if (announced >= 0) {
                int from = announced + "\r\ncontent-length:".length();
                complete = length - body
                        >= Integer.parseInt(
                                head.substring(from, head.indexOf('\r', from)).strip());
            } else if (head.contains("\r\ntransfer-encoding: chunked")) {
                complete = hasLastChunk(bytes, body, length);
            } else {
                complete = true;
            }
            return complete ? new Answer(status, closes) : null;
        }

        private static int end(byte[] bytes, int length) {
            for (int i = 3; i < length; i++) {
                if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static boolean hasLastChunk(byte[] bytes, int from, int length) {
            for (int at = from; ; ) {
                int line = at;
                while (line < length && bytes[line] != '\n') {
                    line++;
                }
                if (line >= length) {
                    return false;
                }
                int size = Integer.parseInt(new String(bytes, at, line - at, UTF_8).strip(), 16);
                at = line + 1 + size + 2;
                if (at > length) {
                    return false;
                }
                if (size == 0) {
                    return true;
                }
            }
        }
    }
}
