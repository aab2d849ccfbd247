package org.maillage.infra.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static final int SIZE = 23;
    private static final int[] SIZES = {1, 5, 12, 20, SIZE};

    private final Forge forge = new Forge();
    private final List<LedgerEvent> events = List.copyOf(forge.events(SIZE));
    private final List<Checkpoint> checkpoints = forge.checkpoints(events, SIZES);

    @Test
    void what_was_signed_is_proven() {
        for (boolean leaves : new boolean[] {true, false}) {
            assertThat(walk(events, leaves, checkpoints))
                    .isEqualTo(new Verdict.Proven(
                            SIZE,
                            SIZES.length,
                            events.getFirst().recordedAt(),
                            events.getLast().recordedAt(),
                            0,
                            0));
        }
    }

    @Test
    void events_after_the_newest_checkpoint_are_told_apart() {
        var early = checkpoints.subList(0, 3);

        assertThat(walk(events, true, early)).isInstanceOfSatisfying(Verdict.Proven.class, proven -> {
            assertThat(proven.events()).isEqualTo(12);
            assertThat(proven.until()).isEqualTo(events.get(11).recordedAt());
            assertThat(proven.beyond()).isEqualTo(SIZE - 12);
            assertThat(proven.line()).contains("no checkpoint covers them yet");
        });
        assertThat(walk(tampered(events, 20, Tampering.deed("change payload")), true, early))
                .isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> {
                    assertThat(wrong.position()).isEqualTo(20);
                    assertThat(wrong.proven()).isEqualTo(12);
                });
    }

    /** Every deed at every position: found, and at the position where it begins; at the end, in the last interval. */
    @Test
    void any_tampering_beside_stored_leaves_is_named_by_its_first_position() {
        Tampering.careless().forEach((name, deed) -> {
            for (int position = 1; position <= SIZE; position++) {
                var forged = new ArrayList<>(events);
                if (deed.at(position, forged)) {
                    int first = position;
                    assertThat(walk(forged, true, checkpoints))
                            .as("%s at %d", name, position)
                            .isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> {
                                assertThat(wrong.ending()).isEqualTo(Ending.EVENTS_DIFFER);
                                // A copy is seen when it comes again; renumbered rows differ from the second on.
                                long named = switch (name) {
                                    case "insert and renumber" -> first + 1;
                                    case "truncate" -> covered(first) + 1;
                                    // The last one is as if cut off.
                                    case "delete", "delete and renumber" -> first < SIZE ? first : covered(first) + 1;
                                    default -> first;
                                };
                                assertThat(wrong.position()).isEqualTo(named);
                            });
                }
            }
        });
    }

    /** Without leaves, or with leaves made again, only a root tells: the interval between two checkpoints is named. */
    @Test
    void any_rewriting_with_new_hashes_is_named_by_its_interval() {
        Tampering.careful().forEach((name, deed) -> {
            for (int position = 1; position <= SIZE; position++) {
                var forged = new ArrayList<>(events);
                if (deed.at(position, forged)) {
                    assertInterval(name, position, walk(forged, true, checkpoints));
                    assertInterval(name, position, walk(forged, false, checkpoints));
                }
            }
        });
    }

    @Test
    void any_tampering_where_no_leaves_are_stored_is_found_not_after_it() {
        Tampering.careless().forEach((name, deed) -> {
            for (int position = 1; position <= SIZE; position++) {
                var forged = new ArrayList<>(events);
                if (!name.equals("change leaf") && deed.at(position, forged)) {
                    int first = position;
                    // An insertion leaves the row before it as it was; beyond the newest checkpoint nobody looks.
                    int wrongFrom = name.startsWith("insert") ? first + 1 : first;
                    if (wrongFrom > SIZE) {
                        continue;
                    }
                    assertThat(walk(forged, false, checkpoints))
                            .as("%s at %d", name, position)
                            .isInstanceOfSatisfying(
                                    Verdict.Wrong.class,
                                    wrong -> assertThat(wrong.position())
                                            .isBetween(covered(first) + 1L, (long) wrongFrom));
                }
            }
        });
    }

    private void assertInterval(String name, int position, Verdict verdict) {
        int first = name.startsWith("insert") ? position + 1 : position;
        if (first > SIZE) {
            return;
        }
        assertThat(verdict).as("%s at %d", name, position).isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> {
            assertThat(wrong.ending()).isEqualTo(Ending.EVENTS_DIFFER);
            assertThat(wrong.proven()).isEqualTo(covered(first));
            // Deleting changes the end, too: where nothing stands behind, it is a truncation.
            assertThat(wrong.position()).isBetween(covered(first) + 1L, (long) first);
        });
    }

    /** The newest checkpoint that does not reach this position. */
    private static int covered(int position) {
        int covered = 0;
        for (int size : SIZES) {
            if (size < position) {
                covered = size;
            }
        }
        return covered;
    }

    @Test
    void the_words_say_what_happened() {
        assertThat(walk(tampered(events, 7, Tampering.deed("delete")), true, checkpoints)
                        .line())
                .isEqualTo("WRONG at position 7: it is missing: position 8 follows 6; positions 1 to 5 are proven");
        assertThat(walk(tampered(events, 7, Tampering.deed("change payload")), true, checkpoints)
                        .line())
                .startsWith("WRONG at position 7: its leaf is not the hash of what is stored with it: the event "
                        + events.get(6).id());
        assertThat(walk(tampered(events, 22, Tampering.deed("truncate")), true, checkpoints)
                        .line())
                .startsWith("WRONG in positions 21 to 23: the events end at position 21, but the checkpoint of size 23")
                .endsWith(
                        "counts on 23: events were cut off, or left out and the rest numbered again; positions 1 to 20"
                                + " are proven");
        assertThat(walk(tampered(events, 7, Tampering.deed("rewrite payload")), true, checkpoints)
                        .line())
                .startsWith("WRONG in positions 6 to 12: these events are not those that the checkpoint of size 12 was"
                        + " signed for")
                .contains("leaves were computed again");
        assertThat(walk(List.of(), true, checkpoints).line()).contains("there are no events");
    }

    @Test
    void a_checkpoint_that_cannot_be_trusted_is_named_by_its_size() {
        var third = checkpoints.get(2);
        refused(
                replaced(2, with(third, third.size(), third.root(), third.at(), third.previous(), "AAAA")),
                "the checkpoint of size 12 has a wrong signature");
        refused(
                replaced(
                        2,
                        with(
                                third,
                                third.size(),
                                third.root(),
                                "2026-01-01T00:00:00Z",
                                third.previous(),
                                third.signature())),
                "the checkpoint of size 12 has a wrong signature");
        refused(
                replaced(2, with(third, 13, third.root(), third.at(), third.previous(), third.signature())),
                "the checkpoint of size 13 has a wrong signature");
        refused(
                replaced(2, with(third, 12, "AAAA", third.at(), third.previous(), third.signature())),
                "the checkpoint of size 12 is not written as a checkpoint is");
        refused(
                replaced(2, new Forge().checkpoints(events, SIZES).get(2)),
                "the checkpoint of size 12 is signed by the key");
        refused(
                replaced(2, forge.checkpoints(events, 1, 4, 12).get(2)),
                "the checkpoint of size 12 does not follow the checkpoint of size 5");
        refused(replaced(2, forge.checkpoints(events, 12).getFirst()), "says that it is the first");
        refused(List.of(), "there is no checkpoint");
        var gap = new ArrayList<>(checkpoints);
        gap.remove(2);
        refused(gap, "the checkpoint of size 20 does not follow the checkpoint of size 5");
        var swapped = new ArrayList<>(checkpoints);
        Collections.swap(swapped, 1, 2);
        refused(swapped, "the checkpoint of size 12 does not follow the checkpoint of size 1");
        refused(checkpoints.subList(1, 3), "the checkpoint of size 5 is the first there, but");
        refused(
                List.of(forge.sign("other", 0, Forge.root(List.of()), "2026-01-01T00:00:00Z", null)),
                "is of the ledger \"other\"");
    }

    @Test
    void a_history_that_was_signed_twice_is_refused() {
        var other = new ArrayList<>(checkpoints);
        other.add(forge.sign("main", SIZE, new byte[32], "2027-01-01T00:00:00Z", checkpoints.getLast()));

        refused(other, "the checkpoint of size 23, signed at 2027-01-01T00:00:00Z, has another root than the events");
    }

    @Test
    void who_kept_only_later_checkpoints_proves_by_them() {
        var kept = Checkpoints.of(checkpoints.subList(2, 4), false);

        var verdict = new Walk(Events.of(events, true), new Chain(kept, forge.trusted(), "main"), silent()).run();

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Proven.class, proven -> {
            assertThat(proven.events()).isEqualTo(20);
            assertThat(proven.beyond()).isEqualTo(3);
        });
    }

    @Test
    void a_checkpoint_that_stands_twice_counts_once() {
        var repeated = new ArrayList<>(checkpoints);
        repeated.addAll(2, checkpoints.subList(0, 2));

        assertThat(walk(events, true, repeated))
                .isInstanceOfSatisfying(
                        Verdict.Proven.class,
                        proven -> assertThat(proven.checkpoints()).isEqualTo(SIZES.length));
    }

    private void refused(List<Checkpoint> chain, String words) {
        assertThat(walk(events, true, chain)).isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> {
            assertThat(wrong.ending()).isEqualTo(Ending.CHECKPOINT_REFUSED);
            assertThat(wrong.what()).contains(words);
            assertThat(wrong.position()).isZero();
        });
    }

    private List<Checkpoint> replaced(int index, Checkpoint by) {
        var replaced = new ArrayList<>(checkpoints);
        replaced.set(index, by);
        return replaced;
    }

    private static Checkpoint with(
            Checkpoint checkpoint, long size, String root, String at, @Nullable String previous, String signature) {
        return new Checkpoint(checkpoint.ledger(), size, root, at, previous, checkpoint.keyId(), signature);
    }

    static List<LedgerEvent> tampered(List<LedgerEvent> events, int position, Tampering.Deed deed) {
        var forged = new ArrayList<>(events);
        deed.at(position, forged);
        return forged;
    }

    private Verdict walk(List<LedgerEvent> events, boolean leaves, List<Checkpoint> checkpoints) {
        var shown = leaves
                ? events
                : events.stream().map(event -> Tampering.withLeaf(event, null)).toList();
        var chain = new Chain(Checkpoints.of(checkpoints, true), forge.trusted(), "main");
        return new Walk(Events.of(shown, leaves), chain, silent()).run();
    }

    private static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()));
    }
}
