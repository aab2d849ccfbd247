package org.maillage.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What somebody who may write where the events lie could do to them at a position. */
final class Tampering {

    interface Deed {
        /** Changes the events, of which position p is at index p − 1; false when it cannot be done there. */
        boolean at(int position, List<LedgerEvent> events);
    }

    private Tampering() {}

    static Deed deed(String name) {
        var deed = careless().get(name);
        return Objects.requireNonNull(deed == null ? careful().get(name) : deed);
    }

    static UnaryOperator<LedgerEvent> change(String name) {
        return Objects.requireNonNull(changes().get(name));
    }

    /** Those that leave stored leaves as they are. */
    static Map<String, Deed> careless() {
        var deeds = new LinkedHashMap<String, Deed>();
        changes().forEach((what, change) -> deeds.put("change " + what, replacing(change)));
        deeds.put("delete", (position, events) -> {
            events.remove(position - 1);
            return true;
        });
        deeds.put("swap rows", (position, events) -> {
            if (position == events.size()) {
                return false;
            }
            events.add(position, events.remove(position - 1));
            return true;
        });
        deeds.put("swap contents", (position, events) -> {
            if (position == events.size()) {
                return false;
            }
            var one = events.get(position - 1);
            var other = events.get(position);
            events.set(position - 1, moved(other, position));
            events.set(position, moved(one, position + 1));
            return true;
        });
        deeds.put("insert a copy", (position, events) -> {
            events.add(position, events.get(position - 1));
            return true;
        });
        deeds.put("insert and renumber", (position, events) -> {
            events.add(position - 1, events.get(position - 1));
            renumber(position, events, false);
            return true;
        });
        deeds.put("delete and renumber", (position, events) -> {
            events.remove(position - 1);
            renumber(position - 1, events, false);
            return true;
        });
        deeds.put("truncate", (position, events) -> {
            events.subList(position - 1, events.size()).clear();
            return true;
        });
        return deeds;
    }

    /** Those that compute every leaf again, so that only a checkpoint tells. */
    static Map<String, Deed> careful() {
        var deeds = new LinkedHashMap<String, Deed>();
        changes().forEach((what, change) -> {
            if (!what.equals("leaf")) {
                deeds.put("rewrite " + what, replacing(event -> Forge.sealed(change.apply(event))));
            }
        });
        deeds.put("swap contents, leaves again", (position, events) -> {
            if (position == events.size()) {
                return false;
            }
            var one = events.get(position - 1);
            var other = events.get(position);
            events.set(position - 1, Forge.sealed(moved(other, position)));
            events.set(position, Forge.sealed(moved(one, position + 1)));
            return true;
        });
        deeds.put("insert, leaves again", (position, events) -> {
            events.add(position - 1, events.get(position - 1));
            renumber(position, events, true);
            return true;
        });
        deeds.put("delete, leaves again", (position, events) -> {
            events.remove(position - 1);
            renumber(position - 1, events, true);
            return true;
        });
        return deeds;
    }

    private static Deed replacing(UnaryOperator<LedgerEvent> change) {
        return (position, events) -> {
            events.set(position - 1, change.apply(events.get(position - 1)));
            return true;
        };
    }

    private static void renumber(int from, List<LedgerEvent> events, boolean seal) {
        for (int index = from; index < events.size(); index++) {
            var moved = moved(events.get(index), index + 1L);
            events.set(index, seal ? Forge.sealed(moved) : moved);
        }
        if (seal && from > 0) {
            events.set(from - 1, Forge.sealed(events.get(from - 1)));
        }
    }

    /** One change for each field that is not the position. */
    static Map<String, UnaryOperator<LedgerEvent>> changes() {
        var changes = new LinkedHashMap<String, UnaryOperator<LedgerEvent>>();
        changes.put("recordedAt", e -> copy(e, 1, 0, 0, "", "", 0, 0, null, null));
        changes.put(
                "event id",
                e -> new LedgerEvent(
                        e.position(),
                        e.recordedAt(),
                        flip(e.id()),
                        e.aggregate(),
                        e.sequence(),
                        e.aggregateType(),
                        e.type(),
                        e.revision(),
                        e.streamKey(),
                        e.payload(),
                        e.metadata(),
                        e.storedLeaf()));
        changes.put("aggregate id", e -> copy(e, 0, 1, 0, "", "", 0, 0, null, null));
        changes.put("sequence", e -> copy(e, 0, 0, 1, "", "", 0, 0, null, null));
        changes.put("aggregate type", e -> copy(e, 0, 0, 0, "s", "", 0, 0, null, null));
        changes.put("type", e -> copy(e, 0, 0, 0, "", "s", 0, 0, null, null));
        changes.put("revision", e -> copy(e, 0, 0, 0, "", "", 1, 0, null, null));
        changes.put("stream key", e -> copy(e, 0, 0, 0, "", "", 0, 1, null, null));
        changes.put("payload", e -> copy(e, 0, 0, 0, "", "", 0, 0, flip(e.payload()), null));
        changes.put("metadata", e -> copy(e, 0, 0, 0, "", "", 0, 0, null, flip(e.metadata())));
        changes.put(
                "what ends the payload and begins the metadata",
                e -> copy(
                        e,
                        0,
                        0,
                        0,
                        "",
                        "",
                        0,
                        0,
                        new String(e.payload(), UTF_8).concat("{").getBytes(UTF_8),
                        new String(e.metadata(), UTF_8).substring(1).getBytes(UTF_8)));
        changes.put("leaf", e -> withLeaf(e, flip(Forge.leaf(e))));
        return changes;
    }

    private static LedgerEvent copy(
            LedgerEvent event,
            long micros,
            int aggregate,
            long sequence,
            String aggregateType,
            String type,
            int revision,
            int streamKey,
            byte @Nullable [] payload,
            byte @Nullable [] metadata) {
        return new LedgerEvent(
                event.position(),
                event.recordedAt().plusNanos(1000 * micros),
                event.id(),
                aggregate == 0 ? event.aggregate() : flip(event.aggregate()),
                event.sequence() + sequence,
                event.aggregateType() + aggregateType,
                event.type() + type,
                event.revision() + revision,
                streamKey == 0 ? event.streamKey() : flip(event.streamKey()),
                payload == null ? event.payload() : payload,
                metadata == null ? event.metadata() : metadata,
                event.storedLeaf());
    }

    static LedgerEvent moved(LedgerEvent event, long position) {
        return new LedgerEvent(
                position,
                event.recordedAt(),
                event.id(),
                event.aggregate(),
                event.sequence(),
                event.aggregateType(),
                event.type(),
                event.revision(),
                event.streamKey(),
                event.payload(),
                event.metadata(),
                event.storedLeaf());
    }

    static LedgerEvent withLeaf(LedgerEvent event, byte @Nullable [] leaf) {
        return new LedgerEvent(
                event.position(),
                event.recordedAt(),
                event.id(),
                event.aggregate(),
                event.sequence(),
                event.aggregateType(),
                event.type(),
                event.revision(),
                event.streamKey(),
                event.payload(),
                event.metadata(),
                leaf);
    }

    /** One bit of the byte in the middle. */
    static byte[] flip(byte[] bytes) {
        var flipped = bytes.clone();
        flipped[flipped.length / 2] ^= 1;
        return flipped;
    }

    private static UUID flip(UUID id) {
        return new UUID(id.getMostSignificantBits() ^ 1L << 40, id.getLeastSignificantBits());
    }
}
