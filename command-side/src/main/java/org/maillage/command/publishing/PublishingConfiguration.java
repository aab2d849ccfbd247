package org.maillage.command.publishing;

import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Ledger;
import org.maillage.command.ledger.StoredEvents;
import org.maillage.command.notary.Checkpoints;
import org.maillage.command.vault.PersonKeys;
import org.maillage.kernel.wire.KafkaAccess;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Configuration(proxyBeanMethods = false)
class PublishingConfiguration {

    @Bean
    Publisher publisher(
            @Value("${maillage.ledger:main}") String name,
            Ledger ledger,
            JdbcConnectionDetails database,
            PersonKeys keys,
            Checkpoints checkpoints,
            KafkaProperties kafka,
            @Value("${maillage.kafka-properties-file:}") String file) {
        // Of Kafka's settings only what producer and admin share, addresses and security: the rest is not for anybody
        // to choose.
        var connection = kafka.buildAdminProperties();
        var access =
                KafkaAccess.of(String.join(",", kafka.getBootstrapServers()), file.isBlank() ? null : Path.of(file));
        access.settings().forEach(connection::putIfAbsent);
        var feed = new Kafka(connection, name, Kafka.PATIENCE);
        var publisher = new Publisher(
                name,
                unshared(database.getJdbcUrl(), database.getUsername(), database.getPassword()),
                ledger::read,
                keys,
                checkpoints,
                feed);
        ledger.onCommit(publisher::wake);
        return publisher;
    }

    @Bean
    PublisherMetrics publisherMetrics(Publisher publisher, DataSource database) {
        var events = new StoredEvents(database);
        return new PublisherMetrics(publisher, events::last);
    }

    /** Without a pool, and quick to notice on both ends that the other is gone: the seat is free then. */
    static DataSource unshared(String url, @Nullable String user, @Nullable String password) {
        var settings = new Properties();
        settings.setProperty("ApplicationName", "maillage-publisher");
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("socketTimeout", "15");
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty(
                "options",
                "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c"
                        + " tcp_user_timeout=10000");
        var unshared = new DriverManagerDataSource();
        unshared.setUrl(url);
        unshared.setUsername(user);
        unshared.setPassword(password);
        unshared.setConnectionProperties(settings);
        return unshared;
    }
}
