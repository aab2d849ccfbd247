package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.maillage.kernel.proof.Checkpoint;
import org.maillage.kernel.proof.VerifyingKey;
import org.maillage.kernel.wire.CheckpointCodec;
import org.maillage.kernel.wire.CloudEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the signed checkpoints of ledgers and the keys that verify them. Of two checkpoints that say different things of one size, the
 * first stays: that there is a second is an alarm, since a ledger has one history.
 */
final class CheckpointIntake implements SmallTopic.Reader {

    static final String NAME = "checkpoints";

    private static final Logger log = LoggerFactory.getLogger(CheckpointIntake.class);

    @Override
    public void store(Connection connection, ConsumerRecords<byte[], byte[]> received) throws SQLException {
        for (var one : received) {
            try {
                store(connection, CheckpointCodec.read(one.value()), key(one));
            } catch (RuntimeException unreadable) {
                log.error(
                        "ALERT {}: partition {} offset {} holds no checkpoint: {}",
                        NAME,
                        one.partition(),
                        one.offset(),
                        Queues.describe(unreadable));
            }
        }
    }

    private static VerifyingKey key(ConsumerRecord<byte[], byte[]> received) {
        var header = received.headers().lastHeader(CloudEvents.HEADER_PUBLIC_KEY);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("There is no public key with it");
        }
        return VerifyingKey.ofBase64(new String(header.value(), US_ASCII));
    }

    private static void store(Connection connection, Checkpoint checkpoint, VerifyingKey key) throws SQLException {
        if (!key.verifies(checkpoint)) {
            throw new IllegalArgumentException("Its signature is not by the key that comes with it");
        }
        try (var insert = connection.prepareStatement("""
            insert into intake.checkpoint (ledger, size, root, at, previous, key_id, signature)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)) {
            insert.setString(1, checkpoint.ledger());
            insert.setLong(2, checkpoint.size());
            insert.setString(3, checkpoint.root());
            insert.setObject(4, checkpoint.at().atOffset(ZoneOffset.UTC));
            insert.setString(5, checkpoint.previous());
            insert.setString(6, checkpoint.keyId());
            insert.setString(7, checkpoint.signature());
            insert.executeUpdate();
        }
        try (var insert = connection.prepareStatement(
                "insert into intake.ledger_key (key_id, key) values (?, ?) on conflict do nothing")) {
            insert.setString(1, key.id());
            insert.setString(2, key.base64());
            insert.executeUpdate();
        }
        alarmWhenAnotherStays(connection, checkpoint);
    }

    private static void alarmWhenAnotherStays(Connection connection, Checkpoint checkpoint) throws SQLException {
        try (var query =
                connection.prepareStatement("select root from intake.checkpoint where ledger = ? and size = ?")) {
            query.setString(1, checkpoint.ledger());
            query.setLong(2, checkpoint.size());
            try (var row = query.executeQuery()) {
                row.next();
                if (!checkpoint.root().equals(row.getString(1))) {
                    log.error(
                            "ALERT {}: ledger {} has two roots of size {}",
                            NAME,
                            checkpoint.ledger(),
                            checkpoint.size());
                }
            }
        }
    }
}
