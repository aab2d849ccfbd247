package org.maillage.infra.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maillage.command.publishing.Publisher;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.infra.Identity;
import org.maillage.infra.PlatformDatabase;
import org.maillage.infra.PlatformKafka;
import org.maillage.infra.Side;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.KafkaServer;
import org.maillage.kernel.servers.PostgresServer;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL and Kafka as the platform starts them, empty, in directories that go away with them, and its sides on top. */
final class Ground implements AutoCloseable {

    private static final String NAME = "maillage";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread ending = Thread.ofPlatform().unstarted(this::end);
    private final Path directory;
    private final MasterKeySource masterKey;
    private final PostgresServer postgres;
    private final KafkaServer kafka;

    Ground() {
        try {
            directory = Files.createTempDirectory("maillage-bench-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        masterKey = MasterKeySource.plain(Side.masterKey(directory));
        masterKey.readOrCreate();
        SigningKey.readOrCreate(Side.ledgerKey(directory));
        postgres = opened(PostgresServer.temporary());
        kafka = opened(KafkaServer.temporary());
        postgres.createDatabase(NAME, NAME, NAME);
        // PostgreSQL would outlive a run that is broken off.
        Runtime.getRuntime().addShutdownHook(ending);
    }

    private void end() {
        postgres.close();
    }

    Side start(Side.Kind kind) {
        return start(kind, Map.of());
    }

    /** @param otherwise settings that are not those of the platform */
    Side start(Side.Kind kind, Map<String, String> otherwise) {
        var database = new PlatformDatabase(postgres.jdbcUrl(NAME), new PlatformDatabase.Login(NAME, NAME));
        // Nobody comes through the door: callers are in this process.
        var nobody = new Identity(URI.create("http://localhost/nobody"), null);
        var settings = new HashMap<>(Side.settings(
                directory, masterKey, database, new PlatformKafka(kafka.bootstrap()), nobody, "127.0.0.1", 0));
        settings.putAll(otherwise);
        return opened(Side.start(kind, settings));
    }

    void stop(Side side) {
        opened.remove(side);
        side.close();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(NAME), NAME, NAME);
    }

    /** As many connections as there may be, to a schema. */
    HikariDataSource pool(String schema, int most) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.jdbcUrl(NAME));
        pool.setUsername(NAME);
        pool.setPassword(NAME);
        pool.setSchema(schema);
        pool.setMaximumPoolSize(most);
        return pool;
    }

    void execute(String... statements) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What one turn has left in memory must not be written out at the cost of the next. */
    void settle() {
        try (var connection = postgres.connect(NAME);
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String text(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    long number(String query) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Until everything in the ledger is in Kafka. */
    void awaitPublished(Side command) {
        var publisher = command.context().getBean(Publisher.class);
        long last = number("select coalesce(max(position), 0) from ledger.event");
        Patience.until("the ledger is published", () -> publisher.position() >= last);
    }

    /** The settings on which durability rests, and those that bound the server. */
    Map<String, String> databaseSettings() {
        var settings = new LinkedHashMap<String, String>();
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var name : new String[] {
                "server_version",
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "wal_sync_method",
                "shared_buffers",
                "max_wal_size"
            }) {
                try (var row = statement.executeQuery("show " + name)) {
                    row.next();
                    settings.put(name, row.getString(1));
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        for (var name : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            if (!"on".equals(settings.get(name))) {
                throw new IllegalStateException("Without " + name + " there is nothing to measure");
            }
        }
        return settings;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        Runtime.getRuntime().removeShutdownHook(ending);
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
