package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** A ledger made by hand, from the golden events: evidence to plant faults in. */
final class Past {

    static final String CENTRE = "0199d3a0-7c00-7000-8000-000000000001";
    static final String PERSON = "0199d3a0-7c00-7000-8000-000000000002";
    static final String PARTNER = "0199d3a0-7c00-7000-8000-000000000003";
    static final String PROJECT = "0199d3a0-7c00-7000-8000-000000000004";
    static final String PARTNERSHIP = "0199d3a0-7c00-7000-8000-000000000005";
    static final String ACTOR = "5f2b1c9e-3d1a-4c58-9b52-7a6f0f6e2d11";

    private static final Path GOLDEN = golden();

    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<UUID, Long> sequences = new HashMap<>();

    private static Path golden() {
        var here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("shared-kernel"))) {
            here = Objects.requireNonNull(here.getParent());
        }
        return here.resolve("shared-kernel/src/test/resources/events");
    }

    static List<Path> goldenFiles() throws Exception {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static ObjectNode golden(String type, int revision) {
        try {
            return (ObjectNode) Json.read(Files.readAllBytes(GOLDEN.resolve(type + ".v" + revision + ".json")));
        } catch (java.io.IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    /** A trace id of 32 digits. */
    static String trace(int op) {
        return "%032x".formatted(op);
    }

    /** The golden event of that type, first revision, caused by an operation. */
    Past add(int op, String type) {
        return add(op, type, 1, Map.of());
    }

    /** The same with other texts in it. */
    Past add(int op, String type, Map<String, String> texts) {
        return add(op, type, 1, texts);
    }

    Past add(int op, String type, int revision, Map<String, String> texts) {
        var json = golden(type, revision);
        texts.forEach(json::put);
        var family = Objects.requireNonNull(Family.of(type), type);
        var id = UUID.fromString(Objects.requireNonNull(Json.text(json, "id")));
        var metadata = Json.MAPPER
                .createObjectNode()
                .put("epnId", Json.text(json, family == Family.EPN ? "id" : "epnId"))
                .put("actor", ACTOR)
                .put("traceparent", "00-" + trace(op) + "-00f067aa0ba902b7-01");
        long position = events.size() + 1L;
        var event = new StoredEvent(
                position,
                new UUID(0x0199d3a07c007000L, 0x8000_0000_0000_0000L + position),
                id,
                sequences.merge(id, 0L, (last, _) -> last + 1),
                family.word(),
                type,
                revision,
                UUID.fromString(Objects.requireNonNull(Json.text(json, family.key()))),
                Instant.parse("2025-10-07T08:00:00Z").plusSeconds(position).plusNanos(1_000 * position),
                Json.MAPPER.writeValueAsString(json).getBytes(UTF_8),
                Json.MAPPER.writeValueAsString(metadata).getBytes(UTF_8),
                new byte[0]);
        events.add(sealed(event));
        return this;
    }

    private static StoredEvent sealed(StoredEvent event) {
        return altered(event, event.position(), event.key(), event.recordedAt(), event.payload(), Hash.leaf(event));
    }

    /** An event that was moved to another position. */
    static StoredEvent at(long position, StoredEvent event) {
        return sealed(altered(event, position, event.key(), event.recordedAt(), event.payload(), event.leaf()));
    }

    static StoredEvent recordedAt(Instant instant, StoredEvent event) {
        return sealed(altered(event, event.position(), event.key(), instant, event.payload(), event.leaf()));
    }

    static StoredEvent under(UUID key, StoredEvent event) {
        return sealed(altered(event, event.position(), key, event.recordedAt(), event.payload(), event.leaf()));
    }

    /** With another text in its payload, and the leaf that it had. */
    static StoredEvent forged(StoredEvent event, String text, String instead) {
        var payload = new String(event.payload(), UTF_8).replace(text, instead).getBytes(UTF_8);
        return altered(event, event.position(), event.key(), event.recordedAt(), payload, event.leaf());
    }

    private static StoredEvent altered(
            StoredEvent event, long position, UUID key, Instant recordedAt, byte[] payload, byte[] leaf) {
        return new StoredEvent(
                position,
                event.id(),
                event.aggregate(),
                event.sequence(),
                event.aggregateType(),
                event.type(),
                event.revision(),
                key,
                recordedAt,
                payload,
                event.metadata(),
                leaf);
    }

    List<StoredEvent> events() {
        return new ArrayList<>(events);
    }

    static List<String> found(Check check) throws Exception {
        var findings = new Findings(check.name());
        check.look(findings);
        return findings.told().stream().map(Finding::what).toList();
    }
}
