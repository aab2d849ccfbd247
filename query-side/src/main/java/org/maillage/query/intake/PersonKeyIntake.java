package org.maillage.query.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.KeyCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the wrapped keys of persons. Every node reads all of them: to write one again changes nothing, and what is erased stays
 * erased, whoever writes in whatever order.
 */
final class PersonKeyIntake implements SmallTopic.Reader {

    private static final Logger log = LoggerFactory.getLogger(PersonKeyIntake.class);
    static final String NAME = "person keys";

    /** @param wrapped Base64, null when it was erased */
    private record Key(int version, @Nullable String wrapped) {

        boolean erased() {
            return wrapped == null;
        }

        /** The later one, but an erasure is the last. */
        static Key latest(Key before, Key after) {
            return before.erased() || (!after.erased() && after.version() < before.version()) ? before : after;
        }
    }

    private static final long SWEEP_AGAIN = TimeUnit.SECONDS.toNanos(30);

    private final PersonKeyNews news;
    private final BooleanSupplier sweep;
    private boolean unswept;
    private long sweptAt = System.nanoTime() - SWEEP_AGAIN;

    /** @param sweep rids the table of what was erased in it; false when it has to be done again */
    PersonKeyIntake(PersonKeyNews news, BooleanSupplier sweep) {
        this.news = news;
        this.sweep = sweep;
    }

    @Override
    public void store(Connection connection, ConsumerRecords<byte[], byte[]> received) throws SQLException {
        var keys = new LinkedHashMap<UUID, Key>();
        received.forEach(one -> take(one, keys));
        unswept |= write(connection, keys) && keys.values().stream().anyMatch(Key::erased);
    }

    @Override
    public void polled(boolean received, BooleanSupplier nothingLeft) {
        if (received) {
            news.arrived();
        }
        if (unswept && System.nanoTime() - sweptAt >= SWEEP_AGAIN) {
            unswept = !sweep.getAsBoolean();
            sweptAt = System.nanoTime();
        }
        if (news.somebodyAsks()) {
            // The broker is asked after the question was put: what it knew until then is stored.
            long question = news.asked();
            if (nothingLeft.getAsBoolean()) {
                news.noneLeft(question);
            }
        }
    }

    private static void take(ConsumerRecord<byte[], byte[]> received, Map<UUID, Key> keys) {
        try {
            var person = UUID.fromString(new String(received.key(), UTF_8));
            keys.merge(person, key(received.value()), Key::latest);
        } catch (RuntimeException unreadable) {
            log.error(
                    "ALERT {}: partition {} offset {} holds no key: {}",
                    NAME,
                    received.partition(),
                    received.offset(),
                    Queues.describe(unreadable));
        }
    }

    private static Key key(byte @Nullable [] value) {
        if (value == null) {
            return new Key(0, null);
        }
        var key = KeyCodec.read(value);
        // The database would refuse what is no Base64, again and again.
        var bytes = Base64.getDecoder().decode(key.wrapped());
        return new Key(key.version(), Base64.getEncoder().encodeToString(bytes));
    }

    private static boolean write(Connection connection, Map<UUID, Key> keys) throws SQLException {
        try (var upsert = connection.prepareStatement("""
            insert into intake.person_key (person_id, version, wrapped, erased)
            select person_id, version, decode(wrapped, 'base64'), wrapped is null
            from unnest(?::uuid[], ?::integer[], ?::text[]) key(person_id, version, wrapped)
            on conflict (person_id) do update
            set version = excluded.version, wrapped = excluded.wrapped, erased = excluded.erased
            where not person_key.erased and (excluded.erased or excluded.version >= person_key.version)\
            """)) {
            upsert.setArray(1, connection.createArrayOf("uuid", keys.keySet().toArray()));
            upsert.setArray(
                    2,
                    connection.createArrayOf(
                            "integer", keys.values().stream().map(Key::version).toArray()));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", keys.values().stream().map(Key::wrapped).toArray()));
            return upsert.executeUpdate() > 0;
        }
    }
}
