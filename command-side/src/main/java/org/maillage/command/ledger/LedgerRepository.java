package org.maillage.command.ledger;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.maillage.command.StaleVersion;

/** Loads aggregates from memory or from their events, and tells the attempt which of both it was. */
final class LedgerRepository<T> extends EventSourcingRepository<T> {

    private final Class<T> type;
    private final AggregateCache cache;

    LedgerRepository(
            Class<T> type,
            EventStore events,
            AggregateCache cache,
            ParameterResolverFactory parameters,
            HandlerDefinition handlers) {
        super(EventSourcingRepository.builder(type)
                .eventStore(events)
                .lockFactory(PessimisticLockFactory.usingDefaults())
                .parameterResolverFactory(parameters)
                .handlerDefinition(handlers));
        this.type = type;
        this.cache = cache;
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String id, @Nullable Long expectedVersion) {
        var attempt = Attempt.current();
        var cached = cache.take(type, id);
        if (cached != null && (attempt == null || !attempt.fresh())) {
            if (attempt != null) {
                attempt.sawCache();
                attempt.loaded(id, cached.version());
            }
            return cached;
        }
        var loaded = super.doLoadWithLock(id, null);
        if (attempt != null) {
            attempt.loaded(id, loaded.version());
        }
        return loaded;
    }

    @Override
    protected EventSourcedAggregate<T> doCreateNewForLock(Callable<T> factory) throws Exception {
        var created = super.doCreateNewForLock(factory);
        var attempt = Attempt.current();
        if (attempt != null && created.identifierAsString() != null) {
            attempt.loaded(created.identifierAsString(), null);
        }
        return created;
    }

    @Override
    protected DomainEventStream readEvents(String id) {
        var events = super.readEvents(id);
        var kind = aggregateModel().type().toLowerCase(Locale.ROOT);
        if (events.hasNext()
                && !events.peek().getType().toLowerCase(Locale.ROOT).equals(kind)) {
            throw new AggregateNotFoundException(id, "This id is that of another kind of aggregate");
        }
        return events;
    }

    @Override
    protected void validateOnLoad(Aggregate<T> aggregate, @Nullable Long expectedVersion) {
        if (expectedVersion != null && !expectedVersion.equals(aggregate.version())) {
            throw new StaleVersion();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very instance, not an equal one
    protected void doSaveWithLock(EventSourcedAggregate<T> aggregate) {
        CurrentUnitOfWork.get().afterCommit(unit -> {
            // A nested unit that rolled back has left its traces in the aggregate: it is not managed any more.
            var managed = managedAggregates(unit).get(aggregate.identifierAsString());
            if (managed != null && managed.getWrappedAggregate() == aggregate) {
                cache.put(type, aggregate);
            }
        });
    }
}
