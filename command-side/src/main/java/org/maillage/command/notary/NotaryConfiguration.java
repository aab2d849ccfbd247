package org.maillage.command.notary;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.maillage.command.ledger.Ledger;
import org.maillage.kernel.proof.SigningKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NotaryConfiguration {

    @Bean
    Checkpoints checkpoints(@Value("${maillage.ledger:main}") String ledger, DataSource database) {
        return new Checkpoints(ledger, database);
    }

    /** Without a key nothing is signed; a key that is named and is not there ends the start. */
    @Bean
    @ConditionalOnProperty("maillage.ledger-key-file")
    Notary notary(
            @Value("${maillage.ledger:main}") String name,
            @Value("${maillage.ledger-key-file}") Path key,
            @Value("${maillage.checkpoint.events:1000}") int events,
            @Value("${maillage.checkpoint.interval:10s}") Duration interval,
            DataSource database,
            Ledger ledger) {
        var rhythm = new Notary.Rhythm(events, interval);
        return new Notary(name, database, ledger::readHashed, SigningKey.read(key), rhythm, Clock.systemUTC());
    }
}
