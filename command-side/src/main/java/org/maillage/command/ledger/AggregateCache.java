package org.maillage.command.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates as they were when last written by this node. Who loads one takes it out, and puts it back once what it decided is
 * written: no half-decided state is ever seen, and a failure leaves nothing behind.
 */
final class AggregateCache {

    private record Key(Class<?> type, String id) {}

    private final Cache<Key, EventSourcedAggregate<?>> aggregates;

    AggregateCache(long most) {
        this.aggregates = Caffeine.newBuilder().maximumSize(most).build();
    }

    @SuppressWarnings("unchecked")
    <T> @Nullable EventSourcedAggregate<T> take(Class<T> type, String id) {
        return (EventSourcedAggregate<T>) aggregates.asMap().remove(new Key(type, id));
    }

    <T> void put(Class<T> type, EventSourcedAggregate<T> aggregate) {
        aggregates.put(new Key(type, aggregate.identifierAsString()), aggregate);
    }
}
