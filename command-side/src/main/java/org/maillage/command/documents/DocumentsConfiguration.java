package org.maillage.command.documents;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A schema with a migration history of its own, so that files can move to a database of their own. */
@Configuration(proxyBeanMethods = false)
class DocumentsConfiguration {

    @Bean
    StoredFiles storedFiles(DataSource dataSource) {
        return open(dataSource);
    }

    /** Not a Flyway bean: Spring Boot would take it for the only one, and leave the ledger without its own. */
    static StoredFiles open(DataSource dataSource) {
        Flyway.configure()
                .dataSource(dataSource)
                .schemas("documents")
                .locations("classpath:db/documents")
                .load()
                .migrate();
        return new StoredFiles(JdbcClient.create(dataSource));
    }
}
