package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.maillage.infra.Cluster.Answer;

/**
 * Clients of both command sides: each registers centres and revises their missions, every command under a key of its own, which
 * it sends again, to the other node, until it knows what became of it.
 */
final class Traffic implements AutoCloseable {

    /** After that an answer is no longer waited for: what became of the command is unknown. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration GIVES_UP = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(10);

    /** A centre that was acknowledged, with the last token that its client was given. */
    record Centre(String id, String name, long version, String token) {}

    private final Cluster cluster;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<Centre> centres = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile boolean ended;

    Traffic(Cluster cluster) {
        this.cluster = cluster;
    }

    Traffic start(int number) {
        for (int i = 0; i < number; i++) {
            int first = i;
            clients.add(Thread.ofVirtual().name("client " + i).start(() -> run(first)));
        }
        return this;
    }

    private void run(int first) {
        try {
            for (int round = first; !ended; round++) {
                register(round);
            }
        } catch (Throwable failed) {
            failures.add(failed);
        }
    }

    private void register(int round) throws InterruptedException {
        var name = "Centre " + Cluster.key();
        var registered = insist(round, "/api/v1/epns", """
            {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": ["first"], "audiences": []}
            """.formatted(name));
        var id = registered.id();
        var last = registered;
        for (int revision = 1; revision <= 2; revision++) {
            last = insist(round + revision, "/api/v1/epns/" + id + "/missions", """
                {"missions": ["revised %d"]}
                """.formatted(revision));
            assertThat(last.version()).isEqualTo(registered.version() + revision);
        }
        centres.add(new Centre(id, name, last.version(), String.valueOf(last.token())));
    }

    private Answer insist(int turn, String path, String json) throws InterruptedException {
        var key = Cluster.key();
        var until = System.nanoTime() + GIVES_UP.toNanos();
        for (int attempt = 0; ; attempt++) {
            LockSupport.parkNanos(BETWEEN.toNanos());
            var node = cluster.commands().get((turn + attempt) % 2);
            var said = "no answer";
            try {
                var answer = node.post(path, json, key, PATIENCE);
                if (answer.status() < 300) {
                    return answer;
                }
                said = answer.status() + " " + answer.body();
                assertThat(answer.status()).as("%s: %s", node, said).isEqualTo(503);
                assertThat(answer.header("Retry-After")).as(said).isNotNull();
            } catch (HttpTimeoutException slow) {
                unknown.incrementAndGet();
            } catch (IOException broken) {
                unknown.incrementAndGet();
                said = broken.toString();
            }
            assertThat(until - System.nanoTime()).as("%s: %s", node, said).isPositive();
        }
    }

    int acknowledged() {
        return centres.size();
    }

    /** How many answers did not come. */
    int unknown() {
        return unknown.get();
    }

    /** Ends it once every client knows what became of its last command. */
    List<Centre> end() throws InterruptedException {
        ended = true;
        for (var client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        return List.copyOf(centres);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (var client : clients) {
            client.join();
        }
    }
}
