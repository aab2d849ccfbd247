package org.maillage.command.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;

/**
 * The events of aggregates that others look at, kept in memory as far as this node knows them, and believed as long as it hears what
 * all nodes write.
 */
final class Histories {

    /** How old what was heard may be: several times the rhythm in which nodes listen. */
    private static final Duration BELIEVED = Duration.ofMillis(500);

    private final LedgerEngine engine;
    private final Cache<UUID, History> known;
    /** When a listening began that found nothing unheard; null before the first. */
    private volatile @Nullable Long heard;

    /** @param most a short event counts as one, a long one for each KiB: a portrait weighs as much as hundreds of others */
    Histories(LedgerEngine engine, long most) {
        this.engine = engine;
        this.known = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((UUID _, History history) -> history.weight())
                .build();
    }

    List<Event> of(Id id) {
        var attempt = Attempt.current();
        if (attempt != null && !attempt.fresh() && hears()) {
            var remembered = known.getIfPresent(id.value());
            if (remembered != null) {
                attempt.sawCache();
                return remembered.events();
            }
        }
        var read = known.asMap().compute(id.value(), (key, _) -> read(key));
        return read == null ? List.of() : read.events();
    }

    boolean hears() {
        var last = heard;
        return last != null && System.nanoTime() - last < BELIEVED.toNanos();
    }

    /** Whatever was written before this instant, by any node, is told. */
    void heard(long nanos) {
        heard = nanos;
    }

    /** An aggregate has come so far, by whichever node. */
    void overtaken(UUID id, long sequence) {
        known.asMap().computeIfPresent(id, (_, history) -> history.events().size() > sequence ? history : null);
    }

    void forgetAll() {
        known.invalidateAll();
    }

    private @Nullable History read(UUID id) {
        var history = engine.history(id);
        return history.events().isEmpty() ? null : history;
    }

    /** This node has written these. */
    void advance(List<StagedEvent> written) {
        var byAggregate = new LinkedHashMap<UUID, List<StagedEvent>>();
        written.forEach(event -> byAggregate
                .computeIfAbsent(event.aggregateId(), _ -> new ArrayList<>())
                .add(event));
        byAggregate.forEach((id, added) -> known.asMap().computeIfPresent(id, (_, before) -> followed(before, added)));
    }

    private static @Nullable History followed(History before, List<StagedEvent> added) {
        var first = added.getFirst().sequence();
        if (before.events().size() < first) {
            // Another node has written in between.
            return null;
        }
        if (before.events().size() > first) {
            // Read after these were written.
            return before;
        }
        var after = new ArrayList<>(before.events());
        var weight = before.weight();
        for (var event : added) {
            after.add(event.event());
            weight += History.weightOf(event.payload());
        }
        return new History(after, weight);
    }
}
