package org.maillage.kernel.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaServerTest {

    @TempDir
    private Path directory;

    @Test
    void records_and_the_cluster_id_are_there_after_a_stop_and_a_kill() throws Exception {
        String cluster;
        try (var server = KafkaServer.start(directory, 0)) {
            cluster = clusterId(server);
            createTopic(server, "kept");
            send(server, "kept", "one");
        }
        var killed = ForkedKafka.start(directory, 0);
        assertThat(clusterId(killed)).isEqualTo(cluster);
        send(killed, "kept", "two");
        killed.kill();

        try (var server = KafkaServer.start(directory, 0)) {
            assertThat(clusterId(server)).isEqualTo(cluster);
            send(server, "kept", "three");
            assertThat(read(server, "kept", 3)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void a_topic_exists_only_once_somebody_created_it() {
        try (var admin = admin(TestServers.kafka())) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("nobody-created-me"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void a_directory_serves_one_process_at_a_time() {
        try (var _ = DirectoryLock.take(directory)) {
            assertThatThrownBy(() -> KafkaServer.start(directory, 0))
                    .isInstanceOf(ServerFailure.DirectoryInUse.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaServer.start(directory, socket.getLocalPort()))
                    .isInstanceOf(ServerFailure.PortTaken.class)
                    .hasMessageContaining("port " + socket.getLocalPort());
        }
    }

    private static Admin admin(Kafka server) {
        return Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
    }

    private static String clusterId(Kafka server) throws ExecutionException, InterruptedException {
        try (var admin = admin(server)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void createTopic(Kafka server, String topic) throws ExecutionException, InterruptedException {
        try (var admin = admin(server)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    /** In a transaction, as the ledger's publisher does. */
    private static void send(Kafka server, String topic, String value) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrap(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
            producer.commitTransaction();
        }
    }

    private static List<String> read(Kafka server, String topic, int count) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", server.bootstrap(),
                        "group.id", "test",
                        "auto.offset.reset", "earliest",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            var values = new ArrayList<String>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }
}
