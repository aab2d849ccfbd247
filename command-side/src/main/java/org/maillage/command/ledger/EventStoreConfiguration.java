package org.maillage.command.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.StringUtils;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.HandlerDefinition;
import org.axonframework.messaging.annotation.ParameterResolverFactory;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.stereotype.Aggregate;
import org.maillage.edge.Pulse;
import org.maillage.kernel.Event;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Every part of the framework that stores or dispatches, by hand: what it would choose by itself does not fit. */
@Configuration(proxyBeanMethods = false)
public class EventStoreConfiguration {

    private static final long MOST_AGGREGATES_IN_MEMORY = 20_000;
    private static final long MOST_LOOKED_AT_IN_MEMORY = 200_000;

    @Bean
    Writer ledgerWriter(
            JdbcConnectionDetails database,
            ObjectProvider<Pulse> watching,
            @Value("${maillage.write-patience:1200ms}") Duration patience) {
        var settings = Writer.Settings.of(database.getJdbcUrl(), database.getUsername(), database.getPassword())
                .patience(patience);
        var pulse = watching.getIfAvailable();
        return pulse == null ? new Writer(settings) : new Writer(settings.over(pulse.lines()), pulse::isSilent);
    }

    @Bean
    MeterBinder ledgerQueue(Writer writer) {
        return registry -> Gauge.builder("maillage.ledger.queue.depth", writer, Writer::waiting)
                .description("Commands that wait to be written")
                .register(registry);
    }

    @Bean
    Reader ledgerReader(DataSource database) {
        return new Reader(database);
    }

    @Bean
    Ledger ledger(Reader reader, Writer writer) {
        return new Ledger(reader, writer);
    }

    @Bean
    Forgetting forgetting(DataSource database, @Value("${maillage.idempotency-retention:30d}") Duration retention) {
        return new Forgetting(database, retention);
    }

    @Bean
    CommandLog commandLog(Reader reader) {
        return new CommandLog(reader);
    }

    @Bean
    LedgerEngine eventStorageEngine(Reader reader, Ledger ledger) {
        return new LedgerEngine(reader, ledger);
    }

    @Bean
    EmbeddedEventStore eventStore(EventStorageEngine engine) {
        return EmbeddedEventStore.builder().storageEngine(engine).build();
    }

    /** The ledger owns the only transaction. */
    @Bean
    TransactionManager axonTransactionManager() {
        return NoTransactionManager.instance();
    }

    @Bean
    @Primary
    Serializer serializer() {
        return new NothingSerialized();
    }

    @Bean
    CorrelationDataProvider correlation() {
        return new Correlation();
    }

    @Bean
    CommandTargetResolver commandTargets() {
        return new CommandTargets();
    }

    @Bean
    SimpleCommandBus commandBus(
            TransactionManager transactions, CorrelationDataProvider correlation, Writer writer, Histories histories) {
        var bus = SimpleCommandBus.builder()
                .transactionManager(transactions)
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(correlation));
        bus.registerHandlerInterceptor(new OneWrite(writer, histories));
        return bus;
    }

    @Bean
    Commands commands(SimpleCommandBus bus, CommandLog log) {
        return new Commands(bus, log);
    }

    @Bean
    NestedCommands nestedCommands(SimpleCommandBus bus) {
        return new NestedCommands(bus);
    }

    @Bean
    AggregateCache aggregateCache() {
        return new AggregateCache(MOST_AGGREGATES_IN_MEMORY);
    }

    @Bean
    Histories histories(LedgerEngine engine) {
        return new Histories(engine, MOST_LOOKED_AT_IN_MEMORY);
    }

    @Bean
    Neighbours neighbours(Reader reader, Histories histories) {
        return new Neighbours(reader, histories);
    }

    @Bean
    Look look(Histories histories) {
        return new Look(histories::of);
    }

    @Bean
    Claims claims(Reader reader) {
        return new Claims(reader);
    }

    @Bean
    SmartInitializingSingleton policiesHear(EventStore events, ObjectProvider<Policy> policies) {
        return () -> {
            var all = policies.orderedStream().toList();
            events.subscribe(messages ->
                    messages.forEach(message -> all.forEach(policy -> policy.hear((Event) message.getPayload()))));
        };
    }

    /** A repository for each aggregate, under the name by which the framework looks for it. */
    @Bean
    static BeanDefinitionRegistryPostProcessor aggregateRepositories() {
        return registry -> {
            var beans = (ConfigurableListableBeanFactory) registry;
            for (var name : beans.getBeanNamesForAnnotation(Aggregate.class)) {
                var type = beans.getType(name);
                if (type != null) {
                    registry.registerBeanDefinition(
                            StringUtils.lowerCaseFirstCharacterOf(type.getSimpleName()) + "Repository",
                            BeanDefinitionBuilder.rootBeanDefinition(
                                            LedgerRepository.class, () -> repository(type, beans))
                                    .getBeanDefinition());
                }
            }
        };
    }

    private static <T> LedgerRepository<T> repository(Class<T> type, ConfigurableListableBeanFactory beans) {
        return new LedgerRepository<>(
                type,
                beans.getBean(EventStore.class),
                beans.getBean(AggregateCache.class),
                beans.getBean(ParameterResolverFactory.class),
                beans.getBean(HandlerDefinition.class));
    }
}
