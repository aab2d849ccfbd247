package org.maillage.command.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.PostgresServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** With a PostgreSQL of its own, into whose files it looks. */
class SweeperTest {

    @TempDir
    Path directory;

    private PostgresServer server;
    private DriverManagerDataSource database;
    private PersonKeys keys;

    @BeforeEach
    void start() {
        server = new PostgresServer.Start(directory.resolve("postgresql"), 0).run();
        server.createDatabase("maillage", "maillage", "secret");
        database = new DriverManagerDataSource(server.jdbcUrl("maillage"), "maillage", "secret");
        keys = Vaults.open(database, MasterKey.readOrCreate(directory.resolve("master.key")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** In the files of tables and indexes; what the log (WAL) has is another matter. */
    private boolean onDisk(byte[] wanted) throws IOException {
        var needle = new String(wanted, StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(directory.resolve("postgresql/data/base"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                try {
                    if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(needle)) {
                        return true;
                    }
                } catch (NoSuchFileException gone) {
                    assertThat(file).doesNotExist();
                }
            }
        }
        return false;
    }

    private void checkpoint() {
        var superuser = new DriverManagerDataSource(server.jdbcUrl("maillage"), "postgres", server.password());
        JdbcClient.create(superuser).sql("checkpoint").update();
    }

    @Test
    void nothing_of_a_destroyed_key_stays_in_the_files_of_the_table() throws IOException {
        var kept = keys.create(new PersonId(Ids.next())).wrapped();
        var erased = keys.create(new PersonId(Ids.next())).wrapped();
        // The beginning: what a vacuum moves together may cover an end.
        var key = Arrays.copyOf(Base64.getDecoder().decode(erased.wrapped()), 64);
        checkpoint();
        assertThat(onDisk(key)).isTrue();

        keys.destroy(erased.person());
        JdbcClient.create(database).sql("vacuum vault.person_key").update();
        checkpoint();
        // Why a plain vacuum is not enough.
        assertThat(onDisk(key)).isTrue();

        var sweeper = new Sweeper(database);
        sweeper.start();
        await().until(() -> sweeper.swept() > 0);
        sweeper.stop();
        checkpoint();
        assertThat(onDisk(key)).isFalse();
        assertThat(onDisk(Base64.getDecoder().decode(kept.wrapped()))).isTrue();
        assertThat(keys.open(kept.person())).isPresent();
        assertThat(keys.unpublishedErasures(10)).isEqualTo(List.of(erased.person()));
    }

    @Test
    void whoever_reads_the_table_for_long_is_waited_for() throws Exception {
        keys.destroy(keys.create(new PersonId(Ids.next())).person());
        var sweeper = new Sweeper(database);
        try (var reader = database.getConnection();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from vault.person_key");
            sweeper.start();

            // Nobody queues behind the sweeper for longer than its patience.
            assertThat(keys.create(new PersonId(Ids.next())).version()).isEqualTo(1);
            assertThat(sweeper.swept()).isZero();
            reader.rollback();
        } finally {
            sweeper.stop();
        }
    }
}
