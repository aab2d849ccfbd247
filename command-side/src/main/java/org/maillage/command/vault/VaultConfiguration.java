package org.maillage.command.vault;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.maillage.kernel.person.MasterKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A schema with a migration history of its own, so that keys can move to a database of their own. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    PersonKeys personKeys(DataSource dataSource, @Value("${maillage.master-key-file}") Path masterKey) {
        return open(dataSource, MasterKey.read(masterKey));
    }

    /** Beside the master key unless it is told otherwise: never in a database. */
    @Bean
    ErasureLedger erasureLedger(
            @Value("${maillage.erasure-ledger-file:}") String file,
            @Value("${maillage.master-key-file}") Path masterKey) {
        return ErasureLedger.open(file.isBlank() ? masterKey.resolveSibling("erasures.jsonl") : Path.of(file));
    }

    @Bean
    Sweeper keySweeper(DataSource dataSource, PersonKeys keys) {
        return new Sweeper(dataSource);
    }

    /** Not a Flyway bean: Spring Boot would take it for the only one, and leave the ledger without its own. */
    static PersonKeys open(DataSource dataSource, MasterKey master) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("vault")
                .locations("classpath:db/vault")
                .load()
                .migrate();
        return new PersonKeys(JdbcClient.create(dataSource), master);
    }
}
