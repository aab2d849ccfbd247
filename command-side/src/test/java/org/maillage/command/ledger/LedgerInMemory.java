package org.maillage.command.ledger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.annotation.ClasspathParameterResolverFactory;
import org.axonframework.messaging.annotation.MultiParameterResolverFactory;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.annotation.SimpleResourceParameterResolverFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AbstractRepository;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.maillage.command.AlreadyKnown;
import org.maillage.command.Command;
import org.maillage.command.Refusal;
import org.maillage.command.UnknownTarget;
import org.maillage.kernel.Event;
import org.slf4j.LoggerFactory;

/**
 * A command side without a database, for thousands of decisions per second: the real aggregates behind the real repositories, with
 * nested commands, policies and claims; what a command stages is kept as one write, or not at all.
 */
public final class LedgerInMemory {

    /**
     * What is kept, at one moment.
     *
     * @param claims who holds them
     */
    public record Contents(Map<UUID, List<Event>> histories, Map<String, UUID> claims) {

        public Contents {
            histories = Collections.unmodifiableMap(new LinkedHashMap<>(histories));
            claims = Map.copyOf(claims);
        }

        /** Each history begins anew; nothing is claimed. */
        public static Contents of(List<? extends Event> events) {
            var histories = new LinkedHashMap<UUID, List<Event>>();
            events.forEach(event -> histories.merge(event.id().value(), List.of(event), Contents::joined));
            return new Contents(histories, Map.of());
        }

        private static List<Event> joined(List<Event> before, List<Event> more) {
            return Stream.concat(before.stream(), more.stream()).toList();
        }
    }

    /**
     * What came of a command.
     *
     * @param events in the order in which they were decided; none when it was refused
     * @param failure why nothing happened; null when nothing failed
     * @param touched every aggregate that took part, as the decisions left it, by its id; none when it was refused
     */
    public record Result(List<Event> events, @Nullable Throwable failure, Map<UUID, Object> touched) {}

    private final Map<UUID, List<Event>> histories = new LinkedHashMap<>();
    private final Map<String, UUID> holders = new HashMap<>();
    private final Look look = new Look(id -> histories.getOrDefault(id.value(), List.of()));
    private final Claims claims = new Claims((kind, key) -> holders.get(kind + "/" + key));
    private final EmbeddedEventStore store =
            EmbeddedEventStore.builder().storageEngine(new Engine()).build();
    private final SimpleCommandBus bus = SimpleCommandBus.builder()
            .transactionManager(NoTransactionManager.instance())
            .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
            .build();
    private final Map<Class<?>, Repository<?>> repositories = new HashMap<>();
    private final List<Policy> policies = new ArrayList<>();
    private List<DomainEventMessage<?>> staged = new ArrayList<>();
    private List<EventSourcedAggregate<?>> touched = new ArrayList<>();

    public LedgerInMemory() {
        // It tells each unknown aggregate with a stack, thousands of times.
        ((Logger) LoggerFactory.getLogger(AbstractRepository.class)).setLevel(Level.ERROR);
        bus.registerHandlerInterceptor(this::asOneWrite);
        store.subscribe(messages ->
                messages.forEach(message -> policies.forEach(policy -> policy.hear((Event) message.getPayload()))));
    }

    public Look look() {
        return look;
    }

    public Claims claims() {
        return claims;
    }

    public NestedCommands nested() {
        return new NestedCommands(bus);
    }

    public void hear(Policy policy) {
        policies.add(policy);
    }

    /** Has commands to this kind of aggregate decided by it. */
    public <T> void know(Class<T> aggregate, List<Object> resources) {
        var parameters = MultiParameterResolverFactory.ordered(
                ClasspathParameterResolverFactory.forClass(aggregate),
                new SimpleResourceParameterResolverFactory(resources));
        var repository = new Repository<>(aggregate, parameters);
        repositories.put(aggregate, repository);
        AggregateAnnotationCommandHandler.<T>builder()
                .aggregateType(aggregate)
                .repository(repository)
                .parameterResolverFactory(parameters)
                .commandTargetResolver(
                        message -> new VersionedAggregateIdentifier(((Command) message.getPayload()).target(), null))
                .build()
                .subscribe(bus);
    }

    public Contents contents() {
        return new Contents(histories, holders);
    }

    /** Forgets all, and keeps this instead. */
    public void become(Contents contents) {
        histories.clear();
        histories.putAll(contents.histories());
        holders.clear();
        holders.putAll(contents.claims());
    }

    public List<Event> history(UUID aggregate) {
        return histories.getOrDefault(aggregate, List.of());
    }

    /** Has a command decided, with all that follows from it. */
    public Result send(Command command) {
        staged = new ArrayList<>();
        touched = new ArrayList<>();
        var answer = new Object() {
            @Nullable
            Throwable failure;
        };
        bus.dispatch(
                new GenericCommandMessage<>(command),
                (_, result) -> answer.failure = result.isExceptional() ? surfaced(result.exceptionResult()) : null);
        if (answer.failure != null) {
            return new Result(List.of(), answer.failure, Map.of());
        }
        return new Result(staged.stream().map(LedgerInMemory::eventOf).toList(), null, roots());
    }

