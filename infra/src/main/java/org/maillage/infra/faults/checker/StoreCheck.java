package org.maillage.infra.faults.checker;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The ledger is one dense order, contiguous in each aggregate, whose times never run back and whose leaves are its own. */
final class StoreCheck implements Check {

    private final List<StoredEvent> events;

    StoreCheck(List<StoredEvent> events) {
        this.events = events;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String look(Findings findings) {
        var sequences = new HashMap<UUID, Long>();
        var ids = new HashSet<UUID>();
        StoredEvent before = null;
        for (var event : events) {
            long expected = before == null ? 1 : before.position() + 1;
            findings.addUnless(
                    event.position() == expected, event.name() + " stands where position " + expected + " should");
            findings.addUnless(
                    before == null || !event.recordedAt().isBefore(before.recordedAt()),
                    event.name() + " was recorded before the one before it");
            findings.addUnless(ids.add(event.id()), event.name() + " has the id of an earlier event");
            var last = sequences.put(event.aggregate(), event.sequence());
            findings.addUnless(
                    event.sequence() == (last == null ? 0 : last + 1),
                    event.name() + " has sequence " + event.sequence() + " in its aggregate " + event.aggregate()
                            + ", after " + (last == null ? "nothing" : last));
            findings.addUnless(
                    Arrays.equals(event.leaf(), Hash.leaf(event)), event.name() + " has a leaf that is not its own");
            place(event, findings);
            before = event;
        }
        return events.size() + " events of " + sequences.size() + " aggregates";
    }

    private static void place(StoredEvent event, Findings findings) {
        var family = Family.of(event.type());
        if (family == null) {
            findings.add(event.name() + " is of a type that the checker does not know");
            return;
        }
        var json = event.json();
        findings.addUnless(
                family.word().equals(event.aggregateType()),
                event.name() + " is said to be of " + event.aggregateType());
        findings.addUnless(
                event.aggregate().toString().equals(Json.text(json, "id")),
                event.name() + " is stored under another aggregate than the one it names");
        findings.addUnless(
                event.key().toString().equals(Json.text(json, family.key())),
                event.name() + " is stored under another key than its " + family.key());
        findings.addUnless(
                Objects.equals(Json.text(Json.read(event.metadata()), "epnId"), epn(json, family)),
                event.name() + " names another centre in its metadata");
    }

    private static @Nullable String epn(JsonNode json, Family family) {
        return Json.text(json, family == Family.EPN ? "id" : "epnId");
    }
}
