package org.maillage.command.vault;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.maillage.command.OwnSchema;
import org.maillage.edge.masterkey.MasterKeySource;
import org.maillage.kernel.person.MasterKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    PersonKeys personKeys(Flyway ledger, DataSource dataSource, Environment environment) {
        return open(
                ledger, dataSource, MasterKeySource.of(environment::getProperty).read());
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

    static PersonKeys open(Flyway ledger, DataSource dataSource, MasterKey master) {
        OwnSchema.migrate("vault", ledger);
        return new PersonKeys(JdbcClient.create(dataSource), master);
    }
}
