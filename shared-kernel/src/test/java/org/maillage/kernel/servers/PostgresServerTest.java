package org.maillage.kernel.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresServerTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"})
    void a_server_is_as_durable_as_in_production(String setting) throws SQLException {
        assertThat(answer(TestServers.postgres(), "postgres", "show " + setting))
                .isEqualTo("on");
    }

    @Test
    void a_server_is_of_the_version_that_we_promise() throws SQLException {
        assertThat(answer(TestServers.postgres(), "postgres", "show server_version"))
                .startsWith("18.6");
    }

    @Test
    void what_was_committed_is_there_after_a_stop_a_kill_and_a_killed_parent() throws SQLException {
        try (var first = PostgresServer.start(directory, 0)) {
            first.createDatabase("maillage");
            first.createDatabase("maillage");
            first.execute("maillage", "create table kept (value int)");
        }
        var killed = PostgresServer.start(directory, 0);
        killed.execute("maillage", "insert into kept values (1)");
        killed.kill();

        var abandoned = PostgresServer.start(directory, 0);
        abandoned.execute("maillage", "insert into kept values (2)");
        abandoned.abandon();

        try (var last = PostgresServer.start(directory, abandoned.port())) {
            assertThat(answer(last, "maillage", "select string_agg(value::text, ',' order by value) from kept"))
                    .isEqualTo("1,2");
        }
    }

    @Test
    void a_pid_that_a_stranger_has_now_does_not_stop_a_start() throws IOException, SQLException {
        PostgresServer.start(directory, 0).kill();
        var pidFile = directory.resolve("data/postmaster.pid");
        var lines = Files.readAllLines(pidFile);
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            lines.set(0, Long.toString(stranger.pid()));
            lines.set(2, Long.toString(Instant.now().minus(Duration.ofDays(1)).getEpochSecond()));
            Files.write(pidFile, lines);

            try (var server = PostgresServer.start(directory, 0)) {
                assertThat(answer(server, "postgres", "select 1")).isEqualTo("1");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void an_interrupted_first_start_is_begun_again() throws IOException, SQLException {
        Files.createDirectories(directory.resolve("initialising/base"));
        Files.writeString(directory.resolve("initialising/PG_VERSION"), "18");
        try (var server = PostgresServer.start(directory, 0)) {
            assertThat(answer(server, "postgres", "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_directory_serves_one_process_at_a_time() {
        try (var _ = DirectoryLock.take(directory)) {
            assertThatThrownBy(() -> PostgresServer.start(directory, 0))
                    .isInstanceOf(ServerFailure.DirectoryInUse.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void what_a_killed_test_left_behind_is_swept_away_and_what_lives_is_not() throws IOException {
        var left = PostgresServer.start(directory.resolve("maillage-left-1"), 0);
        left.abandon();
        var postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(directory.resolve("maillage-left-1/data/postmaster.pid"))
                                .getFirst()))
                .orElseThrow();
        try (var _ = DirectoryLock.take(directory.resolve("maillage-left-2"))) {
            PostgresServer.discard(directory.resolve("maillage-left-1"));
            PostgresServer.discard(directory.resolve("maillage-left-2"));
        }
        assertThat(directory.resolve("maillage-left-1")).doesNotExist();
        assertThat(directory.resolve("maillage-left-2")).exists();
        assertThat(Processes.isRunning(postmaster)).isFalse();
    }

    @Test
    void a_taken_port_is_named() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PostgresServer.start(directory, socket.getLocalPort()))
                    .isInstanceOf(ServerFailure.PortTaken.class)
                    .hasMessageContaining("port " + socket.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN_A_USER_NAMESPACE", "AS_NOBODY", "AS_WE_ARE"})
    void a_server_runs_whoever_we_are(String how) throws SQLException {
        var launcher = Unprivileged.valueOf(how);
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root == (launcher == Unprivileged.AS_WE_ARE)) {
            assertThat(Unprivileged.detect()).isNotEqualTo(launcher);
            return;
        }
        try (var server =
                new PostgresServer.Start(directory, 0).launcher(launcher).run()) {
            assertThat(answer(server, "postgres", "select 1")).isEqualTo("1");
        }
    }

    @Test
    void an_owner_of_a_database_is_nobody_else() throws SQLException {
        var server = TestServers.postgres();
        server.createDatabase("owned", "o'wner", "it's a secret");
        server.createDatabase("owned", "o'wner", "it's another secret");
        try (var connection =
                        java.sql.DriverManager.getConnection(server.jdbcUrl("owned"), "o'wner", "it's another secret");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select rolsuper or rolcreatedb or rolcreaterole from pg_roles where rolname = current_user")) {
            row.next();
            assertThat(row.getBoolean(1)).isFalse();
            statement.execute("create schema mine");
        }
    }

    @Test
    void a_fresh_database_is_empty_and_new_each_time() throws SQLException {
        var first = TestServers.freshDatabase();
        var second = TestServers.freshDatabase();
        assertThat(first.url()).isNotEqualTo(second.url());
        assertThat(answer(
                        TestServers.postgres(),
                        first.name(),
                        "select count(*) from information_schema.tables where table_schema = 'public'"))
                .isEqualTo("0");
    }

    private static String answer(Postgres server, String database, String query) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
