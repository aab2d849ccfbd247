package org.maillage.command.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.Vaults;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.ForkedKafka;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TestServers;

/** Kills the publisher and the broker, for real, while events go on being written. */
class PublisherCrashTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void whatever_is_killed_nothing_is_lost_and_what_is_repeated_can_be_dropped() throws Exception {
        var ledger = LedgerDatabase.fresh();
        var masterKey = directory.resolve("master.key");
        var keys = Vaults.open(ledger.dataSource(), MasterKey.readOrCreate(masterKey));
        int port = Ports.free();
        var broker = ForkedKafka.start(directory.resolve("kafka"), port);
        var writing = new AtomicBoolean(true);
        var writer = Thread.ofVirtual().start(() -> {
            while (writing.get()) {
                ledger.append(25);
                keys.create(new PersonId(Ids.next()));
            }
        });
        var publisher = fork(ledger, broker.bootstrap(), masterKey);
        try {
            for (int round = 0; round < 2; round++) {
                awaitProgress(ledger);
                publisher.destroyForcibly().waitFor();
                publisher = fork(ledger, broker.bootstrap(), masterKey);
            }
            awaitProgress(ledger);
            broker.kill();
            broker = ForkedKafka.start(directory.resolve("kafka"), port);
            awaitProgress(ledger);
            broker.kill();
            publisher.destroyForcibly().waitFor();
            publisher = fork(ledger, broker.bootstrap(), masterKey);
            broker = ForkedKafka.start(directory.resolve("kafka"), port);
            awaitProgress(ledger);

            writing.set(false);
            writer.join();
            var events = ledger.all();
            await().atMost(PATIENCE).until(() -> ledger.published() == events.size());
            publisher.destroyForcibly().waitFor();

            var feed = Feed.read(broker.bootstrap(), ledger.name(), events.size());
            for (int i = 0; i < events.size(); i++) {
                assertThat(feed.accepted().get(i).value())
                        .isEqualTo(events.get(i).payload());
            }
            assertThat(keys.unpublished(1)).isEmpty();
            assertThat(Feed.keys(broker.bootstrap()).stream()
                            .map(record -> record.key())
                            .distinct())
                    .hasSizeGreaterThanOrEqualTo(events.size() / 25);
        } finally {
            writing.set(false);
            writer.join();
            publisher.destroyForcibly().waitFor();
            broker.close();
        }
    }

    @Test
    void who_is_stopped_loses_the_seat_and_doubles_nothing_when_it_goes_on() throws Exception {
        var ledger = LedgerDatabase.fresh();
        var masterKey = directory.resolve("master.key");
        var keys = Vaults.open(ledger.dataSource(), MasterKey.readOrCreate(masterKey));
        var broker = TestServers.kafka();
        var kafka = new Kafka(Map.of("bootstrap.servers", broker.bootstrap()), ledger.name(), Duration.ofSeconds(20));
        var writing = new AtomicBoolean(true);
        var writer = Thread.ofVirtual().start(() -> {
            while (writing.get()) {
                ledger.append(25);
            }
        });
        var stopped = fork(ledger, broker.bootstrap(), masterKey);
        var other = new Publisher(
                ledger.name(),
                ledger.node("other"),
                ledger::read,
                keys,
                new Checkpoints(ledger.name(), ledger.dataSource()),
                kafka);
        try {
            awaitProgress(ledger);
            other.start();
            await().until(() -> other.state() == Publisher.State.STANDING_BY);

            signal("STOP", stopped);
            // Well within the patience that Kafka itself would have with it.
            await().atMost(Duration.ofSeconds(12)).until(() -> other.state() == Publisher.State.PUBLISHING);
            awaitProgress(ledger);
            signal("CONT", stopped);
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(masterKey.resolveSibling("publisher.log"))
                            .contains("Another node publishes the ledger"));
            awaitProgress(ledger);
            assertThat(other.state()).isEqualTo(Publisher.State.PUBLISHING);

            writing.set(false);
            writer.join();
            var events = ledger.all();
            await().atMost(PATIENCE).until(() -> other.position() == events.size());
            var feed = Feed.read(broker.bootstrap(), ledger.name(), events.size());
            for (int i = 0; i < events.size(); i++) {
                assertThat(feed.accepted().get(i).value())
                        .isEqualTo(events.get(i).payload());
            }
            // At most the batch that was under way.
            assertThat(feed.repeated()).hasSizeLessThan(Turn.EVENTS + 100);
        } finally {
            writing.set(false);
            writer.join();
            stopped.destroyForcibly().waitFor();
            other.stop();
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitProgress(LedgerDatabase ledger) {
        long before = ledger.published();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> ledger.published() > before + 300);
    }

    private static Process fork(LedgerDatabase ledger, String bootstrap, Path masterKey) throws IOException {
        var database = ledger.dataSource();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishingProcess.class.getName(),
                        database.getUrl(),
                        database.getUsername(),
                        database.getPassword(),
                        ledger.name(),
                        bootstrap,
                        masterKey.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        masterKey.resolveSibling("publisher.log").toFile()))
                .start();
    }
}
