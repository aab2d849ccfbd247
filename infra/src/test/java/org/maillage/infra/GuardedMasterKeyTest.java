package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.StartUpFailure.Reason;
import org.maillage.kernel.Ids;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.person.WrappedKey;
import org.maillage.kernel.servers.TestServers;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.servers.TransitServer;
import org.maillage.kernel.servers.TransitServer.Call;

/** The processes of a town that has a KMS. */
final class GuardedMasterKeyTest {

    private static final Call OPENED = new Call("decrypt", "maillage", 200);

    private final TransitServer kms = TransitServer.start();

    @TempDir
    private Path dataDir;

    @AfterEach
    void closeKms() {
        kms.close();
    }

    @Test
    void each_side_asks_the_kms_once_when_it_starts() throws Exception {
        end(guarded(), "master-key");
        int calls = kms.calls().size();
        try (var issuer = TokenIssuer.start();
                var command = node(side(issuer), "command")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> command.says("maillage command ready"));
            try (var query = node(side(issuer), "query")) {
                await().atMost(Duration.ofMinutes(1)).until(() -> query.says("maillage query ready"));
                assertThat(query.output()).contains("maillage query ready");
                assertThat(kms.calls()).hasSize(calls + 2).endsWith(OPENED, OPENED);
                assertThat(command.output()).noneMatch(line -> line.contains(kms.token()));
                assertThat(query.output()).noneMatch(line -> line.contains(kms.token()));
            }
        }
    }

    @Test
    void a_side_that_cannot_open_the_master_key_says_so_in_one_line() throws Exception {
        end(guarded(), "master-key");
        kms.deny("decrypt");
        try (var issuer = TokenIssuer.start()) {
            assertThatItFails(side(issuer), "denies us to decrypt", "command");
        }
    }

    @Test
    void a_plain_master_key_is_wrapped_when_asked_and_only_then() throws Exception {
        var file = dataDir.resolve("master.key");
        end(Map.of(), "master-key");
        WrappedKey before =
                MasterKey.read(file).newCipher(new PersonId(Ids.next())).wrapped();

        assertThatItFails(guarded(), "is not encrypted, although a KMS is configured", "master-key");
        assertThat(MasterKey.read(file).open(before).wrapped()).isEqualTo(before);
        // As the jar does it.
        try (var wrap = PlatformProcess.start(
                dataDir, guarded(), PlatformProcess.java(LocalPlatform.class, "master-key", "wrap"))) {
            assertThat(wrap.awaitEnd()).as("%s", wrap.errors()).isZero();
        }

        assertThatItFails(Map.of(), "is encrypted, and no KMS is configured", "master-key");
        end(guarded(), "master-key");
        var source = Settings.of(environment(guarded())).masterKey();
        assertThat(source.read().open(before).wrapped()).isEqualTo(before);
        var expired = guarded();
        Files.writeString(dataDir.resolve("token"), "hvs.expired");
        assertThatItFails(expired, "denies us to decrypt", "master-key");
    }

    private Map<String, String> guarded() throws IOException {
        var token = Files.writeString(dataDir.resolve("token"), kms.token());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return Map.of(
                "MAILLAGE_MASTER_KEY_KMS", kms.address(),
                "MAILLAGE_MASTER_KEY_KMS_TOKEN_FILE", token.toString());
    }

    private Map<String, String> side(TokenIssuer issuer) throws IOException {
        var database = TestServers.freshDatabase();
        var settings = new HashMap<>(guarded());
        settings.putAll(Map.of(
                "MAILLAGE_DB_URL", database.url(),
                "MAILLAGE_DB_USER", database.user(),
                "MAILLAGE_DB_PASSWORD", database.password(),
                "MAILLAGE_KAFKA_BOOTSTRAP", TestServers.kafka().bootstrap(),
                "MAILLAGE_LEDGER", database.name(),
                "MAILLAGE_ISSUER", issuer.issuer()));
        return settings;
    }

    private Map<String, String> environment(Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("MAILLAGE_DATA_DIR", dataDir.toString());
        return environment;
    }

    private PlatformProcess node(Map<String, String> settings, String... arguments) throws IOException {
        return PlatformProcess.start(dataDir, settings, PlatformProcess.java(Node.class, arguments));
    }

    private void end(Map<String, String> settings, String... arguments) throws Exception {
        try (var node = node(settings, arguments)) {
            assertThat(node.awaitEnd()).as("%s", node.errors()).isZero();
            assertThat(node.output()).noneMatch(line -> line.contains(kms.token()));
        }
    }

    private void assertThatItFails(Map<String, String> settings, String says, String... arguments) throws Exception {
        try (var node = node(settings, arguments)) {
            assertThat(node.awaitEnd()).as("%s", node.errors()).isEqualTo(Reason.MASTER_KEY.exitCode());
            // The process may be gone before its last line was read.
            await().until(() -> !node.errors().isEmpty());
            assertThat(node.errors())
                    .singleElement()
                    .asString()
                    .startsWith("maillage: ")
                    .contains(says)
                    .doesNotContain(kms.token());
            assertThat(node.output()).noneMatch(line -> line.contains(kms.token()));
        }
    }
}
