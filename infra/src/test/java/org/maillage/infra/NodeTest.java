package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.ClientTokens;
import org.maillage.infra.issuer.DemoClient;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TestServers;

final class NodeTest {

    @TempDir
    private Path dataDir;

    @Test
    void four_parts_make_the_platform() throws Exception {
        var url = databaseWithRoles();
        var commandSettings = Map.of(
                "MAILLAGE_DB_URL",
                url,
                "MAILLAGE_DB_USER",
                "node_owner",
                "MAILLAGE_DB_PASSWORD",
                "owner's",
                "MAILLAGE_DB_COMMAND_USER",
                DatabaseRoles.COMMAND,
                "MAILLAGE_DB_COMMAND_PASSWORD",
                "command's",
                "MAILLAGE_KAFKA_BOOTSTRAP",
                TestServers.kafka().bootstrap());
        // The password of the owner is not for the query side.
        var querySettings = Map.of(
                "MAILLAGE_DB_URL",
                url,
                "MAILLAGE_DB_QUERY_USER",
                DatabaseRoles.QUERY,
                "MAILLAGE_DB_QUERY_PASSWORD",
                "query's",
                "MAILLAGE_KAFKA_BOOTSTRAP",
                TestServers.kafka().bootstrap());
        try (var masterKey = node("master-key", 0, Map.of())) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        assertThat(dataDir).isDirectoryContaining("glob:**/master.key").isDirectoryContaining("glob:**/ledger-key.pem");
        int command = Ports.free();
        int query = Ports.free();
        int issuer = Ports.free();
        int door = Ports.free();
        var root = "http://localhost:" + door;
        var identity =
                Map.of("MAILLAGE_ISSUER", root, "MAILLAGE_JWKS_URI", "http://127.0.0.1:" + issuer + "/oauth2/jwks");
        try (var commandSide = node("command", command, commandSettings, identity);
                var issuerAlone = node("issuer", issuer, Map.of("MAILLAGE_ISSUER", root))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> issuerAlone.says("maillage issuer ready"));
            await().atMost(Duration.ofMinutes(1)).until(() -> commandSide.says("maillage command ready"));
            try (var querySide = node("query", query, querySettings, identity);
                    var frontDoor = node(
                            "front-door",
                            door,
                            Map.of(
                                    "MAILLAGE_ISSUER_URL", "http://127.0.0.1:" + issuer,
                                    "MAILLAGE_COMMAND_URL", "http://127.0.0.1:" + command,
                                    "MAILLAGE_QUERY_URL", "http://127.0.0.1:" + query))) {
                await().atMost(Duration.ofMinutes(1)).until(() -> querySide.says("maillage query ready"));
                await().atMost(Duration.ofMinutes(1)).until(() -> frontDoor.says("maillage front-door ready"));
                await().untilAsserted(() -> assertThat(health(door)).isEqualTo(200));
                var administrator = new ClientTokens(DemoClient.read(dataDir).orElseThrow());
                try (var api = new ApiClient(root, administrator, null)) {
                    var epn = api.post("/epns", """
                        {"name": "Centre", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": ["inclusion"],
                         "audiences": []}
                        """).text("id");
                    assertThat(api.get("/epns/" + epn).get("name").asString()).isEqualTo("Centre");
                }
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
        "issuer, MAILLAGE_ISSUER is not set",
        "everything, must be command",
    })
    void a_missing_setting_is_one_line(String part, String says) throws Exception {
        try (var node = node(part, 0, Map.of())) {
            assertThat(node.awaitEnd()).isEqualTo(StartUpFailure.Reason.SETTING.exitCode());
            assertThat(node.errors()).singleElement().asString().contains(says);
        }
    }

    @ParameterizedTest
    @CsvSource({"command", "query"})
    void a_side_that_would_believe_nobody_does_not_start(String side) throws Exception {
        var servers = Map.of(
                "MAILLAGE_DB_URL", "jdbc:postgresql://localhost:1/none", "MAILLAGE_KAFKA_BOOTSTRAP", "localhost:1");
        try (var node = node(side, 0, servers)) {
            assertThat(node.awaitEnd()).isEqualTo(StartUpFailure.Reason.SETTING.exitCode());
            assertThat(node.errors())
                    .singleElement()
                    .asString()
                    .contains("MAILLAGE_ISSUER is not set; it must be the issuer whose tokens are believed");
        }
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

    private PlatformProcess node(String part, int port, Map<String, String> settings, Map<String, String> identity)
            throws Exception {
        var all = new HashMap<>(settings);
        all.putAll(identity);
        return node(part, port, all);
    }

    private PlatformProcess node(String part, int port, Map<String, String> settings) throws Exception {
        var all = new HashMap<>(settings);
        all.put("MAILLAGE_HTTP_PORT", Integer.toString(port));
        // The topics are everybody's.
        all.put("MAILLAGE_LEDGER", "nodes");
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
