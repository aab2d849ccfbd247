package org.maillage.kernel.servers;

import java.io.File;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The shared servers as containers, where that is possible. Testcontainers removes them when the JVM ends. */
final class Containers {

    private static final Logger log = LoggerFactory.getLogger(Containers.class);

    private Containers() {}

    static Optional<Postgres> postgres() {
        return start(() -> {
            var container = new PostgreSQLContainer("postgres:18.6");
            container.setCommand("postgres", "-c", "max_connections=200");
            container.start();
            return new PostgresContainer(container);
        });
    }

    static Optional<Kafka> kafka() {
        return start(() -> {
            var container = new KafkaContainer("apache/kafka:4.2.2")
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                    .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
            container.start();
            return container::getBootstrapServers;
        });
    }

    private static <T> Optional<T> start(Supplier<T> container) {
        if (!engineAnswers()) {
            return Optional.empty();
        }
        try {
            return Optional.of(container.get());
        } catch (RuntimeException noImage) {
            log.warn("The Docker engine did not start the container; using a local process instead", noImage);
            return Optional.empty();
        }
    }

    /** Asks only where there is somebody to ask: Testcontainers is slow and loud when there is not. */
    private static boolean engineAnswers() {
        boolean somebody = System.getenv("DOCKER_HOST") != null
                || System.getenv("TESTCONTAINERS_HOST_OVERRIDE") != null
                || Stream.of(
                                "/var/run/docker.sock",
                                System.getProperty("user.home") + "/.docker/run/docker.sock",
                                System.getProperty("user.home") + "/.testcontainers.properties",
                                Objects.toString(System.getenv("XDG_RUNTIME_DIR"), "") + "/docker.sock")
                        .anyMatch(path -> new File(path).exists());
        return somebody && DockerClientFactory.instance().isDockerAvailable();
    }

    private record PostgresContainer(PostgreSQLContainer container) implements Postgres {

        @Override
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://" + container.getHost() + ":"
                    + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database;
        }

        @Override
        public String user() {
            return container.getUsername();
        }

        @Override
        public String password() {
            return container.getPassword();
        }
    }
}
