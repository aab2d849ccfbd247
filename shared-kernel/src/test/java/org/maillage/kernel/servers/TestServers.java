package org.maillage.kernel.servers;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM, started when first asked for: containers where a Docker engine
 * answers, else local processes of the same versions. Tests never skip for want of Docker.
 */
public final class TestServers {

    private static final AtomicInteger databases = new AtomicInteger();

    private TestServers() {}

    /** An empty database of the shared PostgreSQL, and how to reach it as superuser. */
    public record Database(String name, String url, String user, String password) {}

    public static Postgres postgres() {
        return SharedPostgres.SERVER;
    }

    public static Kafka kafka() {
        return SharedKafka.SERVER;
    }

    /** A new, empty database; one per test class keeps test classes apart. */
    public static Database freshDatabase() {
        var server = postgres();
        var name = "test" + databases.incrementAndGet();
        server.createDatabase(name);
        return new Database(name, server.jdbcUrl(name), server.user(), server.password());
    }

    private static final class SharedPostgres {
        private static final Postgres SERVER = start();

        private static Postgres start() {
            QuietLibraries.install();
            return Containers.postgres().orElseGet(() -> {
                var server = PostgresServer.temporary();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            });
        }
    }

    private static final class SharedKafka {
        private static final Kafka SERVER = start();

        private static Kafka start() {
            QuietLibraries.install();
            return Containers.kafka().orElseGet(() -> {
                var server = KafkaServer.temporary();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            });
        }
    }
}
