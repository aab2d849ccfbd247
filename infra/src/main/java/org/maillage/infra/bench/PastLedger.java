package org.maillage.infra.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.proof.Leaf;
import org.maillage.kernel.wire.EventCatalogue;
import org.maillage.kernel.wire.EventCodec;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A history in the ledger at once, as if it had been recorded one by one. */
final class PastLedger {

    private static final int PIECE = 1 << 18;
    private static final Instant RECORDED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<UUID, Long> sequences = new HashMap<>();
    private final StringBuilder rows = new StringBuilder();
    private long position;

    static void write(Ground ground, int events) {
        try (var connection = ground.connect()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("""
                copy ledger.event (position, event_id, aggregate_id, sequence, aggregate_type, type, revision, stream_key,
                                   recorded_at, payload, metadata, leaf) from stdin\
                """);
            var past = new PastLedger();
            new History().tell(events, event -> past.add(event, copy));
            past.send(copy);
            copy.endCopy();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void add(Event event, CopyIn copy) {
        var type = EventCatalogue.of(event.getClass());
        position++;
        var eventId = Ids.next();
        long sequence = sequences.merge(event.id().value(), 0L, (before, _) -> before + 1);
        var payload = EventCodec.write(event);
        var metadata = ("{\"epnId\":\"" + event.epnId() + "\"}").getBytes(UTF_8);
        var content = Leaf.content(
                eventId,
                event.id().value(),
                sequence,
                type.aggregate(),
                type.name(),
                type.revision(),
                event.streamKey().value(),
                payload,
                metadata);
        column(Long.toString(position));
        column(eventId.toString());
        column(event.id().toString());
        column(Long.toString(sequence));
        column(type.aggregate());
        column(type.name());
        column(Integer.toString(type.revision()));
        column(event.streamKey().toString());
        column(RECORDED_AT.toString());
        column(hex(payload));
        column(hex(metadata));
        rows.append(hex(Leaf.of(position, RECORDED_AT, content))).append('\n');
        if (rows.length() > PIECE) {
            send(copy);
        }
    }

    private void column(String value) {
        rows.append(value).append('\t');
    }

    private static String hex(byte[] bytes) {
        return "\\\\x" + HexFormat.of().formatHex(bytes);
    }

    private void send(CopyIn copy) {
        var bytes = rows.toString().getBytes(UTF_8);
        rows.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
