package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TransitServer;

final class NodeTest {

    @TempDir
    private Path dataDir;

    private final TransitServer kms = TransitServer.start();

    @AfterEach
    void closeKms() {
        kms.close();
    }

    @Test
    void three_parts_make_the_platform() throws Exception {
        var url = databaseWithRoles();
        var guarded = guardedByKms();
        var commandSettings = Map.of(
                "MAILLAGE_DB_URL", url,
                "MAILLAGE_DB_USER", "node_owner",
                "MAILLAGE_DB_PASSWORD", "owner's",
                "MAILLAGE_DB_COMMAND_USER", DatabaseRoles.COMMAND,
                "MAILLAGE_DB_COMMAND_PASSWORD", "command's",
                "MAILLAGE_KAFKA_BOOTSTRAP", TestServers.kafka().bootstrap());
        // The password of the owner is not for the query side.
        var querySettings = Map.of(
                "MAILLAGE_DB_URL", url,
                "MAILLAGE_DB_QUERY_USER", DatabaseRoles.QUERY,
                "MAILLAGE_DB_QUERY_PASSWORD", "query's",
                "MAILLAGE_KAFKA_BOOTSTRAP", TestServers.kafka().bootstrap());
        try (var masterKey = node("master-key", 0, guarded)) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        int callsToMakeIt = kms.calls().size();
        assertThat(dataDir).isDirectoryContaining("glob:**/master.key").isDirectoryContaining("glob:**/ledger-key.pem");
        int command = Ports.free();
        int query = Ports.free();
        int door = Ports.free();
        try (var commandSide = node("command", command, both(guarded, commandSettings))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> commandSide.says("maillage command ready"));
            try (var querySide = node("query", query, both(guarded, querySettings));
                    var frontDoor = node(
                            "front-door",
                            door,
                            Map.of(
                                    "MAILLAGE_COMMAND_URL", "http://127.0.0.1:" + command,
                                    "MAILLAGE_QUERY_URL", "http://127.0.0.1:" + query))) {
                await().atMost(Duration.ofMinutes(1)).until(() -> querySide.says("maillage query ready"));
                await().atMost(Duration.ofMinutes(1)).until(() -> frontDoor.says("maillage front-door ready"));
                // One call each: no person will cost another.
                assertThat(kms.calls()).hasSize(callsToMakeIt + 2).endsWith(OPENED, OPENED);
                assertThat(commandSide.output()).noneMatch(line -> line.contains(kms.token()));
                assertThat(querySide.output()).noneMatch(line -> line.contains(kms.token()));
                assertThat(health(door)).isEqualTo(200);
                assertThat(commandSide.output()).noneMatch(line -> line.contains("may do everything"));
                assertThat(querySide.output()).noneMatch(line -> line.contains("may do everything"));
                assertThat(querySide.terminate()).isEqualTo(143);
                assertThat(health(door)).isEqualTo(503);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "command, MAILLAGE_DB_URL is not set",
        "front-door, MAILLAGE_COMMAND_URL is not set",
        "master-key wrapped, must be command",
        "everything, must be command",
    })
    void a_missing_setting_is_one_line(String part, String says) throws Exception {
        try (var node = node(part, 0, Map.of())) {
            assertThat(node.awaitEnd()).isEqualTo(StartUpFailure.Reason.SETTING.exitCode());
            assertThat(node.errors()).singleElement().asString().contains(says);
        }
    }

    @Test
    void a_plain_master_key_is_wrapped_when_asked_and_only_then() throws Exception {
        try (var plain = node("master-key", 0, Map.of())) {
            assertThat(plain.awaitEnd()).isZero();
        }
        var file = dataDir.resolve("master.key");
        var before = MasterKey.read(file).newCipher(new PersonId(Ids.next())).wrapped();
        var guarded = guardedByKms();

        assertThatItFails("master-key", guarded, "is not encrypted, although a KMS is configured");
        assertThat(MasterKey.read(file).open(before)).isNotNull();
        try (var wrap = PlatformProcess.start(dataDir, guarded, PlatformProcess.java(Node.class, "master-key", "wrap"))) {
            assertThat(wrap.awaitEnd()).isZero();
            await().until(() -> wrap.output().stream().anyMatch(line -> line.contains("destroy the plain copies")));
        }

        assertThatItFails("master-key", Map.of(), "is encrypted, and no KMS is configured");
        var source = MasterKeySource.of(property -> property.equals("maillage.master-key-file")
                ? file.toString()
                : guarded.get(property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")));
        assertThat(source.read().open(before).wrapped()).isEqualTo(before);
        Files.writeString(dataDir.resolve("token"), "hvs.expired");
        assertThatItFails("master-key", guarded, "denies us to decrypt");
    }

    private void assertThatItFails(String part, Map<String, String> settings, String says) throws Exception {
        try (var node = node(part, 0, settings)) {
            assertThat(node.awaitEnd()).isEqualTo(StartUpFailure.Reason.MASTER_KEY.exitCode());
            // The process may be gone before its last line was read.
            await().until(() -> !node.errors().isEmpty());
            assertThat(node.errors()).singleElement().asString().startsWith("maillage: ").contains(says);
        }
    }

    @Test
    void a_side_that_cannot_open_the_master_key_says_so_in_one_line() throws Exception {
        var guarded = guardedByKms();
        try (var masterKey = node("master-key", 0, guarded)) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        kms.deny("decrypt");
        var database = TestServers.freshDatabase();
        assertThatItFails(
                "command",
                both(
                        guarded,
                        Map.of(
                                "MAILLAGE_DB_URL", database.url(),
                                "MAILLAGE_DB_USER", database.user(),
                                "MAILLAGE_DB_PASSWORD", database.password(),
                                "MAILLAGE_KAFKA_BOOTSTRAP", TestServers.kafka().bootstrap())),
                "denies us to decrypt");
    }

    private static final TransitServer.Call OPENED = new TransitServer.Call("decrypt", "maillage", 200);

    private Map<String, String> guardedByKms() throws IOException {
        var token = Files.writeString(dataDir.resolve("token"), kms.token());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return Map.of(
                "MAILLAGE_MASTER_KEY_KMS", kms.address(),
                "MAILLAGE_MASTER_KEY_KMS_TOKEN_FILE", token.toString());
    }

    private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
        var all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /** As its operator makes it. */
    private static String databaseWithRoles() throws SQLException {
        var server = TestServers.postgres();
        server.createDatabase("nodes", "node_owner", "owner's");
        try (var superuser = server.connect("nodes")) {
            DatabaseRoles.prepare(
                    superuser, Map.of(DatabaseRoles.COMMAND, "command's", DatabaseRoles.QUERY, "query's"));
        }
        return server.jdbcUrl("nodes");
    }

    private PlatformProcess node(String part, int port, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(settings);
        all.put("MAILLAGE_HTTP_PORT", Integer.toString(port));
        return PlatformProcess.start(dataDir, all, PlatformProcess.java(Node.class, part));
    }

    private static int health(int port) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
