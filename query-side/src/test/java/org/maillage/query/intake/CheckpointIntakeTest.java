package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.KafkaAccess;
import org.springframework.jdbc.core.simple.JdbcClient;

final class CheckpointIntakeTest {

    private static final String TOPIC = "checkpoints-of-a-test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant AT = Instant.parse("2026-11-23T16:00:00.123456Z");

    @TempDir
    private Path directory;

    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka().bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final TestNode node = TestNode.listening(TestNode.migrated());
    private final Checkpoints checkpoints = new Checkpoints(JdbcClient.create(node.database), "main");
    private SigningKey key;
    private SigningKey other;

    @BeforeEach
    void topicAndKeys() throws Exception {
        key = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
        other = SigningKey.readOrCreate(directory.resolve("other-key.pem"));
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", TestServers.kafka().bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void close() {
        producer.close();
        node.close();
    }

    private SmallTopic start() {
        var settings = new FeedSettings(
                KafkaAccess.plain(TestServers.kafka().bootstrap()),
                "nothing",
                "no-keys",
                TestLedger.SOURCE,
                "checkpoints",
                "",
                1);
        var topic = new SmallTopic(CheckpointIntake.NAME, TOPIC, settings, node.transactions, new CheckpointIntake());
        topic.start();
        return topic;
    }

    private static Checkpoint signed(SigningKey by, String ledger, long size, int fill) {
        var root = new byte[32];
        root[0] = (byte) fill;
        return by.sign(ledger, size, Base64.getEncoder().encodeToString(root), AT, null);
    }

    private void send(Checkpoint checkpoint, SigningKey with) {
        send(CheckpointCodec.write(checkpoint), with);
    }

    private void send(byte @Nullable [] value, SigningKey with) {
        var record = new ProducerRecord<>(TOPIC, "main".getBytes(UTF_8), value);
        record.headers()
                .add(CloudEvents.HEADER_PUBLIC_KEY, with.verifyingKey().base64().getBytes(UTF_8));
        var _ = producer.send(record);
        producer.flush();
    }

    @Test
    void genuine_checkpoints_are_kept_whatever_comes_between_them() {
        var first = signed(key, "main", 10, 1);
        var second = signed(key, "main", 25, 2);
        var another = signed(other, "main", 99, 3);
        send(first, key);
        send("no checkpoint".getBytes(UTF_8), key);
        send((byte[]) null, key);
        send(first, key);
        send(signed(key, "main", 10, 7), key);
        // Signed by one, said to be by another.
        send(signed(key, "main", 17, 4), other);
        send(signed(key, "elsewhere", 18, 5), key);
        var intake = start();
        try {
            send(second, key);
            send(another, other);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(checkpoints.newestFirst(null, 10)).containsExactly(another, second, first));
        } finally {
            intake.stop();
        }

        assertThat(checkpoints.covering(10)).contains(first);
        assertThat(checkpoints.covering(11)).contains(second);
        assertThat(checkpoints.ofSize(11)).isEmpty();
        assertThat(checkpoints.newestFirst(25L, 10)).containsExactly(first);
        assertThat(checkpoints.key(first.keyId()).orElseThrow().verifies(first)).isTrue();
        assertThat(checkpoints.key(another.keyId()).orElseThrow().verifies(another))
                .isTrue();

        // What came while nobody read is read by the next.
        var third = signed(key, "main", 120, 6);
        send(third, key);
        var again = start();
        try {
            await().atMost(PATIENCE)
                    .until(() -> checkpoints.newest().filter(third::equals).isPresent());
        } finally {
            again.stop();
        }
        assertThat(checkpoints.newestFirst(null, 10)).hasSize(4);
    }
}
