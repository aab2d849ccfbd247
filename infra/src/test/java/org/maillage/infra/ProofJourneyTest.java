package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.CaseA;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.proof.MerkleTree;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.proof.VerifyingKey;
import tools.jackson.databind.JsonNode;

/**
 * From a command to its proof through the front door, on real servers: what the one side signed is what the other made of the feed, and
 * whoever holds the public key can tell.
 */
class ProofJourneyTest {

    @TempDir
    private Path dataDir;

    @Test
    void what_a_partnership_went_through_is_proven_to_whoever_holds_the_key() throws Exception {
        try (var platform = PlatformProcess.start(dataDir, Map.of()).awaitReady();
                var api = new ApiClient(
                        platform.http(),
                        platform.tokens(),
                        null,
                        new Conformance(platform.get("/openapi.json").body())::check)) {
            var story = new CaseA(api);
            story.prepare();
            story.negotiate();
            var history = api.get("/partnerships/" + story.id("partnership") + "/history");
            var last = history.get("items").get(history.get("items").size() - 1);
            var key = VerifyingKey.ofPem(Files.readString(SigningKey.publicFile(Side.ledgerKey(dataDir))));

            // The notary signs every few seconds.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> api.tryGet("/ledger/inclusion?eventId="
                                            + last.get("eventId").asString())
                                    .status()
                            == 200);
            var export = api.get("/partnerships/" + story.id("partnership") + "/history/export");

            var checkpoint = checkpoint(export.get("checkpoint"));
            assertThat(key.verifies(checkpoint)).isTrue();
            assertThat(export.get("items")).hasSameSizeAs(history.get("items")).isNotEmpty();
            for (var item : export.get("items")) {
                assertThat(rootOver(leaf(item), item, checkpoint.size())).isEqualTo(checkpoint.root());
            }

