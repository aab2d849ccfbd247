package org.maillage.infra.bench;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * What one would otherwise take: the framework as it comes, with its JDBC engine and its tables on the same PostgreSQL, for an
 * aggregate that decides as little as a partner does, in events as long as a partner's.
 */
final class StockAxon implements AutoCloseable {

    private static final String SCHEMA = "stock";

    private final HikariDataSource connections;
    private final CommandGateway gateway;
    private final String[] partners;

    /**
     * @param cached whether aggregates are remembered, as the framework does it
     * @param most how many connections there are, and commands under way
     */
    StockAxon(Ground ground, Scale scale, boolean cached, int most) {
        ground.execute("drop schema if exists " + SCHEMA + " cascade", "create schema " + SCHEMA);
        connections = ground.pool(SCHEMA, most);
        var transactions = new SpringTransactionManager(new DataSourceTransactionManager(connections));
        var serializer = Jackson3Serializer.builder().build();
        var engine = JdbcEventStorageEngine.builder()
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(
                        new SpringDataSourceConnectionProvider(connections)))
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .persistenceExceptionResolver(new JdbcSQLErrorCodesResolver())
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        var repository = EventSourcingRepository.builder(StockPartner.class)
                .eventStore(EmbeddedEventStore.builder().storageEngine(engine).build());
        var bus = SimpleCommandBus.builder().transactionManager(transactions).build();
        AggregateAnnotationCommandHandler.<StockPartner>builder()
                .aggregateType(StockPartner.class)
                .repository((cached ? repository.cache(new WeakReferenceCache()) : repository).build())
                .build()
                .subscribe(bus);
        gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        partners = new String[scale.aggregates];
        Callers.virtual(most).times(partners.length, i -> partners[i] = register());
    }

    String register() {
        var id = UUID.randomUUID().toString();
        gateway.sendAndWait(new Register(
                id,
                id,
                "Médiathèque",
                "CULTURAL_VENUE",
                "49007",
                List.of("Seniors"),
                List.of("Culture numérique"),
                List.of()));
        return id;
    }

    void logExchange() {
        gateway.sendAndWait(new LogExchange(
                partners[ThreadLocalRandom.current().nextInt(partners.length)],
                "PHONE",
                "2026-03-02",
                "Rendez-vous pris pour la visite des locaux"));
    }

    @Override
    public void close() {
        connections.close();
    }

    record Register(
            @TargetAggregateIdentifier String id,
            String epnId,
            String name,
            String kind,
            String communeCode,
            List<String> audiences,
            List<String> domains,
            List<String> objectives) {}

    record LogExchange(@TargetAggregateIdentifier String id, String channel, String on, String note) {}

    record Registered(
            String id,
            String epnId,
            String name,
            String kind,
            String communeCode,
            List<String> audiences,
            List<String> domains,
            List<String> objectives) {}

    record ExchangeLogged(String id, String channel, String on, String note) {}

    /** As the framework's guide writes them. */
    static final class StockPartner {

        @AggregateIdentifier
        private @Nullable String id;

        StockPartner() {}

        @CommandHandler
        StockPartner(Register command) {
            apply(new Registered(
                    command.id(),
                    command.epnId(),
                    command.name(),
                    command.kind(),
                    command.communeCode(),
                    command.audiences(),
                    command.domains(),
                    command.objectives()));
        }

        @CommandHandler
        void handle(LogExchange command) {
            apply(new ExchangeLogged(command.id(), command.channel(), command.on(), command.note()));
        }

        @EventSourcingHandler
        void on(Registered event) {
            id = event.id();
        }
    }
}
