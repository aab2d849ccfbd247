package org.maillage.command.ledger;

import org.maillage.trial.Card;
import org.maillage.trial.Centre;
import org.maillage.trial.FollowUps;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A command side over a trial ledger, with the trial's aggregates instead of the real ones. */
final class Node implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    Node(Trial trial) {
        this.context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=" + trial.url(),
                        "spring.datasource.username=" + trial.user(),
                        "spring.datasource.password=" + trial.password(),
                        "spring.main.banner-mode=off",
                        "spring.kafka.bootstrap-servers=localhost:1",
                        "logging.level.root=warn")
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({EventStoreConfiguration.class, Centre.class, Card.class, FollowUps.class})
    static class Parts {}

    Commands commands() {
        return context.getBean(Commands.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
