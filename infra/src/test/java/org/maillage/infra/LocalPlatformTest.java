package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.StartUpFailure.Reason;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.servers.DirectoryLock;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TestServers;

final class LocalPlatformTest {

    private static final int SIGTERM = 143;

    @TempDir
    private Path temporary;

    @Test
    void everything_is_still_there_after_a_stop_and_after_every_kind_of_kill() throws Exception {
        // A space, as home directories have them.
        var dataDir = temporary.resolve("maillage data");
        String cluster;
        try (var first = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            assertThat(first.get("/health").statusCode()).isEqualTo(200);
            assertThat(first.get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(first.output())
                    .filteredOn(line -> line.contains("maillage ready"))
                    .hasSize(1);
            assertThat(first.output()).noneMatch(line -> line.contains("ERROR") || line.contains("password"));
            assertThat(first.errors()).isEmpty();
            cluster = keepSomething(first);
            assertThatItIsSigned(first, dataDir);
            assertThat(first.terminate()).isEqualTo(SIGTERM);
            assertThat(first.leavesPostgresRunning()).isFalse();
        }
        try (var restarted = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            assertThatItIsKept(restarted, cluster);
            restarted.kill();
            assertThat(restarted.leavesPostgresRunning()).isTrue();
        }
        try (var afterKill = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            assertThatItIsKept(afterKill, cluster);
            var postmaster = afterKill.postmaster();
            var backends = postmaster.children().toList();
            afterKill.kill();
            postmaster.destroyForcibly();
            backends.forEach(ProcessHandle::destroyForcibly);
        }
        try (var afterKillOfAll = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            assertThatItIsKept(afterKillOfAll, cluster);
        }
    }

    @Test
    void a_data_directory_of_one_role_goes_over_to_three() throws Exception {
        try (var before = PlatformProcess.start(temporary, Map.of()).awaitReady()) {
            before.kill();
            execute(before, """
                reassign owned by maillage_query to maillage;
                drop owned by maillage_command, maillage_query;
                drop role maillage_command, maillage_query;
                grant all on database maillage to public;
                grant usage on schema public to public\
                """);
        }
        try (var after = PlatformProcess.start(temporary, Map.of()).awaitReady()) {
            assertThat(after.get("/health").statusCode()).isEqualTo(200);
            try (var connection = DriverManager.getConnection(after.database(), "postgres", after.superuserPassword());
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("""
                        select string_agg(distinct relowner::regrole::text, ' '),
                            has_table_privilege('maillage_command', 'ledger.event', 'insert'),
                            has_database_privilege('public', 'maillage', 'connect')
                        from pg_class
                        where relnamespace::regnamespace::text in
                            (select 'intake' union select projection from intake.projection_build)
                        """)) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("maillage_query");
                assertThat(row.getBoolean(2)).isTrue();
                assertThat(row.getBoolean(3)).isFalse();
            }
        }
    }

