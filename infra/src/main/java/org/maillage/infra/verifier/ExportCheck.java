package org.maillage.infra.verifier;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The exported history of one partnership, in one part or several after each other: each event was in the tree that was signed, and
 * none is missing between two others of its aggregate.
 */
final class ExportCheck {

    /** Its entries lie under several partnerships, so an export of one does not show them all. */
    private static final String SHARED = "timesheet";

    private final Path file;
    private final boolean part;
    private final Leaning leaning;
    private final Map<UUID, Long> sequences = new HashMap<>();
    private @Nullable UUID partnership;
    private @Nullable String next;
    private long position;
    private long events;
    private long parts;
    private @Nullable Instant from;
    private @Nullable Instant until;

    /**
     * @param part whether the file may begin after the beginning, and end before the end
     * @param kept checkpoints that the exporter did not choose; without any, those in the export count if their signatures are right
     */
    ExportCheck(Path file, boolean part, TrustedKeys keys, String ledger, @Nullable Checkpoints kept) {
        this.file = file;
        this.part = part;
        this.leaning = new Leaning(keys, ledger, kept);
    }

    static Verdict run(Path file, boolean part, TrustedKeys keys, String ledger, @Nullable Checkpoints kept) {
        long at = 0;
        try {
            var check = new ExportCheck(file, part, keys, ledger, kept);
            try {
                return check.verdict();
            } catch (Fault fault) {
                at = check.position;
                throw fault;
            }
        } catch (Fault fault) {
            at = fault.ending() == Ending.EVENTS_DIFFER ? at : 0;
            return new Verdict.Wrong(fault.ending(), at, at, fault.what(), 0);
        }
    }

    private Verdict verdict() {
        Json.each(file, this::read);
        if (parts == 0) {
            throw new CannotVerify(Ending.FILE, "there is no export in " + file);
        }
        if (next != null && !part) {
            throw Fault.ofAnEvent("the export ends after position " + position + ", but more parts follow; add them to"
                    + " the file, or say --part");
        }
        return new Verdict.Included(events, leaning.checkpoints(), from, until);
    }

    private void read(JsonNode export) {
        parts++;
        var checkpoint = leaning.trusted(Json.checkpoint(object(export, "checkpoint")), "export");
        var id = Text.id(Json.text(export, "partnershipId"));
        if (partnership != null && !partnership.equals(id)) {
            throw Fault.ofAnEvent("the part after position " + position + " is the history of another partnership");
        }
        partnership = id;
        next = Json.textOrNull(export, "next");
        for (var item : object(export, "items")) {
            check(item, id, checkpoint);
        }
    }

    private static JsonNode object(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isContainer()) {
            throw new IllegalArgumentException("an export without " + field);
        }
        return value;
    }

    private void check(JsonNode item, UUID id, Checkpoint checkpoint) {
        long before = position;
        position = Json.number(item, "position");
        var event = event(item);
        if (position <= before) {
            throw Fault.ofAnEvent("it stands after position " + before + "; an export goes upwards");
        }
        if (!event.streamKey().equals(id)) {
            throw Fault.ofAnEvent("it is an event of another history, that of " + event.streamKey());
        }
        var leaf = event.leaf();
        if (!Arrays.equals(leaf, event.storedLeaf())) {
            throw Fault.ofAnEvent("its leaf is not the hash of its fields: the event " + event.id() + " ("
                    + event.type() + ") or its leaf was changed");
        }
        var root = Tree.root(leaf, position - 1, checkpoint.size(), proof(item));
        if (root == null || !Arrays.equals(root, Text.bytes(checkpoint.root()))) {
            throw Fault.ofAnEvent("its proof does not lead to the root of " + checkpoint.name()
                    + ": the event was changed or never stood there, or its proof was changed");
        }
        inOrder(event);
        events++;
        until = event.recordedAt();
        if (from == null) {
            from = until;
        }
    }

    private static LedgerEvent event(JsonNode item) {
        try {
            return Json.event(item);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            throw Fault.ofAnEvent("it is not written as an event is (" + CannotVerify.words(unreadable) + ")");
        }
    }

    private static List<byte[]> proof(JsonNode item) {
        try {
            return Json.hashes(item, "proof");
        } catch (IllegalArgumentException unreadable) {
            throw Fault.ofAnEvent("its proof is not written as a proof is (" + CannotVerify.words(unreadable) + ")");
        }
    }

    private void inOrder(LedgerEvent event) {
        if (event.aggregateType().equals(SHARED)) {
            return;
        }
        var before = sequences.put(event.aggregate(), event.sequence());
        if (before == null ? event.sequence() != 0 && !part : event.sequence() != before + 1) {
            throw Fault.ofAnEvent("an event of " + event.aggregateType() + " " + event.aggregate()
                    + " is missing before it: its number there is " + event.sequence()
                    + (before == null ? "" : ", after " + before)
                    + (before == null ? "; if the file is only one part of a history, say --part" : ""));
        }
    }
}
