package org.maillage.command.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.command.ledger.Hashed;
import org.maillage.command.publishing.LedgerDatabase;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.SigningKey;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class NotaryTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private LedgerDatabase ledger;
    private Checkpoints checkpoints;
    private SigningKey key;

    @BeforeEach
    void make_a_ledger() {
        ledger = LedgerDatabase.fresh();
        checkpoints = new Checkpoints(ledger.name(), ledger.dataSource());
        key = SigningKey.readOrCreate(directory.resolve("ledger-key.pem"));
        log.start();
        notaryLog().addAppender(log);
    }

    @AfterEach
    void listen_no_longer() {
        notaryLog().detachAppender(log);
    }

    /** As SIGSTOP does it: the process lives, and its transaction with it. */
    @Test
    void who_is_stopped_in_the_midst_of_signing_loses_the_seat_and_signs_nothing() throws Exception {
        ledger.append(100);
        var signing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var stopped = new Notary(
                ledger.name(),
                ledger.dataSource(),
                (after, limit) -> {
                    signing.countDown();
                    awaitQuietly(goOn);
                    return ledger.readHashed(after, limit);
                },
                key,
                new Notary.Rhythm(1_000, LONG),
                Clock.systemUTC());
        stopped.start();
        try {
            assertThat(signing.await(10, TimeUnit.SECONDS)).isTrue();
            var other = Notaries.eager(ledger, key, 1_000);
            assertThat(other.signNext()).isFalse();
            await().atMost(Duration.ofSeconds(15)).until(other::signNext);
            goOn.countDown();
            await().until(() -> stopped.state() == Notary.State.INTERRUPTED);
        } finally {
            goOn.countDown();
            stopped.stop();
        }
        assertThat(checkpoints.after(0, 10)).hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With SHA-256 and Ed25519 of the JDK, and the page that describes the format. */
    @Test
    void checkpoints_are_a_signed_chain_over_the_whole_tree() throws Exception {
        ledger.append(2_345);
        Notaries.sign(notary(1_000, LONG));
        ledger.append(655);
        Notaries.sign(notary(1_000, LONG));
        ledger.append(7);
        Notaries.sign(Notaries.eager(ledger, key, 1_000));

        var issued = checkpoints.after(0, 100);
        assertThat(issued).extracting(one -> one.checkpoint().size()).containsExactly(1_000L, 2_000L, 3_000L, 3_007L);
        var leaves = ledger.readHashed(0, 10_000).stream().map(Hashed::leaf).toList();
        var previous = "-";
        for (var one : issued) {
            var checkpoint = one.checkpoint();
            assertThat(checkpoint.root()).isEqualTo(base64(root(leaves.subList(0, (int) checkpoint.size()))));
            var lines = "maillage-checkpoint-1\n%s\n%d\n%s\n%s\n%s\n"
                    .formatted(ledger.name(), checkpoint.size(), checkpoint.root(), checkpoint.at(), previous);
            var der = Base64.getDecoder().decode(one.publicKey());
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der)));
            verifier.update(lines.getBytes(UTF_8));
            assertThat(verifier.verify(Base64.getDecoder().decode(checkpoint.signature())))
                    .isTrue();
            assertThat(HexFormat.of().formatHex(sha256(der))).startsWith(checkpoint.keyId());
            previous = base64(sha256(lines.getBytes(UTF_8)));
        }
    }

    /** Straight from RFC 6962. */
    private static byte[] root(List<byte[]> leaves) throws Exception {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return sha256(new byte[] {1}, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        var sha256 = MessageDigest.getInstance("SHA-256");
        for (var part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void nothing_is_signed_twice_and_nothing_before_its_time() {
        var notary = notary(10, LONG);
        assertThat(notary.signNext()).as("an empty ledger").isFalse();
        ledger.append(3);
        assertThat(notary.signNext()).as("the first events").isTrue();
        assertThat(notary.signNext()).as("nothing new").isFalse();
        ledger.append(9);
        assertThat(notary.signNext()).as("too few, too early").isFalse();
        assertThat(Notaries.eager(ledger, key, 10).signNext()).as("few, late").isTrue();
        ledger.append(10);
        assertThat(notary.signNext()).as("enough").isTrue();
        assertThat(sizes()).containsExactly(3L, 12L, 22L);
    }

    @Test
    void a_clock_that_jumped_back_does_not_keep_the_next_checkpoint_until_it_comes_there_again() {
        var interval = Duration.ofMinutes(1);
        ledger.append(3);
        Notaries.sign(notary(10, interval));
        ledger.append(3);
        var before = checkpoints.last().orElseThrow().issued().checkpoint();
        var hourBack = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        assertThat(new Notary(
                                ledger.name(),
                                ledger.dataSource(),
                                ledger::readHashed,
                                key,
                                new Notary.Rhythm(10, interval),
                                hourBack)
                        .signNext())
                .isTrue();
        assertThat(checkpoints.last().orElseThrow().issued().checkpoint().at()).isAfterOrEqualTo(before.at());
    }

    @Test
    void a_checkpoint_is_never_older_than_what_it_covers() {
        ledger.append(5);
        var last = ledger.readHashed(0, 5).getLast().event().recordedAt();
        new Notary(
                        ledger.name(),
                        ledger.dataSource(),
                        ledger::readHashed,
                        key,
                        new Notary.Rhythm(5, LONG),
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .signNext();

        assertThat(checkpoints.after(0, 1).getFirst().checkpoint().at()).isEqualTo(last);
    }

    /** What was signed is not read again, however long the ledger is. */
    @Test
    void a_restart_goes_on_where_the_last_checkpoint_ended() {
        ledger.append(500);
        Notaries.sign(notary(100, LONG));
        ledger.append(100);
        var read = new ArrayList<Long>();
        var restarted = new Notary(
                ledger.name(),
                ledger.dataSource(),
                (after, limit) -> {
                    read.add(after);
                    return ledger.readHashed(after, limit);
                },
                SigningKey.read(directory.resolve("ledger-key.pem")),
                new Notary.Rhythm(100, LONG),
                Clock.systemUTC());

        Notaries.sign(restarted);

        assertThat(read).containsExactly(500L);
        assertThat(sizes()).containsExactly(100L, 200L, 300L, 400L, 500L, 600L);
        assertThatTheChainHolds();
    }

    @Test
    void several_notaries_never_fork_the_chain() {
        var notaries = List.of(
                notary(50, Duration.ofMillis(20)),
                notary(50, Duration.ofMillis(20)),
                notary(50, Duration.ofMillis(20)));
        notaries.forEach(Notary::start);
        for (int i = 0; i < 30; i++) {
            ledger.append(40);
        }
        await().until(() -> sizes().contains(1_200L));
        notaries.forEach(Notary::stop);

        assertThatTheChainHolds();
        assertThat(checkpoints.after(0, 1_000).size()).isGreaterThanOrEqualTo(1_200 / 50);
        assertThat(notaries).extracting(Notary::state).containsOnly(Notary.State.STOPPED);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    /** Even for somebody who holds the key and passes the lock. */
    @Test
    void the_database_takes_no_second_successor() {
        ledger.append(30);
        Notaries.sign(notary(10, LONG));
        var issued = checkpoints.after(0, 10);
        var frontier = checkpoints.last().orElseThrow().tree();
        var second = issued.get(1).checkpoint();
        var fork = key.sign(ledger.name(), 25, second.root(), second.at(), second.previous());
        var beginning = key.sign(ledger.name(), 26, second.root(), second.at(), null);

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(
                        () -> checkpoints.add(new Issued(fork, issued.getFirst().publicKey()), frontier));
        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() ->
                        checkpoints.add(new Issued(beginning, issued.getFirst().publicKey()), frontier));
    }

    @Test
    void the_chain_only_grows() {
        ledger.append(10);
        Notaries.sign(notary(10, LONG));
        var sql = JdbcClient.create(ledger.dataSource());

        for (var change : List.of(
                "update ledger.checkpoint set at = now()",
                "delete from ledger.checkpoint",
                "truncate ledger.checkpoint")) {
            assertThatThrownBy(() -> sql.sql(change).update()).hasMessageContaining("the ledger only grows");
        }
    }

    @Test
    void a_changed_event_stops_the_signing_and_is_named() {
        assertThatItStops(
                "update ledger.event set payload = convert_to('{}', 'UTF8') where position = 137", "position 137");
    }

    @Test
    void a_changed_leaf_stops_the_signing_and_is_named() {
        assertThatItStops("update ledger.event set leaf = sha256(leaf) where position = 101", "position 101");
    }

    @Test
    void a_lost_event_stops_the_signing_and_is_named() {
        assertThatItStops("delete from ledger.event where position = 142", "Position 142 is gone");
    }

    @Test
    void a_ledger_cut_short_stops_the_signing() {
        assertThatItStops("delete from ledger.event where position > 60", "Positions after 60 are gone");
    }

    @Test
    void a_changed_checkpoint_stops_the_signing() {
        assertThatItStops(
                "update ledger.checkpoint set at = at + interval '1 second'", "checkpoint at position 100 is not as");
    }

    @Test
    void a_checkpoint_of_its_own_that_was_changed_since_is_noticed() {
        var notary = notary(100, LONG);
        ledger.append(200);
        assertThat(notary.signNext()).isTrue();
        ledger.tamper("update ledger.checkpoint set at = at + interval '1 second'");

        assertThatThrownBy(notary::signNext)
                .isInstanceOf(BrokenLedger.class)
                .hasMessageContaining("checkpoint at position 100 is not as it was signed");
    }

    @Test
    void a_changed_frontier_stops_the_signing() {
        assertThatItStops(
                "update ledger.checkpoint set frontier = set_byte(frontier, 20, get_byte(frontier, 20) # 1)",
                "The frontier of the checkpoint at position 100");
    }

    private void assertThatItStops(String statement, String named) {
        ledger.append(100);
        Notaries.sign(notary(100, LONG));
        ledger.append(100);
        ledger.tamper(statement);
        var notary = notary(100, Duration.ofMillis(20));
        notary.start();
        await().until(() -> notary.state() == Notary.State.REFUSING);
        notary.stop();

        assertThat(sizes()).containsExactly(100L);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("ALERT", named));
    }

    @Test
    void a_database_that_is_away_for_a_while_stops_nothing() {
        ledger.append(20);
        var cut = new AtomicBoolean(true);
        var database = new DelegatingDataSource(ledger.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (cut.get()) {
                    throw new SQLException("cut");
                }
                return super.getConnection();
            }
        };
        var notary = Notaries.of(ledger, database, key, 10, Duration.ofMillis(20));
        notary.start();
        await().until(() -> notary.state() == Notary.State.INTERRUPTED);

        cut.set(false);

        await().until(() -> sizes().contains(20L));
        assertThat(notary.state()).isEqualTo(Notary.State.SIGNING);
        notary.stop();
    }

    @Test
    void another_key_goes_on_under_its_own_name() {
        ledger.append(10);
        Notaries.sign(notary(10, LONG));
        var other = SigningKey.readOrCreate(directory.resolve("other.pem"));
        ledger.append(20);
        Notaries.sign(Notaries.eager(ledger, other, 10));

        assertThat(checkpoints.after(0, 10))
                .extracting(one -> one.checkpoint().keyId())
                .containsExactly(
                        key.verifyingKey().id(),
                        other.verifyingKey().id(),
                        other.verifyingKey().id());
        assertThat(log.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).contains("changes after position 10"));
    }

    private void assertThatTheChainHolds() {
        Checkpoint before = null;
        for (var issued : checkpoints.after(0, 10_000)) {
            var checkpoint = issued.checkpoint();
            assertThat(key.verifyingKey().verifies(checkpoint)).isTrue();
            assertThat(checkpoint.previous()).isEqualTo(before == null ? null : before.digest());
            assertThat(before == null || before.at().compareTo(checkpoint.at()) <= 0)
                    .isTrue();
            before = checkpoint;
        }
        assertThat(Objects.requireNonNull(before).rootBytes())
                .isEqualTo(checkpoints.last().orElseThrow().tree().root());
    }

    private List<Long> sizes() {
        return checkpoints.after(0, 10_000).stream()
                .map(issued -> issued.checkpoint().size())
                .toList();
    }

    private Notary notary(int events, Duration interval) {
        return Notaries.of(ledger, ledger.dataSource(), key, events, interval);
    }

    private static Logger notaryLog() {
        return (Logger) LoggerFactory.getLogger(Notary.class);
    }
}
