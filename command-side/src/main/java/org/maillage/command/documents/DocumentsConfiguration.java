package org.maillage.command.documents;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.maillage.command.OwnSchema;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class DocumentsConfiguration {

    @Bean
    StoredFiles storedFiles(Flyway ledger, DataSource dataSource) {
        OwnSchema.migrate("documents", ledger);
        return new StoredFiles(JdbcClient.create(dataSource));
    }
}
