package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.Ids;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.proof.SigningKey;
import org.maillage.kernel.servers.KafkaServer;
import org.maillage.kernel.servers.PostgresServer;
import org.maillage.kernel.servers.TestServers;

/** What {@code infra/docs/backup-and-restore.md} says, done: the read models lie in a database of their own, which nobody restores. */
final class RestoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestServers.Database readModels;
    private String kafka;

    @Test
    void a_ledger_restored_to_a_point_in_time_says_what_was_lost_and_all_else_follows_it() throws Exception {
        try {
            restore();
        } finally {
            for (var one : opened.reversed()) {
                one.close();
            }
        }
    }

    private void restore() throws Exception {
        var broker = opened(KafkaServer.start(directory.resolve("kafka"), 0));
        kafka = broker.bootstrap();
        readModels = TestServers.freshDatabase();
        var archive = Files.createDirectories(directory.resolve("primary/archive"));
        var primary = opened(archiving(directory.resolve("primary"), archive));
        primary.createDatabase("maillage");
        var kept = new ArrayList<UUID>();
        var lost = new ArrayList<UUID>();
        Instant point;
        try (var masterKey = node("master-key", Map.of())) {
            assertThat(masterKey.awaitEnd()).isZero();
        }
        try (var command = node("command", commandSettings(primary));
                var query = nodeAfter(command, querySettings());
                var ledger = primary.connect("maillage")) {
            awaitReady(query, "query");
            kept.add(record(ledger, 1));
            kept.add(record(ledger, 2));
            baseBackup(ledger, directory.resolve("primary"), directory.resolve("restored"));
            kept.add(record(ledger, 3));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(checkpoints(ledger)).isEqualTo(3));
            point = now(ledger);
            lost.add(record(ledger, 4));
            lost.add(record(ledger, 5));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(applied()).isEqualTo(5));
            archiveAll(ledger, archive);
            assertThat(directoryEvents()).containsExactlyInAnyOrderElementsOf(concat(kept, lost));
        }
        primary.close();

        var restored = opened(recovered(directory.resolve("restored"), archive, point));
        try (var ledger = restored.connect("maillage")) {
            assertThat(number(ledger, "select max(position) from ledger.event")).isEqualTo(3);
            try (var command = node("command", commandSettings(restored))) {
                awaitReady(command, "command");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(command.output())
                                .anyMatch(line -> line.contains("ALERT: not publishing the ledger main")
                                        && line.contains("where the ledger has none")
                                        && line.contains("republish --recreate")));
                // Commands go on: their events wait, and have positions that the feed knows otherwise.
                kept.add(record(ledger, 4));
            }
            var listed = directory.resolve("lost.jsonl");
            try (var look = republish(restored, "--lost", listed.toString())) {
                assertThat(look.awaitEnd())
                        .as("%s %s", look.output(), look.errors())
                        .isEqualTo(10);
                assertThatItSays(look, "differs from the ledger from position 4 on: 2 events only in the feed");
            }
            assertThat(Files.readAllLines(listed))
                    .hasSize(2)
                    .allMatch(line -> lost.stream().anyMatch(id -> line.contains(id.toString())));
            try (var recreate = republish(restored, "--recreate", "--lost", listed.toString())) {
                assertThat(recreate.awaitEnd())
                        .as("%s %s", recreate.output(), recreate.errors())
                        .isZero();
                assertThatItSays(recreate, "the feed is the ledger: 4 events");
            }
            bringReadModelsBackInLine();
            try (var command = node("command", commandSettings(restored));
                    var query = nodeAfter(command, querySettings())) {
                awaitReady(query, "query");
                kept.add(record(ledger, 5));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(directoryEvents()).containsExactlyInAnyOrderElementsOf(kept));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(checkpoints(ledger)).isEqualTo(5));
                try (var verify = verify()) {
                    assertThat(verify.awaitEnd())
                            .as("%s %s", verify.output(), verify.errors())
                            .isZero();
                }
            }
        }
    }

    private static List<UUID> concat(List<UUID> one, List<UUID> other) {
        var both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private static PostgresServer archiving(Path home, Path archive) throws SQLException {
        var server = new PostgresServer.Start(home, 0)
                .setting("wal_level", "replica")
                .setting("archive_mode", "on")
                .run();
        try (var superuser = server.connect("postgres");
                var statement = superuser.createStatement()) {
            statement.execute("alter system set archive_command = 'cp %p " + archive + "/%f'");
            statement.execute("select pg_reload_conf()");
        }
        return server;
    }

    /** What {@code pg_basebackup} does, by its parts: the embedded PostgreSQL is without it. */
    private static void baseBackup(Connection superuser, Path from, Path to) throws Exception {
        Files.createDirectories(to);
        String label;
        try (var statement = superuser.createStatement()) {
            statement.execute("select pg_backup_start('nightly', fast => true)");
            copy(from.resolve("data"), to.resolve("data"));
            copy(from.resolve("superuser.password"), to.resolve("superuser.password"));
            try (var stop = statement.executeQuery("select labelfile from pg_backup_stop(wait_for_archive => false)")) {
                stop.next();
                label = stop.getString(1);
            }
        }
        Files.delete(to.resolve("data/postmaster.pid"));
        try (var log = Files.list(to.resolve("data/pg_wal"))) {
            for (var segment : log.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }
        Files.writeString(to.resolve("data/backup_label"), label);
    }

    /** With owners and permissions. What vanishes meanwhile is in the log. */
    private static void copy(Path from, Path to) throws Exception {
        var copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(copying.getInputStream().readAllBytes(), UTF_8);
        assertThat(copying.waitFor() == 0 || said.lines().allMatch(line -> line.contains("No such file")))
                .as(said)
                .isTrue();
    }

    private static void archiveAll(Connection superuser, Path archive) throws SQLException {
        String segment;
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery("select pg_walfile_name(pg_switch_wal())")) {
            row.next();
            segment = row.getString(1);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        Files.exists(archive.resolve(segment)) && Files.size(archive.resolve(segment)) == 16 << 20);
    }

    private static PostgresServer recovered(Path home, Path archive, Instant point) throws IOException {
        Files.writeString(home.resolve("data/recovery.signal"), "");
        // No abbreviation of a time zone: they are not read yet when PostgreSQL reads this.
        Files.writeString(
                home.resolve("data/postgresql.auto.conf"),
                """
                archive_command = '/bin/true'
                restore_command = 'cp %s/%%f %%p'
                recovery_target_time = '%s'
                recovery_target_action = 'promote'
                """.formatted(archive, point.toString().replace("Z", "+00")),
                StandardOpenOption.TRUNCATE_EXISTING);
        var server = new PostgresServer.Start(home, 0).run();
        await().atMost(PATIENCE).until(() -> {
            try (var superuser = server.connect("postgres")) {
                return number(superuser, "select pg_is_in_recovery()::integer") == 0;
            }
        });
        return server;
    }

    private void bringReadModelsBackInLine() throws SQLException {
        try (var superuser = TestServers.postgres().connect(readModels.name());
                var statement = superuser.createStatement()) {
            assertThat(statement.executeUpdate("update intake.projection_build set contradicted = true"))
                    .isPositive();
            statement.executeUpdate("delete from intake.checkpoint");
        }
    }

    private long applied() throws SQLException {
        try (var superuser = TestServers.postgres().connect(readModels.name())) {
            return number(superuser, """
                select min(furthest) from
                    (select max(position) as furthest from intake.projection_offset group by projection) each\
                """);
        }
    }

    private List<UUID> directoryEvents() throws SQLException {
        try (var superuser = TestServers.postgres().connect(readModels.name());
                var statement = superuser.createStatement()) {
            String schema;
            try (var row = statement.executeQuery(
                    "select 'directory_v' || version from intake.serving_version where projection = 'directory'")) {
                row.next();
                schema = row.getString(1);
            }
            var events = new ArrayList<UUID>();
            try (var rows = statement.executeQuery("select distinct event_id from " + schema + ".directory_fact")) {
                while (rows.next()) {
                    events.add(rows.getObject(1, UUID.class));
                }
            }
            return events;
        }
    }

    private static long checkpoints(Connection ledger) throws SQLException {
        return number(ledger, "select coalesce(max(size), 0) from ledger.checkpoint");
    }

    private static Instant now(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    private static void assertThatItSays(PlatformProcess process, String line) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(process.output()).anyMatch(said -> said.contains(line)));
    }

    private static void awaitReady(PlatformProcess node, String part) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.says("maillage " + part + " ready"))
                        .as("%s %s", node.output(), node.errors())
                        .isTrue());
        assertThat(node.output()).as("%s", node.errors()).contains("maillage " + part + " ready");
    }

    private Map<String, String> commandSettings(PostgresServer server) {
        return Map.of(
                "MAILLAGE_DB_URL", server.jdbcUrl("maillage"),
                "MAILLAGE_DB_USER", server.user(),
                "MAILLAGE_DB_PASSWORD", server.password(),
                "MAILLAGE_ISSUER", "http://localhost/nobody-asks",
                "MAILLAGE_KAFKA_BOOTSTRAP", kafka);
    }

    private Map<String, String> querySettings() {
        return Map.of(
                "MAILLAGE_DB_URL", readModels.url(),
                "MAILLAGE_DB_USER", readModels.user(),
                "MAILLAGE_DB_PASSWORD", readModels.password(),
                "MAILLAGE_ISSUER", "http://localhost/nobody-asks",
                "MAILLAGE_KAFKA_BOOTSTRAP", kafka);
    }

    private PlatformProcess node(String part, Map<String, String> settings) throws IOException {
        var all = new HashMap<>(settings);
        return PlatformProcess.start(directory.resolve("data"), all, PlatformProcess.java(Node.class, part));
    }

    /** One after the other: where there are few processors, two that start at once find their servers slow. */
    private PlatformProcess nodeAfter(PlatformProcess command, Map<String, String> settings) throws IOException {
        awaitReady(command, "command");
        return node("query", settings);
    }

    private PlatformProcess republish(PostgresServer server, String... options) throws IOException {
        var arguments = new ArrayList<>(List.of("republish"));
        arguments.addAll(List.of(options));
        return PlatformProcess.start(
                directory.resolve("data"),
                commandSettings(server),
                PlatformProcess.java(Node.class, arguments.toArray(String[]::new)));
    }

    private PlatformProcess verify() throws IOException {
        var key = SigningKey.publicFile(Side.ledgerKey(directory.resolve("data")));
        return PlatformProcess.start(
                directory.resolve("data"),
                Map.of(),
                PlatformProcess.java(Node.class, "verify", "--key", key.toString(), "--topic", kafka));
    }

    /** A centre of its own, as the command side writes it; gives the id of the event. */
    private static UUID record(Connection superuser, long position) throws Exception {
        var epn = Ids.next();
        byte[] payload;
        try (var golden =
                Objects.requireNonNull(RestoreTest.class.getResourceAsStream("/events/EpnRegistered.v1.json"))) {
            payload = new String(golden.readAllBytes(), UTF_8)
                    .replace("0199d3a0-7c00-7000-8000-000000000001", epn.toString())
                    .getBytes(UTF_8);
        }
        var metadata = ("{\"epnId\":\"" + epn + "\"}").getBytes(UTF_8);
        var at = now(superuser);
        var event = Ids.next();
        try (var insert = superuser.prepareStatement("""
            insert into ledger.event values (?, ?, ?, 0, 'epn', 'EpnRegistered', 1, ?, ?, ?, ?, ?)\
            """)) {
            insert.setLong(1, position);
            insert.setObject(2, event);
            insert.setObject(3, epn);
            insert.setObject(4, epn);
            insert.setObject(5, at.atOffset(ZoneOffset.UTC));
            insert.setBytes(6, payload);
            insert.setBytes(7, metadata);
            insert.setBytes(
                    8,
                    Leaf.of(
                            position,
                            at,
                            Leaf.content(event, epn, 0, "epn", "EpnRegistered", 1, epn, payload, metadata)));
            insert.executeUpdate();
        }
        return event;
    }

    private static long number(Connection superuser, String query) throws SQLException {
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
