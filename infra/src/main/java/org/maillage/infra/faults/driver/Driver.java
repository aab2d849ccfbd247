package org.maillage.infra.faults.driver;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends commands at the times of a clock of its own, whatever is answered (an open loop). A command whose answer stays away is sent
 * again under its key, to the next node, until somebody says what became of it.
 */
public final class Driver {

    private static final String API = "/api/v1";
    private static final String TOKEN = "Consistency-Token";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST_OPEN = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration GIVES_UP = Duration.ofMinutes(2);
    private static final Duration DRAINS = Duration.ofSeconds(90);
    /** Who was slow because of too many must not be asked by more and more. */
    private static final int MOST_RETRIES_AT_ONCE = 80;

    private static final int FIRST_PAUSE_MS = 100;
    private static final int LONGEST_PAUSE_MS = 4_000;
    /** Just started, nobody works at full speed. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private sealed interface Outcome {}

    private record Ok(Answer answer, String token) implements Outcome {}

    private record Fail(int status, String code) implements Outcome {
        /** Nothing was decided on what was asked: it may be asked again. */
        boolean isOfTheMoment() {
            return status == 401 || status == 408 || status == 429;
        }
    }

    private record Unknown(String why, String detail) implements Outcome {

        Unknown(String why) {
            this(why, "");
        }
    }

    private record Op(long number, Ask ask, String key, String trace, long from) {}

    private final Targets targets;
    private final Supplier<String> bearer;
    private final Journal journal;
    private final long seed;
    private final double perSecond;
    private final Plan plan;
    private final Draw clock;
    private final HttpClient http;
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    /** The client's own: it is needed as long as anybody waits for an answer. */
    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();

    private final Thread arrivals = Thread.ofPlatform().name("driver").unstarted(this::arrive);
    private final Semaphore room = new Semaphore(MOST_OPEN);
    private final Semaphore retries = new Semaphore(MOST_RETRIES_AT_ONCE);
    private final AtomicLong ops = new AtomicLong();
    private final LongAdder ok = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder unknownAnswers = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder idle = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder staleReads = new LongAdder();
    private final LongAdder contradictions = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> okByPath = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> failedByCode = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    private volatile boolean closing;
    private volatile long drainsUntil = Long.MAX_VALUE;

    /**
     * @param bearer gives a token of an administrator, good for the next request
     * @param journal where everything is written down
     * @param perSecond how many commands begin in a second
     */
    public Driver(Targets targets, Supplier<String> bearer, Path journal, long seed, double perSecond) {
        this.targets = targets;
        this.bearer = bearer;
        this.journal = new Journal(journal);
        this.seed = seed;
        this.perSecond = perSecond;
        this.plan = new Plan(seed, yesterday());
        this.clock = new Draw(~seed, LocalDate.EPOCH);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .executor(exchanges)
                .build();
    }

    /** Nobody's day has not come yet. */
    private static LocalDate yesterday() {
        return LocalDate.now(ZoneId.of("Europe/Paris")).minusDays(1);
    }

    public void start() {
        arrivals.start();
    }

    /** Begins nothing more, and waits until it is known what became of everything, or nobody can tell. */
    public void stop() {
        closing = true;
        LockSupport.unpark(arrivals);
        try {
            arrivals.join();
            drainsUntil = System.nanoTime() + DRAINS.toNanos();
            people.shutdown();
            if (!people.awaitTermination(DRAINS.plus(PATIENCE).plus(PATIENCE).toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The driver does not end: " + counts());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            http.shutdownNow();
            exchanges.shutdownNow();
            journal.close();
        }
        var failure = broken.get();
        if (failure != null) {
            throw new IllegalStateException("The driver failed", failure);
        }
    }

    /** So far. */
    public Counts counts() {
        return new Counts(
                ops.get(),
                ok.sum(),
                failed.sum(),
                givenUp.sum(),
                ops.get() - ok.sum() - failed.sum() - givenUp.sum(),
                unknownAnswers.sum(),
                dropped.sum(),
                idle.sum(),
                reads.sum(),
                staleReads.sum(),
                unreadable.sum(),
                contradictions.sum(),
                sums(okByPath),
                sums(failedByCode));
    }

    private static SortedMap<String, Long> sums(ConcurrentHashMap<String, LongAdder> adders) {
        var sums = new TreeMap<String, Long>();
        adders.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }

    private void arrive() {
        try {
            var start = System.nanoTime();
            var next = start;
            while (!closing && broken.get() == null) {
                var warmth = Math.clamp((next - start) / (double) WARM_UP.toNanos(), 0.1, 1);
                next += (long) (clock.waitSeconds(perSecond * warmth) * 1e9);
                for (long left; (left = next - System.nanoTime()) > 0 && !closing; ) {
                    LockSupport.parkNanos(left);
                }
                if (!closing) {
                    begin();
                }
            }
        } catch (RuntimeException e) {
            broken.compareAndSet(null, e);
        }
    }

    private void begin() {
        if (room.availablePermits() < 2) {
            dropped.increment();
            return;
        }
        var asks = plan.next();
        if (asks.isEmpty()) {
            idle.increment();
        }
        for (var ask : asks) {
            room.acquireUninterruptibly();
            var op = op(ask);
            people.execute(() -> {
                try {
                    settle(op);
                } catch (RuntimeException e) {
                    broken.compareAndSet(null, e);
                } finally {
                    room.release();
                }
            });
        }
    }

    private Op op(Ask ask) {
        var number = ops.incrementAndGet();
        var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        var trace = "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
        return new Op(number, ask, "faults-%x-%d".formatted(seed, number), trace, System.nanoTime());
    }

    private void settle(Op op) {
        var outcome = op.ask().isTwice() ? twice(op) : attempt(op, 1);
        var tries = op.ask().isTwice() ? 2 : 1;
        for (; isOpen(outcome) && mayGoOn(op); tries++) {
            pause(op, tries);
            retries.acquireUninterruptibly();
            try {
                outcome = attempt(op, tries + 1);
            } finally {
                retries.release();
            }
        }
        switch (outcome) {
            case Ok acknowledged -> {
                if (op.number() % 97 == 0) {
                    requireAgreement(op, acknowledged, attempt(op, tries + 1));
                }
                readBack(op, acknowledged);
                plan.acknowledged(op.ask(), acknowledged.answer());
                ok.increment();
                count(okByPath, op.ask().path());
            }
            case Fail refusal
            when !refusal.isOfTheMoment() -> {
                plan.refused(op.ask());
                failed.increment();
                count(failedByCode, op.ask().path() + " " + refusal.status() + " " + refusal.code());
            }
            case Fail _, Unknown _ -> {
                plan.abandoned(op.ask());
                givenUp.increment();
            }
        }
    }

    private static void count(ConcurrentHashMap<String, LongAdder> adders, String name) {
        adders.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    private static boolean isOpen(Outcome outcome) {
        return switch (outcome) {
            case Ok _ -> false;
            case Fail fail -> fail.isOfTheMoment();
            case Unknown _ -> true;
        };
    }

    private boolean mayGoOn(Op op) {
        var now = System.nanoTime();
        return now - op.from() < GIVES_UP.toNanos() && now < drainsUntil && broken.get() == null;
    }

    private void pause(Op op, int tries) {
        var most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(tries, 8));
        var random = new SplittableRandom(op.number() * 31 + tries);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(most / 2 + random.nextInt(most / 2)));
    }

    /** A nervous client: the same command, at the same time, at two doors. What one says of it, both must. */
    private Outcome twice(Op op) {
        Future<Outcome> other = exchanges.submit(() -> attempt(op, 2));
        var first = attempt(op, 1);
        try {
            var second = other.get();
            requireAgreement(op, first, second);
            return first instanceof Ok || (second instanceof Unknown && !isOpen(first)) ? first : second;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Under one key, nobody is told yes and no. */
    private void requireAgreement(Op op, Outcome one, Outcome other) {
        if ((one instanceof Ok && other instanceof Fail no && !no.isOfTheMoment())
                || (other instanceof Ok && one instanceof Fail not && !not.isOfTheMoment())) {
            contradictions.increment();
            journal.write(
                    line("contradiction", op, 0).put("one", one.toString()).put("other", other.toString()));
        }
    }

    private Outcome attempt(Op op, int attempt) {
        var turn = (int) (op.number() + attempt);
        var ask = op.ask();
        String token;
        try {
            token = bearer.get();
        } catch (RuntimeException nobodyIssues) {
            // Nothing was sent; the issuer may be back soon.
            return new Unknown("no token", nobodyIssues.toString());
        }
        var request = HttpRequest.newBuilder(targets.command(turn).resolve(address(ask)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", ask.mediaType())
                .header("Idempotency-Key", op.key())
                .header("traceparent", "00-" + op.trace() + "-" + "%016x".formatted(op.number() << 8 | attempt) + "-01")
                .POST(BodyPublishers.ofByteArray(ask.bytes()));
        if (ask.ifMatch() != null) {
            request.header("If-Match", "\"" + ask.ifMatch() + "\"");
        }
        var logged = !ask.isFile();
        if (logged) {
            journal.write(invocation(op, attempt, targets.commandName(turn)));
        }
        var outcome = send(request.build());
        if (logged) {
            journal.write(line(op, attempt, outcome));
        }
        if (outcome instanceof Unknown) {
            unknownAnswers.increment();
        }
        return outcome;
    }

    private static String address(Ask ask) {
        return ask.isFile() ? ask.url() : API + ask.url();
    }

    private Outcome send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofByteArray());
            return outcome(response);
        } catch (HttpTimeoutException e) {
            return new Unknown("timeout");
        } catch (IOException e) {
            return new Unknown("reset", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
        }
    }

    private static Outcome outcome(HttpResponse<byte[]> response) {
        var body = json(response.body());
        var status = response.statusCode();
        if (body == null) {
            return new Unknown("unreadable " + status);
        }
        if (status < 300) {
            return new Ok(
                    new Answer(status, body),
                    response.headers().firstValue(TOKEN).orElse(""));
        }
        return status >= 500
                ? new Unknown(
                        status == 503 ? "503" : "5xx",
                        status + " " + body.path("code").asString(""))
                : new Fail(status, body.path("code").asString(""));
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException cutShort) {
            return null;
        }
    }

    private static ObjectNode line(String what, Op op, int attempt) {
        return MAPPER.createObjectNode()
                .put("at", Instant.now().truncatedTo(ChronoUnit.MICROS).toString())
                .put("what", what)
                .put("op", op.number())
                .put("attempt", attempt);
    }

    private static ObjectNode invocation(Op op, int attempt, String node) {
        var ask = op.ask();
        var line = line("invoke", op, attempt)
                .put("key", op.key())
                .put("trace", op.trace())
                .put("node", node)
                .put("path", ask.path())
                .put("url", API + ask.url());
        line.set("body", ask.body());
        if (ask.ifMatch() != null) {
            line.put("ifMatch", ask.ifMatch());
        }
        return line.put("expects", ask.expects());
    }

    private static ObjectNode line(Op op, int attempt, Outcome outcome) {
        return switch (outcome) {
            case Ok(var answer, var token) -> {
                var line = line("ok", op, attempt)
                        .put("status", answer.status())
                        .put("id", answer.id())
                        .put("version", answer.version());
                line.set("body", answer.body());
                yield line.put("token", token);
            }
            case Fail(var status, var code) ->
                line("fail", op, attempt).put("status", status).put("code", code);
            case Unknown(var why, var detail) ->
                line("unknown", op, attempt).put("why", why).put("detail", detail);
        };
    }

    /** Who has a token reads their own writes, wherever they ask. */
    private void readBack(Op op, Ok acknowledged) {
        var back = op.ask().readBack();
        if (back == null || acknowledged.token().isEmpty() || op.number() % 8 != 0 || closing) {
            return;
        }
        var address = API + back.path().replace("{id}", acknowledged.answer().id());
        String bearing;
        try {
            bearing = bearer.get();
        } catch (RuntimeException nobodyIssues) {
            unreadable.increment();
            return;
        }
        var request = HttpRequest.newBuilder(
                        targets.query((int) (op.number() / 8)).resolve(address))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + bearing)
                .header(TOKEN, acknowledged.token())
                .GET()
                .build();
        switch (send(request)) {
            case Ok told -> {
                reads.increment();
                if (!back.holds().test(told.answer().body())) {
                    stale(
                            op,
                            address,
                            acknowledged.token(),
                            told.answer().status(),
                            back.what(),
                            told.answer().body());
                }
            }
            case Fail(var status, var code) -> {
                if (status == 404) {
                    reads.increment();
                    stale(op, address, acknowledged.token(), status, back.what(), MAPPER.createObjectNode());
                } else {
                    unreadable.increment();
                }
            }
            case Unknown _ -> unreadable.increment();
        }
    }

    private void stale(Op op, String url, String token, int status, String missing, JsonNode body) {
        staleReads.increment();
        var line = line("stale-read", op, 0)
                .put("url", url)
                .put("token", token)
                .put("status", status)
                .put("missing", missing);
        line.set("body", body);
        journal.write(line);
    }
}
