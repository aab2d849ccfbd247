package org.maillage.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.CommandSide;
import org.maillage.command.Identity;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.Ids;
import org.maillage.kernel.access.Subject;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.proof.Frontier;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.EventCodec;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rooms put together as in production: a command goes in over HTTP, its event comes out of Kafka. */
class CommandSidePublishesTest {

    private static final String BOOTSTRAP = TestServers.kafka().bootstrap();
    private static final String LEDGER = "whole-" + Ids.next();

    @TempDir
    static Path directory;

    private static ConfigurableApplicationContext side;

    @BeforeAll
    static void start() {
        var database = TestServers.freshDatabase();
        var masterKey = directory.resolve("master.key");
        MasterKey.readOrCreate(masterKey);
        var ledgerKey = directory.resolve("ledger-key.pem");
        SigningKey.readOrCreate(ledgerKey);
        side = new SpringApplicationBuilder(CommandSide.class)
                .run(
                        "--server.port=0",
                        Identity.setting(),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.kafka.bootstrap-servers=" + BOOTSTRAP,
                        "--maillage.ledger=" + LEDGER,
                        "--maillage.master-key-file=" + masterKey,
                        "--maillage.ledger-key-file=" + ledgerKey,
                        "--maillage.checkpoint.events=2",
                        "--maillage.checkpoint.interval=200ms");
    }

    @AfterAll
    static void stop() {
        var publisher = side.getBean(Publisher.class);
        side.close();
        assertThat(publisher.state()).isEqualTo(Publisher.State.STOPPED);
    }

    @Test
    void what_a_command_decided_is_in_the_feed() throws Exception {
        side.getBean(PersonKeys.class).create(new PersonId(Ids.next()));
        var publisher = side.getBean(Publisher.class);
        for (int i = 1; i <= 3; i++) {
            register("Centre " + i);
            long position = i;
            await().until(() -> publisher.position() == position);
        }

        var feed = Feed.read(BOOTSTRAP, LEDGER, 3);
        var record = feed.accepted().getLast();
        assertThat(EventCodec.read("EpnRegistered", 3, record.value()))
                .isInstanceOfSatisfying(EpnRegistered.class, event -> {
                    assertThat(event.name()).isEqualTo("Centre 3");
                    assertThat(record.key()).isEqualTo(event.id().toString());
                    assertThat(Feed.header(record, CloudEvents.HEADER_EPN))
                            .isEqualTo(event.id().toString());
                    assertThat(Feed.header(record, CloudEvents.HEADER_SUBJECT))
                            .isEqualTo(event.id().toString());
                    assertThat(Feed.header(record, CloudEvents.HEADER_ACTOR)).isEqualTo("the-town");
                    assertThat(event.administrator()).isEqualTo(new Subject("the-town"));
                });
        assertThat(Feed.header(record, CloudEvents.HEADER_TYPE)).isEqualTo("org.maillage.epn.EpnRegistered.v3");
        assertThat(Feed.header(record, CloudEvents.HEADER_TRACEPARENT))
                .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(publisher.state()).isEqualTo(Publisher.State.PUBLISHING);
        assertThat(Feed.leaf(record)).isEqualTo(storedLeaf(3));
        var trusted = VerifyingKey.ofPem(Files.readString(directory.resolve("ledger-key.pub.pem")));
        await().untilAsserted(() -> assertThat(Feed.checkpoints(BOOTSTRAP, LEDGER))
                .isNotEmpty()
                .last()
                .satisfies(last -> {
                    var checkpoint = CheckpointCodec.read(last.value());
                    assertThat(checkpoint.size()).isEqualTo(3);
                    assertThat(trusted.verifies(checkpoint)).isTrue();
                    assertThat(checkpoint.rootBytes()).isEqualTo(rootOf(feed.accepted()));
                }));
        assertThat(side.getBean(PersonKeys.class).unpublished(1)).isEmpty();
    }

    private static byte[] storedLeaf(long position) {
        return side.getBean(JdbcClient.class)
                .sql("select leaf from ledger.event where position = ?")
                .param(position)
                .query(byte[].class)
                .single();
    }

    private static byte[] rootOf(List<ConsumerRecord<String, byte[]>> events) throws GeneralSecurityException {
        var tree = Frontier.EMPTY;
        for (var event : events) {
            tree = tree.with(Feed.leaf(event));
        }
        return tree.root();
    }

    @Test
    void the_seat_has_a_connection_of_its_own() {
        var sql = side.getBean(JdbcClient.class);
        await().until(() -> side.getBean(Publisher.class).state() == Publisher.State.PUBLISHING);

        assertThat(sql.sql("""
            select count(*) from pg_stat_activity a join pg_locks l using (pid)
            where a.application_name = 'maillage-publisher' and a.datname = current_database()
                and l.locktype = 'advisory' and l.granted
            """).query(Integer.class).single()).isEqualTo(1);
    }

    private static void register(String name) throws IOException, InterruptedException {
        var body = """
            {"name": "%s", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": ["inclusion"], "audiences": []}
            """.formatted(name);
        var request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + side.getEnvironment().getProperty("local.server.port") + "/api/v1/epns"))
                .header("Content-Type", "application/json")
                .header("Authorization", Identity.bearer())
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }
}
