package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.StartUpFailure.Reason;
import org.maillage.kernel.Ids;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.KafkaServer;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TestServers;

/** Against a Kafka that speaks TLS, asks who is there, and allows what the docs list and nothing else. */
final class KafkaSecurityTest {

    private static final Path DOCS = Path.of("docs/kafka-security.md");
    private static final List<String> USERS =
            List.of("admin", "maillage-command", "maillage-query", "maillage-auditor");
    private static final String SECRET = "-s3cret";

    @TempDir
    private static Path directory;

    private static KafkaServer kafka;

    @BeforeAll
    static void start() throws Exception {
        keytool("key", "-genkeypair", "-keyalg", "EC", "-validity", "2", "-dname", "CN=localhost");
        keytool("key", "-exportcert", "-rfc", "-file", file("kafka.pem"));
        keytool("trust", "-importcert", "-noprompt", "-file", file("kafka.pem"));
        kafka = KafkaServer.temporary(KafkaSecurityTest::secure);
        for (var user : USERS) {
            writeProperties(user, user + SECRET);
        }
        try (var admin = Admin.create(settings("admin"))) {
            admin.createAcls(documented()).all().get(30, TimeUnit.SECONDS);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void an_event_goes_from_the_ledger_to_the_read_models_and_to_the_verifier() throws Exception {
        var url = database();
        try (var masterKey = node("master-key", Map.of())) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        try (var command = node("command", commandSettings(url))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> command.says("maillage command ready"));
            try (var query = node("query", querySettings(url));
                    var superuser = TestServers.postgres().connect("secured")) {
                await().atMost(Duration.ofMinutes(1)).until(() -> query.says("maillage query ready"));
                record(superuser);
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    assertThat(number(superuser, "select max(position) from intake.projection_offset"))
                            .isEqualTo(1);
                    assertThat(number(superuser, "select max(size) from intake.checkpoint"))
                            .isEqualTo(1);
                });
                assertThat(number(superuser, "select count(*) from intake.topic_offset"))
                        .isEqualTo(1);
                var all = Stream.of(command.output(), command.errors(), query.output(), query.errors());
                assertThat(all.flatMap(List::stream)).noneMatch(line -> line.contains(SECRET));
            }
        }
        try (var verifier = verify("maillage-auditor")) {
            assertThat(verifier.awaitEnd()).as("%s", verifier.errors()).isZero();
            await().until(() -> !verifier.output().isEmpty());
            assertThat(verifier.output().getLast()).contains("proven: 1 event ");
        }
    }

    @Test
    void who_gives_a_wrong_password_is_told_so_in_one_line() throws Exception {
        writeProperties("maillage-query", "forgotten", "wrong");
        var settings = new HashMap<>(querySettings(database()));
        settings.put("MAILLAGE_KAFKA_PROPERTIES", file("wrong.properties"));
        assertThatItFails(Reason.BROKER, settings, "refuses us", "MAILLAGE_KAFKA_PROPERTIES");
        try (var verifier = verify("wrong")) {
            assertThat(verifier.awaitEnd()).isEqualTo(Reason.BROKER.exitCode());
            await().until(() -> !verifier.errors().isEmpty());
            assertThat(verifier.errors()).last().asString().contains("Authentication failed");
        }
    }

    @Test
    void who_does_not_trust_the_broker_is_told_so_in_one_line() throws Exception {
        Files.writeString(
                directory.resolve("distrustful.properties"),
                properties("maillage-query", "any").replaceAll("(?m)^ssl.*$", ""));
        var settings = new HashMap<>(querySettings(database()));
        settings.put("MAILLAGE_KAFKA_PROPERTIES", file("distrustful.properties"));
        assertThatItFails(Reason.BROKER, settings, "refuses us", "SSL");
    }

    @Test
    void who_does_not_say_who_he_is_learns_which_setting_lacks() throws Exception {
        var settings = new HashMap<>(querySettings(database()));
        settings.remove("MAILLAGE_KAFKA_PROPERTIES");
        assertThatItFails(Reason.BROKER, settings, "MAILLAGE_KAFKA_PROPERTIES");
    }

    @Test
    void a_file_that_says_nothing_to_a_client_is_named() throws Exception {
        Files.writeString(directory.resolve("unfit.properties"), "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n");
        var settings = new HashMap<>(querySettings(database()));
        settings.put("MAILLAGE_KAFKA_PROPERTIES", file("unfit.properties"));
        assertThatItFails(Reason.SETTING, settings, file("unfit.properties"), "JAAS");
        settings.put("MAILLAGE_KAFKA_PROPERTIES", file("missing.properties"));
        assertThatItFails(Reason.SETTING, settings, file("missing.properties"), "MAILLAGE_KAFKA_PROPERTIES");
        settings.remove("MAILLAGE_KAFKA_BOOTSTRAP");
        assertThatItFails(Reason.SETTING, settings, "not MAILLAGE_KAFKA_BOOTSTRAP");
    }

    private static void assertThatItFails(Reason reason, Map<String, String> settings, String... says)
            throws Exception {
        try (var node = node("query", settings)) {
            assertThat(node.awaitEnd()).as("%s", node.errors()).isEqualTo(reason.exitCode());
            await().until(() -> !node.errors().isEmpty());
            assertThat(node.errors())
                    .singleElement()
                    .asString()
                    .startsWith("maillage: ")
                    .contains(says);
        }
    }

    private static void secure(Map<String, String> broker) {
        int inside = Ports.free();
        broker.merge("listeners", ",INSIDE://127.0.0.1:" + inside, String::concat);
        broker.merge("advertised.listeners", ",INSIDE://127.0.0.1:" + inside, String::concat);
        broker.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT,INSIDE:PLAINTEXT");
        broker.put("inter.broker.listener.name", "INSIDE");
        broker.put("sasl.enabled.mechanisms", "PLAIN");
        var login = new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
        USERS.forEach(user -> login.append(" user_%s=\"%s\"".formatted(user, user + SECRET)));
        broker.put("listener.name.clients.plain.sasl.jaas.config", login + ";");
        broker.put("listener.name.clients.ssl.keystore.type", "PKCS12");
        broker.put("listener.name.clients.ssl.keystore.location", file("key.p12"));
        broker.put("listener.name.clients.ssl.keystore.password", "store" + SECRET);
        broker.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        broker.put("super.users", "User:ANONYMOUS;User:admin");
    }

    private static void keytool(String store, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "kafka", "-keystore", file(store + ".p12"), "-storepass", "store" + SECRET));
        if (store.equals("key") && arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1"));
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void writeProperties(String user, String password) throws IOException {
        writeProperties(user, password, user);
    }

    private static void writeProperties(String user, String password, String name) throws IOException {
        Files.writeString(directory.resolve(name + ".properties"), properties(user, password));
    }

    private static String properties(String user, String password) {
        return """
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
            ssl.truststore.type=PKCS12
            ssl.truststore.location=%s
            ssl.truststore.password=%s
            """.formatted(user, password, file("trust.p12").replace("\\", "/"), "store" + SECRET);
    }

    private static Map<String, Object> settings(String user) {
        return new PlatformKafka(kafka.bootstrap(), directory.resolve(user + ".properties"))
                .access()
                .settings();
    }

    /** Every {@code kafka-acls.sh} of the page, as that tool would understand it. */
    private static List<AclBinding> documented() throws IOException {
        var rules = new ArrayList<AclBinding>();
        for (var line : Files.readAllLines(DOCS)) {
            if (!line.startsWith("kafka-acls.sh ")) {
                continue;
            }
            var words = List.of(line.split(" "));
            var type = words.contains("prefixed") ? PatternType.PREFIXED : PatternType.LITERAL;
            for (var operation : after(words, "--operation")) {
                for (var kind : Map.of(
                                "--topic", ResourceType.TOPIC,
                                "--group", ResourceType.GROUP,
                                "--transactional-id", ResourceType.TRANSACTIONAL_ID)
                        .entrySet()) {
                    for (var name : after(words, kind.getKey())) {
                        rules.add(new AclBinding(
                                new ResourcePattern(kind.getValue(), name, type),
                                new AccessControlEntry(
                                        after(words, "--allow-principal").getFirst(),
                                        "*",
                                        SecurityUtils.operation(operation),
                                        AclPermissionType.ALLOW)));
                    }
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(10).noneMatch(rule -> rule.entry().operation() == AclOperation.UNKNOWN);
        return rules;
    }

    private static List<String> after(List<String> words, String option) {
        var values = new ArrayList<String>();
        for (int i = 0; i < words.size() - 1; i++) {
            if (words.get(i).equals(option)) {
                values.add(words.get(i + 1));
            }
        }
        return values;
    }

    private static String database() throws SQLException {
        var server = TestServers.postgres();
        server.createDatabase("secured", "secured_owner", "owner's");
        try (var superuser = server.connect("secured")) {
            DatabaseRoles.prepare(
                    superuser, Map.of(DatabaseRoles.COMMAND, "command's", DatabaseRoles.QUERY, "query's"));
        }
        return server.jdbcUrl("secured");
    }

    private static Map<String, String> commandSettings(String url) {
        return Map.of(
                "MAILLAGE_DB_URL",
                url,
                "MAILLAGE_DB_USER",
                "secured_owner",
                "MAILLAGE_DB_PASSWORD",
                "owner's",
                "MAILLAGE_DB_COMMAND_USER",
                DatabaseRoles.COMMAND,
                "MAILLAGE_DB_COMMAND_PASSWORD",
                "command's",
                "MAILLAGE_ISSUER",
                "http://localhost/nobody-asks",
                "MAILLAGE_KAFKA_BOOTSTRAP",
                kafka.bootstrap(),
                "MAILLAGE_KAFKA_PROPERTIES",
                file("maillage-command.properties"));
    }

    private static Map<String, String> querySettings(String url) {
        return Map.of(
                "MAILLAGE_DB_URL",
                url,
                "MAILLAGE_DB_QUERY_USER",
                DatabaseRoles.QUERY,
                "MAILLAGE_DB_QUERY_PASSWORD",
                "query's",
                "MAILLAGE_ISSUER",
                "http://localhost/nobody-asks",
                "MAILLAGE_KAFKA_BOOTSTRAP",
                kafka.bootstrap(),
                "MAILLAGE_KAFKA_PROPERTIES",
                file("maillage-query.properties"));
    }

    private static PlatformProcess node(String part, Map<String, String> settings) throws IOException {
        return PlatformProcess.start(directory.resolve("data"), settings, PlatformProcess.java(Node.class, part));
    }

    private static PlatformProcess verify(String user) throws IOException {
        var data = directory.resolve("data");
        SigningKey.readOrCreate(Side.ledgerKey(data));
        return PlatformProcess.start(
                data,
                Map.of(),
                PlatformProcess.java(
                        Node.class,
                        "verify",
                        "--key",
                        SigningKey.publicFile(Side.ledgerKey(data)).toString(),
                        "--topic",
                        kafka.bootstrap(),
                        "--command-config",
                        file(user + ".properties")));
    }

    /** A first event, as the command side writes it. */
    private static void record(Connection superuser) throws Exception {
        byte[] payload;
        try (var golden = KafkaSecurityTest.class.getResourceAsStream("/events/EpnRegistered.v1.json")) {
            payload = golden.readAllBytes();
        }
        var epn = UUID.fromString("0199d3a0-7c00-7000-8000-000000000001");
        var metadata = ("{\"epnId\":\"" + epn + "\"}").getBytes(UTF_8);
        var at = Instant.parse("2026-01-31T14:00:00Z");
        var event = Ids.next();
        try (var insert = superuser.prepareStatement("""
            insert into ledger.event values (1, ?, ?, 0, 'epn', 'EpnRegistered', 1, ?, ?, ?, ?, ?)\
            """)) {
            insert.setObject(1, event);
            insert.setObject(2, epn);
            insert.setObject(3, epn);
            insert.setObject(4, at.atOffset(ZoneOffset.UTC));
            insert.setBytes(5, payload);
            insert.setBytes(6, metadata);
            insert.setBytes(
                    7, Leaf.of(1, at, Leaf.content(event, epn, 0, "epn", "EpnRegistered", 1, epn, payload, metadata)));
            insert.executeUpdate();
        }
    }

    private static long number(Connection superuser, String query) throws SQLException {
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