    private Map<UUID, Object> roots() {
        var roots = new LinkedHashMap<UUID, Object>();
        touched.forEach(aggregate -> roots.put(
                UUID.fromString(aggregate.identifierAsString()), Objects.requireNonNull(aggregate.getAggregateRoot())));
        return roots;
    }

    /** An aggregate read anew from its whole history. */
    public Object replayed(Class<?> aggregate, UUID id) {
        var unit = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("replay"));
        try {
            var before = touched;
            touched = new ArrayList<>();
            var root = Objects.requireNonNull(repositories.get(aggregate))
                    .load(id.toString())
                    .invoke(Object.class::cast);
            touched = before;
            return root;
        } finally {
            unit.rollback();
        }
    }

    private static Throwable surfaced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal) {
                return cause;
            }
            if (cause instanceof AggregateNotFoundException) {
                return new UnknownTarget();
            }
        }
        return failure;
    }

    private @Nullable Object asOneWrite(UnitOfWork<? extends CommandMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        if (unit.isRoot()) {
            unit.onCommit(root -> write(StagedWrite.of(root)));
        }
        return chain.proceed();
    }

    /** As the writer does: a claim that somebody else holds refuses all, one that nobody holds is not released. */
    private void write(StagedWrite write) {
        var changes = ClaimChange.of(write.claims());
        for (var change : changes) {
            var holder = holders.get(key(change));
            if (change.before() != null && !change.before().equals(holder)) {
                throw new IllegalStateException(
                        "A claim " + change.name().kind() + " is released by who does not hold it");
            }
            if (change.before() == null && holder != null && !holder.equals(change.after())) {
                throw Objects.requireNonNull(change.heldBySomebodyElse()).get();
            }
        }
        for (var message : staged) {
            var event = eventOf(message);
            if (message.getSequenceNumber() != history(event.id().value()).size()) {
                throw new AlreadyKnown();
            }
            histories.merge(event.id().value(), List.of(event), Contents::joined);
        }
        for (var change : changes) {
            if (change.after() == null) {
                holders.remove(key(change));
            } else {
                holders.put(key(change), change.after());
            }
        }
    }

    private static Event eventOf(DomainEventMessage<?> message) {
        return (Event) message.getPayload();
    }

    private static String key(ClaimChange change) {
        return change.name().kind() + "/" + change.name().key();
    }

    private final class Repository<T> extends EventSourcingRepository<T> {

        Repository(Class<T> type, ParameterResolverFactory parameters) {
            super(EventSourcingRepository.builder(type).eventStore(store).parameterResolverFactory(parameters));
        }

        @Override
        protected DomainEventStream readEvents(String id) {
            var events = super.readEvents(id);
            if (events.hasNext()
                    && !events.peek().getType().equals(aggregateModel().type())) {
                throw new AggregateNotFoundException(id, "This id is that of another kind of aggregate");
            }
            return events;
        }

        @Override
        protected EventSourcedAggregate<T> doLoadWithLock(String id, @Nullable Long expectedVersion) {
            return remembered(super.doLoadWithLock(id, expectedVersion));
        }

        @Override
        protected EventSourcedAggregate<T> doCreateNewForLock(Callable<T> factory) throws Exception {
            return remembered(super.doCreateNewForLock(factory));
        }

        private EventSourcedAggregate<T> remembered(EventSourcedAggregate<T> aggregate) {
            touched.add(aggregate);
            return aggregate;
        }
    }

    /** Stages what is appended; reads what is kept. */
    private final class Engine implements EventStorageEngine {

        @Override
        public void appendEvents(List<? extends EventMessage<?>> messages) {
            messages.forEach(message -> staged.add((DomainEventMessage<?>) message));
        }

        @Override
        public DomainEventStream readEvents(String id, long firstSequence) {
            var messages = new ArrayList<DomainEventMessage<?>>();
            for (var event : history(UUID.fromString(id))) {
                messages.add(new GenericDomainEventMessage<>(typeOf(event), id, messages.size(), event));
            }
            return DomainEventStream.of(messages.subList((int) firstSequence, messages.size()));
        }

        /** The aggregate that decides a family of events bears its name. */
        private static String typeOf(Event event) {
            return event.getClass().getEnclosingClass().getSimpleName().replaceAll("Event$", "");
        }

        @Override
        public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken after, boolean mayBlock) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void storeSnapshot(DomainEventMessage<?> snapshot) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<DomainEventMessage<?>> readSnapshot(String aggregateId) {
            return Optional.empty();
        }

        @Override
        public TrackingToken createTokenAt(Instant instant) {
            throw new UnsupportedOperationException();
        }
    }
}