            var at = Instant.parse(export.at("/items/0/recordedAt").asString());
            var known = api.get("/ledger/as-of?at=" + at);
            var signed = checkpoint(known.get("checkpoint"));
            assertThat(key.verifies(signed)).isTrue();
            assertThat(known.get("position").asLong())
                    .isGreaterThanOrEqualTo(export.at("/items/0/position").asLong());
            for (var end : new JsonNode[] {known.get("last"), known.get("next")}) {
                var leaf = Leaf.of(
                        end.get("position").asLong(),
                        Instant.parse(end.get("recordedAt").asString()),
                        bytes(end.get("content")));
                assertThat(rootOver(leaf, end, signed.size())).isEqualTo(signed.root());
            }
            assertThat(platform.get("/api/v1/ledger/key").body()).isEqualTo(key.pem());
            assertThat(api.get("/ledger/consistency?from=" + signed.size() + "&to=" + checkpoint.size())
                            .get("fromRoot")
                            .asString())
                    .isEqualTo(signed.root());
            assertThatAReportIsCertified(platform, story, at);
            assertThatTheVerifierProvesIt(platform, "/api/v1/partnerships/" + story.id("partnership"));
        }
    }

    /** The report is the plain answer; the certificate holds for whoever has the key, and for no other report. */
    private void assertThatAReportIsCertified(PlatformProcess platform, CaseA story, Instant at) throws Exception {
        for (var path : new String[] {
            "/epns/" + story.id("epn") + "/portfolio?",
            "/partnerships/" + story.id("partnership") + "/history?limit=2&",
            "/pipeline?epnId=" + story.id("epn") + "&"
        }) {
            var plain = platform.get("/api/v1" + path + "asOf=" + at).body();
            var certified =
                    platform.get("/api/v1" + path + "certified=true&asOf=" + at).body();
            assertThat(certified).startsWith("{\"report\":" + plain + ",\"certificate\":{");
            var report = Files.writeString(dataDir.resolve("report.json"), certified);
            assertThat(verify(0, platform, "--report", report.toString()))
                    .contains("the report is the certified one, ", "which is all that was recorded by " + at);
            assertThat(verify(0, platform, "--report", report.toString(), "--checkpoints", platform.kafka()))
                    .contains("proven: ");
        }
        var api = new ApiClient(
                platform.http(),
                platform.tokens(),
                null,
                new Conformance(platform.get("/openapi.json").body())::check);
        var answer = api.get("/epns/" + story.id("epn") + "?certified=true&asOf=" + at);
        var forged = Files.writeString(
                dataDir.resolve("forged.json"),
                answer.toString().replace(answer.at("/report/name").asString(), "Un autre EPN"));
        assertThat(verify(13, platform, "--report", forged.toString())).contains("WRONG: ");
        api.close();
    }

    /** It shares no code with what wrote all this. */
    private void assertThatTheVerifierProvesIt(PlatformProcess platform, String partnership) throws Exception {
        var export = Files.writeString(
                dataDir.resolve("export.json"),
                platform.get(partnership + "/history/export?limit=500").body());
        assertThat(verify(0, platform, "--export", export.toString())).contains("proven: ", "exported events");
        assertThat(verify(0, platform, "--export", export.toString(), "--checkpoints", platform.kafka()))
                .contains("proven: ");
        assertThat(verify(0, platform, "--topic", platform.kafka())).contains("proven: ");
        String[] database = {"--database", platform.database(), "--user", "postgres"};
        assertThat(verify(0, platform, database)).contains("proven: ");
        try (var connection =
                        DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
                var statement = connection.createStatement()) {
            // Whoever owns the server is not held back by triggers.
            statement.execute("set session_replication_role = replica");
            statement.execute("update ledger.event set payload = payload || '\\x20' where position = 2");
        }
        assertThat(verify(10, platform, database)).contains("WRONG at position 2: ");
    }

    private String verify(int exitCode, PlatformProcess platform, String... arguments) throws Exception {
        var key = SigningKey.publicFile(Side.ledgerKey(dataDir)).toString();
        var all = Stream.concat(Stream.of("verify", "--key", key), Stream.of(arguments));
        var password = Map.of("MAILLAGE_DB_PASSWORD", platform.superuserPassword());
        try (var verifier = PlatformProcess.start(
                dataDir, password, PlatformProcess.java(LocalPlatform.class, all.toArray(String[]::new)))) {
            assertThat(verifier.awaitEnd()).as("%s", verifier.errors()).isEqualTo(exitCode);
            await().until(() -> !verifier.output().isEmpty());
            assertThat(verifier.errors()).isEmpty();
            return verifier.output().getLast();
        }
    }

    private static Checkpoint checkpoint(JsonNode json) {
        return new Checkpoint(
                json.get("ledger").asString(),
                json.get("size").asLong(),
                json.get("root").asString(),
                Instant.parse(json.get("at").asString()),
                json.get("previous").isNull() ? null : json.get("previous").asString(),
                json.get("keyId").asString(),
                json.get("signature").asString());
    }

    private static byte[] leaf(JsonNode item) {
        return Leaf.of(
                item.get("position").asLong(),
                Instant.parse(item.get("recordedAt").asString()),
                Leaf.content(
                        UUID.fromString(item.get("eventId").asString()),
                        UUID.fromString(item.get("aggregateId").asString()),
                        item.get("sequence").asLong(),
                        item.get("aggregateType").asString(),
                        item.get("type").asString(),
                        item.get("revision").asInt(),
                        UUID.fromString(item.get("streamKey").asString()),
                        bytes(item.get("payload")),
                        bytes(item.get("metadata"))));
    }

    /** RFC 9162, section 2.1.3.2. */
    private static String rootOver(byte[] leaf, JsonNode item, long size) {
        long at = item.get("position").asLong() - 1;
        long last = size - 1;
        var root = leaf;
        for (var text : item.get("proof")) {
            var other = bytes(text);
            if ((at & 1) == 1 || at == last) {
                root = MerkleTree.node(other, root);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                root = MerkleTree.node(root, other);
            }
            at >>= 1;
            last >>= 1;
        }
        return Base64.getEncoder().encodeToString(root);
    }

    private static byte[] bytes(JsonNode text) {
        return Base64.getDecoder().decode(text.asString());
    }
}
