package org.maillage.infra.faults.checker;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** At which positions each table of each read model must have rows, and in which partition each position lies. */
final class Positions {

    private final Map<String, Map<String, BitSet>> rows = new HashMap<>();
    private final int[] partitions;

    Positions(List<StoredEvent> events, List<Model> models, int partitions) {
        long last = events.isEmpty() ? 0 : events.getLast().position();
        this.partitions = new int[Math.toIntExact(last) + 1];
        for (var event : events) {
            var fact = Fact.of(event);
            if (fact == null || event.position() < 1) {
                continue;
            }
            int position = Math.toIntExact(event.position());
            this.partitions[position] = TopicCheck.partition(event, partitions);
            for (var model : models) {
                var folded = new Rows(event);
                model.fold(fact, folded);
                for (var table : model.tables()) {
                    if (!folded.of(table).isEmpty()) {
                        rows.computeIfAbsent(model.schema(), _ -> new HashMap<>())
                                .computeIfAbsent(table.name(), _ -> new BitSet())
                                .set(position);
                    }
                }
            }
        }
    }

    /** By table. */
    Map<String, BitSet> of(String schema) {
        return rows.getOrDefault(schema, Map.of());
    }

    int partition(int position) {
        return partitions[position];
    }

    int last() {
        return partitions.length - 1;
    }
}