    @Test
    void servers_that_run_elsewhere_are_used_and_none_is_started() throws Exception {
        var database = TestServers.freshDatabase();
        try (var platform = PlatformProcess.start(
                        temporary,
                        Map.of(
                                "MAILLAGE_DB_URL", database.url(),
                                "MAILLAGE_DB_USER", database.user(),
                                "MAILLAGE_DB_PASSWORD", database.password(),
                                "MAILLAGE_KAFKA_BOOTSTRAP", TestServers.kafka().bootstrap()))
                .awaitReady()) {
            assertThat(platform.database()).isEqualTo(database.url());
            assertThat(platform.kafka()).isEqualTo(TestServers.kafka().bootstrap());
            assertThat(platform.get("/health").statusCode()).isEqualTo(200);
            assertThat(temporary.resolve("postgresql")).doesNotExist();
            assertThat(temporary.resolve("kafka")).doesNotExist();
            assertThat(platform.output())
                    .filteredOn(line -> line.contains("may do everything"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "MAILLAGE_DB_COMMAND_USER and MAILLAGE_DB_QUERY_USER", "database-roles.md");
        }
    }

    @Test
    void a_taken_http_port_is_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertThatItFails(Map.of("MAILLAGE_HTTP_PORT", port), Reason.HTTP_PORT, port, "MAILLAGE_HTTP_PORT");
        }
    }

    @Test
    void a_taken_kafka_port_is_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertThatItFails(Map.of("MAILLAGE_KAFKA_PORT", port), Reason.KAFKA_PORT, port, "MAILLAGE_KAFKA_PORT");
        }
    }

    @Test
    void a_data_directory_that_cannot_be_written_is_one_line() throws Exception {
        var file = Files.createFile(temporary.resolve("file"));
        assertThatItFails(
                Map.of("MAILLAGE_DATA_DIR", file.resolve("data").toString()),
                Reason.DATA_DIRECTORY,
                file.toString(),
                "MAILLAGE_DATA_DIR");
    }

    @Test
    void a_lost_master_key_is_not_replaced() throws Exception {
        Files.createDirectories(temporary.resolve("postgresql/data"));
        assertThatItFails(Map.of(), Reason.DATA_DIRECTORY, "master.key", "restore");
    }

    @Test
    void a_master_key_that_no_kms_opens_is_one_line() throws Exception {
        MasterKey.readOrCreate(temporary.resolve("master.key"));
        var token = Files.writeString(temporary.resolve("token"), "hvs.token");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        assertThatItFails(
                Map.of(
                        "MAILLAGE_MASTER_KEY_KMS",
                        "hcvault://127.0.0.1:8200/transit/keys/maillage",
                        "MAILLAGE_MASTER_KEY_KMS_TOKEN_FILE",
                        token.toString()),
                Reason.MASTER_KEY,
                "master.key is not encrypted",
                "master-key wrap");
        assertThatItFails(
                Map.of("MAILLAGE_MASTER_KEY_KMS", "kms:8200"),
                Reason.SETTING,
                "MAILLAGE_MASTER_KEY_KMS",
                "hcvault://host:8200/transit/keys/NAME");
    }

    @Test
    void a_data_directory_in_use_is_one_line() throws Exception {
        try (var _ = DirectoryLock.take(temporary)) {
            assertThatItFails(Map.of(), Reason.DATA_DIRECTORY_IN_USE, temporary.toString(), "another Maillage");
        }
    }

    @Test
    void a_wrong_database_password_is_one_line() throws Exception {
        var database = TestServers.freshDatabase();
        assertThatItFails(
                Map.of(
                        "MAILLAGE_DB_URL", database.url(),
                        "MAILLAGE_DB_USER", database.user(),
                        "MAILLAGE_DB_PASSWORD", "wrong"),
                Reason.DATABASE,
                database.url(),
                "MAILLAGE_DB_PASSWORD");
    }

    @Test
    void a_wrong_password_of_a_side_names_its_setting() throws Exception {
        var database = TestServers.freshDatabase();
        assertThatItFails(
                Map.of(
                        "MAILLAGE_DB_URL", database.url(),
                        "MAILLAGE_DB_USER", database.user(),
                        "MAILLAGE_DB_PASSWORD", database.password(),
                        "MAILLAGE_DB_QUERY_USER", database.user(),
                        "MAILLAGE_DB_QUERY_PASSWORD", "wrong"),
                Reason.DATABASE,
                "MAILLAGE_DB_QUERY_PASSWORD");
    }

    @Test
    void a_database_that_does_not_exist_is_one_line() throws Exception {
        var database = TestServers.freshDatabase();
        assertThatItFails(
                Map.of(
                        "MAILLAGE_DB_URL", database.url() + "missing",
                        "MAILLAGE_DB_USER", database.user(),
                        "MAILLAGE_DB_PASSWORD", database.password()),
                Reason.DATABASE,
                "does not exist");
    }

    @Test
    void an_unreachable_database_is_one_line() throws Exception {
        var nobody = "jdbc:postgresql://localhost:" + Ports.free() + "/maillage";
        assertThatItFails(Map.of("MAILLAGE_DB_URL", nobody), Reason.DATABASE, nobody, "MAILLAGE_DB_URL");
    }

    @Test
    void an_unreachable_broker_is_one_line() throws Exception {
        var nobody = "localhost:" + Ports.free();
        assertThatItFails(
                Map.of("MAILLAGE_KAFKA_BOOTSTRAP", nobody), Reason.BROKER, nobody, "MAILLAGE_KAFKA_BOOTSTRAP");
    }

    @Test
    void a_setting_that_cannot_be_is_one_line() throws Exception {
        assertThatItFails(Map.of("MAILLAGE_HTTP_PORT", "http"), Reason.SETTING, "MAILLAGE_HTTP_PORT is \"http\"");
    }

    private void assertThatItFails(Map<String, String> settings, Reason reason, String... says) throws Exception {
        try (var platform = PlatformProcess.start(temporary, settings)) {
            assertThat(platform.awaitEnd()).as("%s", platform.errors()).isEqualTo(reason.exitCode());
            // The process may be gone before its last line was read.
            await().until(() -> !platform.errors().isEmpty());
            assertThat(platform.errors())
                    .singleElement()
                    .asString()
                    .startsWith("maillage: ")
                    .contains(says);
            assertThat(platform.output()).noneMatch(line -> line.contains("\tat "));
            assertThat(platform.leavesPostgresRunning()).isFalse();
        }
    }

    /** By the key that lies outside the database, within moments. */
    private static void assertThatItIsSigned(PlatformProcess platform, Path dataDir) throws Exception {
        var epn = """
            {"name": "Centre", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": ["inclusion"], "audiences": []}
            """;
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(platform.http() + "/api/v1/epns"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + platform.tokens().token())
                    .POST(HttpRequest.BodyPublishers.ofString(epn))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
        }
        var key = VerifyingKey.ofPem(Files.readString(dataDir.resolve("ledger-key.pub.pem")));
        try (var connection =
                        DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
                var statement = connection.createStatement()) {
            await().untilAsserted(() -> {
                try (var row = statement.executeQuery("select key_id from ledger.checkpoint where size = 1")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(key.id());
                }
            });
        }
    }

    private static String keepSomething(PlatformProcess platform) throws Exception {
        execute(platform, "create table kept as select 42 as value");
        try (var admin = Admin.create(Map.of("bootstrap.servers", platform.kafka()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void assertThatItIsKept(PlatformProcess platform, String cluster) throws Exception {
        assertThat(platform.get("/health").statusCode()).isEqualTo(200);
        execute(platform, "insert into kept select value from kept");
        try (var admin = Admin.create(Map.of("bootstrap.servers", platform.kafka()))) {
            assertThat(admin.describeCluster().clusterId().get()).isEqualTo(cluster);
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    private static void execute(PlatformProcess platform, String sql) throws Exception {
        try (var connection =
                        DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
