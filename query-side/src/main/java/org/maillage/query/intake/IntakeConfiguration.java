package org.maillage.query.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.maillage.edge.Readiness;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.wire.CloudEvents;
import org.maillage.kernel.wire.KafkaAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    FeedSettings feedSettings(
            @Value("${spring.kafka.bootstrap-servers}") String bootstrap,
            @Value("${maillage.kafka-properties-file:}") String file,
            @Value("${maillage.intake.topic:" + CloudEvents.EVENTS_TOPIC + "}") String topic,
            @Value("${maillage.intake.keys-topic:" + CloudEvents.KEYS_TOPIC + "}") String keysTopic,
            @Value("${maillage.ledger:main}") String ledger,
            @Value("${maillage.intake.group:maillage}") String group,
            @Value("${maillage.node:}") String node,
            @Value("${maillage.intake.threads:1}") int threads) {
        var kafka = KafkaAccess.of(bootstrap, file.isBlank() ? null : Path.of(file));
        return new FeedSettings(kafka, topic, keysTopic, CloudEvents.source(ledger), group, node, threads);
    }

    /** One connection for each thread that follows the feed, and some for what happens now and then. */
    @Bean
    IntakePool intakePool(DataSource database, ObjectProvider<Projection> projections, FeedSettings settings) {
        return new IntakePool(database, (int) projections.stream().count() * settings.threads() + 9);
    }

    @Bean
    Transactions intakeTransactions(IntakePool pool) {
        return new Transactions(pool.database());
    }

    @Bean
    Applied applied(FeedSettings settings) {
        return new Applied(settings.source());
    }

    @Bean
    ReadModels readModels(ObjectProvider<Projection> projections, Applied applied) {
        return new ReadModels(projections.orderedStream().toList(), applied);
    }

    /** Nobody is sent here before every read model answers. */
    @Bean
    Readiness readModelsAnswer(ReadModels readModels) {
        return () -> readModels.rebuilding().isEmpty();
    }

    @Bean
    AppliedPositions appliedPositions(JdbcClient database, ReadModels readModels, FeedSettings settings) {
        return new AppliedPositions(database, readModels, settings.source());
    }

    @Bean
    ParkedEvents parkedEvents(ObjectProvider<Projection> projections, Transactions transactions, Applied applied) {
        return new ParkedEvents(projections.orderedStream().toList(), transactions, applied);
    }

    @Bean
    IntakeMetrics intakeMetrics(ObjectProvider<Projection> projections, Transactions transactions, Applied applied) {
        return new IntakeMetrics(projections.orderedStream().toList(), transactions, applied);
    }

    @Bean
    OperationLog operationLog(Transactions transactions) {
        return new OperationLog(transactions);
    }

    @Bean
    Rebuilds rebuilds(ObjectProvider<Projection> projections, Transactions transactions, ReadModels readModels) {
        return new Rebuilds(projections.orderedStream().toList(), transactions, readModels);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Feed feed(
            ObjectProvider<Projection> projections,
            FeedSettings settings,
            IntakePool pool,
            Transactions transactions,
            Applied applied,
            ReadModels readModels) {
        return new Feed(
                projections.orderedStream().toList(), settings, pool.database(), transactions, applied, readModels);
    }

    @Bean
    PersonKeyNews personKeyNews() {
        return new PersonKeyNews();
    }

    @Bean
    @DependsOnDatabaseInitialization
    SmallTopic personKeyIntake(
            FeedSettings settings, Transactions transactions, PersonKeyNews news, DataSource database) {
        var reader = new PersonKeyIntake(news, new PersonKeySweep(database)::sweep);
        return new SmallTopic(PersonKeyIntake.NAME, settings.keysTopic(), settings, transactions, reader);
    }

    @Bean
    @DependsOnDatabaseInitialization
    SmallTopic checkpointIntake(
            FeedSettings settings,
            Transactions transactions,
            @Value("${maillage.intake.checkpoints-topic:" + CloudEvents.CHECKPOINTS_TOPIC + "}") String topic) {
        return new SmallTopic(CheckpointIntake.NAME, topic, settings, transactions, new CheckpointIntake());
    }

    @Bean
    Checkpoints checkpoints(JdbcClient database, @Value("${maillage.ledger:main}") String ledger) {
        return new Checkpoints(database, ledger);
    }

    @Bean
    PersonNames personNames(
            JdbcClient database,
            PersonKeyNews news,
            @Value("${maillage.master-key-file:}") String masterKeyFile,
            Environment environment,
            Witness witness) {
        var master = masterKeyFile.isBlank() ? noMasterKey() : masterKey(environment);
        return new PersonNames(database, master, news, witness, false);
    }

    /** Everything works but names. */
    private static Supplier<MasterKey> noMasterKey() {
        return () -> {
            throw new IllegalStateException("maillage.master-key-file is not set: no personal data can be read");
        };
    }

    /** A wrong one is found at the start. */
    private static Supplier<MasterKey> masterKey(Environment environment) {
        var key = MasterKeySource.of(environment::getProperty).read();
        return () -> key;
    }

    /** Equal answers have equal tags, so that a client need not be sent what it has. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> entityTags() {
        var filter = new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        filter.addUrlPatterns("/api/*", "/operations/*");
        return filter;
    }

    @Bean
    WebMvcConfigurer questions(ReadModels readModels, @Value("${maillage.read-wait:5s}") Duration wait) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ReadYourWrites(readModels, wait)).order(QuestionOrder.WAIT);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new QuestionParameters(Clock.systemUTC()));
            }
        };
    }

    /** A misspelt projection would only show when somebody asks. */
    @Bean
    SmartInitializingSingleton answersAreKnown(ApplicationContext context, ReadModels readModels) {
        return () -> context.getBeansWithAnnotation(Answers.class).values().forEach(controller -> {
            var answers =
                    AnnotatedElementUtils.findMergedAnnotation(ClassUtils.getUserClass(controller), Answers.class);
            if (answers != null) {
                List.of(answers.from()).forEach(readModels::require);
            }
        });
    }
}
