package org.maillage.infra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.kernel.servers.TestServers;

/** On a real PostgreSQL, with a ledger that was made from the page. */
class DatabaseVerifyTest {

    /** More than one page of the cursor. */
    private static final int SIZE = 5003;

    private static final TestServers.Database DATABASE = TestServers.freshDatabase();
    private static final Forge FORGE = new Forge();
    private static final List<LedgerEvent> EVENTS = FORGE.events(SIZE);
    private static final List<Checkpoint> CHECKPOINTS = FORGE.checkpoints(EVENTS, 1, 1000, 4096, 5000);

    @TempDir
    private Path directory;

    private Connection connection;
    private Path key;

    @BeforeAll
    static void write() throws Exception {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("""
                create schema ledger;
                create table ledger.event (
                    position bigint, event_id uuid, aggregate_id uuid, sequence bigint, aggregate_type text, type text,
                    revision integer, stream_key uuid, recorded_at timestamptz, payload bytea, metadata bytea, leaf bytea);
                create table ledger.checkpoint (
                    ledger text, size bigint, root text, at timestamptz, previous text, key_id text, signature text)
                """);
            insert(connection);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(DATABASE.url(), DATABASE.user(), DATABASE.password());
    }

    private static void insert(Connection connection) throws SQLException {
        try (var row =
                connection.prepareStatement("insert into ledger.event values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var event : EVENTS) {
                row.setLong(1, event.position());
                row.setObject(2, event.id());
                row.setObject(3, event.aggregate());
                row.setLong(4, event.sequence());
                row.setString(5, event.aggregateType());
                row.setString(6, event.type());
                row.setInt(7, event.revision());
                row.setObject(8, event.streamKey());
                row.setObject(9, OffsetDateTime.ofInstant(event.recordedAt(), ZoneOffset.UTC));
                row.setBytes(10, event.payload());
                row.setBytes(11, event.metadata());
                row.setBytes(12, event.storedLeaf());
                row.addBatch();
            }
            row.executeBatch();
        }
        try (var row = connection.prepareStatement(
                "insert into ledger.checkpoint values (?, ?, ?, ?::timestamptz, ?, ?, ?)")) {
            for (var checkpoint : CHECKPOINTS) {
                row.setString(1, checkpoint.ledger());
                row.setLong(2, checkpoint.size());
                row.setString(3, checkpoint.root());
                row.setString(4, checkpoint.at());
                row.setString(5, checkpoint.previous());
                row.setString(6, checkpoint.keyId());
                row.setString(7, checkpoint.signature());
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    @BeforeEach
    void keep() throws Exception {
        connection = connect();
        key = Files.writeString(directory.resolve("key.pem"), FORGE.pem());
        execute("create schema kept");
        execute("create table kept.event as table ledger.event");
        execute("create table kept.checkpoint as table ledger.checkpoint");
    }

    @AfterEach
    void restore() throws Exception {
        execute("truncate ledger.event, ledger.checkpoint");
        execute("insert into ledger.event table kept.event");
        execute("insert into ledger.checkpoint table kept.checkpoint");
        execute("drop schema kept cascade");
        connection.close();
    }

    @Test
    void a_ledger_as_it_was_signed_is_proven() {
        var run = verify();

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("maillage verify: proven: 5000 events against 4 checkpoints, recorded from "
                        + EVENTS.getFirst().recordedAt() + " until "
                        + EVENTS.get(4999).recordedAt()
                        + "; 3 later events agree with their own leaves");
    }

    @Test
    void a_flipped_byte_is_found() throws Exception {
        for (var column : List.of("payload", "metadata", "leaf")) {
            execute("update ledger.event set %1$s = set_byte(%1$s, 3, get_byte(%1$s, 3) # 1) where position = 4321"
                    .formatted(column));
            found(4321, "its leaf is not the hash");
            restoreEvents();
        }
        execute("update ledger.event set recorded_at = recorded_at + interval '1 microsecond' where position = 4321");
        found(4321, "its leaf is not the hash");
        execute("update ledger.event set recorded_at = 'infinity' where position = 4321");
        found(4321, "which no clock can say");
        execute("update ledger.event set payload = null where position = 4321");
        found(4321, "its payload is missing");
    }

    @Test
    void a_deleted_event_is_found() throws Exception {
        execute("delete from ledger.event where position = 2000");
        found(2000, "it is missing: position 2001 follows 1999");
    }

    @Test
    void swapped_events_are_found() throws Exception {
        execute("update ledger.event set position = 4001 - position where position in (2000, 2001)");
        found(2000, "its leaf is not the hash");
    }

    @Test
    void an_inserted_event_is_found() throws Exception {
        execute("insert into ledger.event select * from ledger.event where position = 2000");
        found(2000, "it stands there twice");
        restoreEvents();
        execute("update ledger.event set position = position + 1 where position >= 2000");
        found(2000, "it is missing");
        execute("insert into ledger.event select * from kept.event where position = 2000");
        found(2001, "its leaf is not the hash");
    }

    @Test
    void truncation_is_found() throws Exception {
        execute("delete from ledger.event where position > 4998");
        found(4097, 5000, "the events end at position 4998, but the checkpoint of size 5000");
        execute("delete from ledger.checkpoint where size = 5000");
        assertThat(verify().exitCode()).isZero();
        var kept = verify("--checkpoints", newest().toString());
        assertThat(kept.exitCode()).isEqualTo(10);
        assertThat(kept.out()).contains("counts on 5000");
    }

    @Test
    void rewriting_with_hashes_made_again_is_found() throws Exception {
        var rewritten = Forge.sealed(Tampering.change("payload").apply(EVENTS.get(1999)));
        try (var update =
                connection.prepareStatement("update ledger.event set payload = ?, leaf = ? where position = 2000")) {
            update.setBytes(1, rewritten.payload());
            update.setBytes(2, rewritten.storedLeaf());
            update.executeUpdate();
        }

        found(1001, 4096, "these events are not those that the checkpoint of size 4096");
    }

    @Test
    void a_changed_checkpoint_is_found() throws Exception {
        execute("update ledger.checkpoint set at = at + interval '1 second' where size = 4096");
        var run = verify();
        assertThat(run.exitCode()).isEqualTo(11);
        assertThat(run.out())
                .startsWith("maillage verify: WRONG: the checkpoint of size 4096 has a wrong signature")
                .endsWith("positions 1 to 1000 are proven\n");
        execute("delete from ledger.checkpoint where size = 4096");
        assertThat(verify().out()).contains("the checkpoint of size 5000 does not follow the checkpoint of size 1000");
    }

    @Test
    void another_key_proves_nothing() throws Exception {
        Files.writeString(key, new Forge().pem());

        assertThat(verify().exitCode()).isEqualTo(11);
    }

    @Test
    void what_stands_in_the_way_is_one_line() throws Exception {
        obstacle(2, "--key must name", "--database", DATABASE.url());
        obstacle(2, "one of --database", "--key", key.toString());
        obstacle(2, "there is no option --all", "--all");
        obstacle(2, "--key needs a value", "--key");
        obstacle(12, "cannot read Ed25519 public keys", "--key", "/nowhere.pem", "--topic", "localhost:1");
        obstacle(
                12,
                "cannot read /nowhere.json",
                "--key",
                key.toString(),
                "--database",
                DATABASE.url(),
                "--checkpoints",
                "/nowhere.json");
        obstacle(7, "does not answer", "--key", key.toString(), "--database", "jdbc:postgresql://localhost:1/x");
        obstacle(
                7,
                "does not exist",
                "--key",
                key.toString(),
                "--user",
                DATABASE.user(),
                "--database",
                DATABASE.url().replace(DATABASE.name(), "nowhere"));
        var empty = TestServers.freshDatabase();
        obstacle(7, "holds no ledger", "--key", key.toString(), "--user", DATABASE.user(), "--database", empty.url());
        assertThat(Run.of(Map.of(), "--help").out()).startsWith("usage: verify");
    }

    private static void obstacle(int exitCode, String words, String... arguments) {
        var run = Run.of(Map.of("MAILLAGE_DB_PASSWORD", DATABASE.password()), arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err().lines()).singleElement().asString().contains(words);
        assertThat(run.out()).isEmpty();
    }

    private void restoreEvents() throws SQLException {
        execute("truncate ledger.event");
        execute("insert into ledger.event table kept.event");
    }

    private Path newest() throws Exception {
        return Files.writeString(directory.resolve("newest.json"), Forge.json(CHECKPOINTS.getLast()));
    }

    private void found(long position, String words) {
        found(" at position " + position, words);
    }

    private void found(long first, long last, String words) {
        found(" in positions " + first + " to " + last, words);
    }

    private void found(String where, String words) {
        var run = verify();
        assertThat(run.out())
                .startsWith("maillage verify: WRONG" + where + ": ")
                .contains(words);
        assertThat(run.exitCode()).isEqualTo(10);
    }

    private Run verify(String... more) {
        var arguments = new ArrayList<>(
                List.of("--database", DATABASE.url(), "--user", DATABASE.user(), "--key", key.toString()));
        arguments.addAll(List.of(more));
        return Run.of(Map.of("MAILLAGE_DB_PASSWORD", DATABASE.password()), arguments.toArray(String[]::new));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
