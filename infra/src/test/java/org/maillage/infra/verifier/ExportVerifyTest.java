package org.maillage.infra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportVerifyTest {

    private static final int SIZE = 40;

    private final Forge forge = new Forge();
    private final List<LedgerEvent> events = forge.events(SIZE);
    private final List<Checkpoint> checkpoints = forge.checkpoints(events, 10, 33, SIZE);
    private final List<byte[]> leaves = events.stream().map(Forge::leaf).toList();

    @TempDir
    private Path directory;

    private Path key;

    @BeforeEach
    void writeKey() throws Exception {
        key = Files.writeString(directory.resolve("key.pem"), forge.pem());
    }

    @Test
    void a_history_in_one_part_or_more_is_proven() throws Exception {
        var whole = verify(part(events, null));
        assertThat(whole.err()).isEmpty();
        assertThat(whole.out())
                .isEqualTo("maillage verify: proven: 40 exported events against 1 checkpoint, recorded from "
                        + events.getFirst().recordedAt() + " until "
                        + events.getLast().recordedAt() + "\n");
        assertThat(whole.exitCode()).isZero();

        var first = part(events.subList(0, 25), "c");
        var second = part(events.subList(25, SIZE), null);
        assertThat(verify(first + second).exitCode()).isZero();
        assertThat(verify("[" + first + "," + second + "]").exitCode()).isZero();
        found(verify(first), 25, "more parts follow");
        found(verify(second), 26, "is missing before it");
        found(verify(second + first), 26, "is missing before it");
        assertThat(verify(first, "--part").exitCode()).isZero();
        assertThat(verify(second, "--part").exitCode()).isZero();
        found(verify(second + first, "--part"), 1, "it stands after position 40");
    }

    @Test
    void any_changed_event_is_found() throws Exception {
        for (var change : Tampering.changes().entrySet()) {
            for (int position : new int[] {1, 17, SIZE}) {
                var forged = new ArrayList<>(events);
                forged.set(position - 1, change.getValue().apply(events.get(position - 1)));
                found(verify(part(forged, null)), position, "");
                if (!change.getKey().equals("leaf")) {
                    forged.set(position - 1, Forge.sealed(forged.get(position - 1)));
                    found(
                            verify(part(forged, null)),
                            position,
                            change.getKey().equals("stream key") ? "of another history" : "its proof does not lead");
                }
            }
        }
    }

    @Test
    void deleted_swapped_inserted_and_moved_events_are_found() throws Exception {
        for (var name : List.of("delete", "swap rows", "swap contents", "insert a copy", "insert and renumber")) {
            var forged = WalkTest.tampered(events, 17, Tampering.deed(name));
            var run = verify(part(forged.subList(0, Math.min(SIZE, forged.size())), null));
            assertThat(run.exitCode()).as(name).isEqualTo(10);
            assertThat(run.out()).as(name).contains("WRONG at position ");
        }
        for (var name : List.of("swap contents, leaves again", "insert, leaves again")) {
            var forged = WalkTest.tampered(events, 17, Tampering.deed(name));
            var run = verify(part(forged.subList(0, SIZE), null));
            assertThat(run.exitCode()).as(name).isEqualTo(10);
        }
    }

    @Test
    void a_changed_proof_or_checkpoint_is_found() throws Exception {
        var export = part(events, null);
        var proof = Forge.base64(Forge.path(6, leaves).getFirst());
        found(verify(export.replaceFirst(Pattern.quote(proof), Forge.base64(new byte[32]))), 7, "its proof");
        assertThat(verify(export.replace("\"main\"", "\"other\"")).exitCode()).isEqualTo(11);
        assertThat(verify(export.replace(checkpoints.getLast().root(), Forge.base64(new byte[32])))
                        .out())
                .contains("WRONG: the checkpoint of size 40 has a wrong signature");
        assertThat(verify(export.replace("\"position\": 7,", "\"position\": \"7\","))
                        .exitCode())
                .isEqualTo(12);
        assertThat(verify(export.substring(0, 900)).exitCode()).isEqualTo(12);
        assertThat(verify("").exitCode()).isEqualTo(12);
    }

    /** Whoever has the key could sign a second history for one reader: the checkpoints that others kept tell. */
    @Test
    void it_is_checked_against_checkpoints_from_elsewhere() throws Exception {
        var answer = "{\"items\": ["
                + checkpoints.reversed().stream().map(Forge::json).collect(Collectors.joining(",")) + "]}";
        var kept = Files.writeString(directory.resolve("kept.json"), answer).toString();
        assertThat(verify(part(events, null), "--checkpoints", kept).exitCode()).isZero();

        var few = Files.writeString(directory.resolve("few.json"), Forge.json(checkpoints.getFirst()))
                .toString();
        assertThat(verify(part(events, null), "--checkpoints", few).out())
                .contains("the checkpoint of size 40, which the export leans on, is not among those given");

        var other = new ArrayList<>(events);
        other.set(4, Forge.sealed(Tampering.change("payload").apply(events.get(4))));
        var forked = Forge.json(forge.checkpoints(other, SIZE).getFirst());
        var fork = Files.writeString(directory.resolve("fork.json"), forked).toString();
        assertThat(verify(part(events, null), "--checkpoints", fork).out()).contains("two histories were signed");
    }

    private static void found(Run run, long position, String words) {
        assertThat(run.out())
                .startsWith("maillage verify: WRONG at position " + position + ": ")
                .contains(words);
        assertThat(run.exitCode()).isEqualTo(10);
    }

    private Run verify(String export, String... more) throws Exception {
        var file = Files.writeString(directory.resolve("export.json"), export);
        var arguments = new ArrayList<>(List.of("--export", file.toString(), "--key", key.toString()));
        arguments.addAll(List.of(more));
        return Run.of(Map.of(), arguments.toArray(String[]::new));
    }

    private String part(List<LedgerEvent> shown, @Nullable String next) {
        return """
            {"partnershipId": "%s", "checkpoint": %s, "items": [%s], "next": %s}
            """.formatted(
                        events.getFirst().streamKey(),
                        Forge.json(checkpoints.getLast()),
                        IntStream.range(0, shown.size())
                                .mapToObj(index -> item(shown.get(index)))
                                .collect(Collectors.joining(",\n")),
                        next == null ? "null" : "\"" + next + "\"");
    }

    private String item(LedgerEvent event) {
        var proof = Forge.path((int) event.position() - 1, leaves).stream()
                .map(hash -> "\"" + Forge.base64(hash) + "\"")
                .collect(Collectors.joining(", "));
        return """
            {"position": %d, "recordedAt": "%s", "eventId": "%s", "aggregateId": "%s", "sequence": %d,
             "aggregateType": "%s", "type": "%s", "revision": %d, "streamKey": "%s",
             "payload": "%s", "metadata": "%s", "leaf": "%s", "proof": [%s]}\
            """.formatted(
                        event.position(),
                        event.recordedAt(),
                        event.id(),
                        event.aggregate(),
                        event.sequence(),
                        event.aggregateType(),
                        event.type(),
                        event.revision(),
                        event.streamKey(),
                        Forge.base64(event.payload()),
                        Forge.base64(event.metadata()),
                        Forge.base64(Objects.requireNonNull(event.storedLeaf())),
                        proof);
    }
}
