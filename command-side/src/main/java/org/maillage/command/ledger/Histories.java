package org.maillage.command.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;

/** The events of aggregates that others look at, kept in memory as far as this node knows them. */
final class Histories {

    private final LedgerEngine engine;
    private final Cache<UUID, List<Event>> known;

    Histories(LedgerEngine engine, long mostEvents) {
        this.engine = engine;
        this.known = Caffeine.newBuilder()
                .maximumWeight(mostEvents)
                .weigher((UUID _, List<Event> events) -> events.size())
                .build();
    }

    List<Event> of(Id id) {
        var attempt = Attempt.current();
        if (attempt != null && !attempt.fresh()) {
            var remembered = known.getIfPresent(id.value());
            if (remembered != null) {
                attempt.sawCache();
                return remembered;
            }
        }
        var read = known.asMap().compute(id.value(), (key, _) -> read(key));
        return read == null ? List.of() : read;
    }

    private @Nullable List<Event> read(UUID id) {
        var events = engine.history(id);
        return events.isEmpty() ? null : List.copyOf(events);
    }

    /** This node has written these. */
    void advance(List<StagedEvent> written) {
        var byAggregate = new LinkedHashMap<UUID, List<StagedEvent>>();
        written.forEach(event -> byAggregate
                .computeIfAbsent(event.aggregateId(), _ -> new ArrayList<>())
                .add(event));
        byAggregate.forEach((id, added) -> known.asMap().computeIfPresent(id, (_, before) -> followed(before, added)));
    }

    private static @Nullable List<Event> followed(List<Event> before, List<StagedEvent> added) {
        var first = added.getFirst().sequence();
        if (before.size() < first) {
            // Another node has written in between.
            return null;
        }
        if (before.size() > first) {
            // Read after these were written.
            return before;
        }
        var after = new ArrayList<>(before);
        added.forEach(event -> after.add(event.event()));
        return List.copyOf(after);
    }
}
