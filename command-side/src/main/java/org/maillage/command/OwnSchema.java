package org.maillage.command;

import org.flywaydb.core.Flyway;

/**
 * A schema beside the ledger's with a migration history of its own, so that what lies there can move to a database of its own. Its
 * Flyway is no bean: Spring Boot would take it for the only one, and leave the ledger without its own.
 */
public final class OwnSchema {

    private OwnSchema() {}

    /** @param ledger how the ledger is migrated: as the owner of the tables, who may be another role than the one we work as */
    public static void migrate(String name, Flyway ledger) {
        Flyway.configure()
                .dataSource(ledger.getConfiguration().getDataSource())
                .placeholders(ledger.getConfiguration().getPlaceholders())
                .schemas(name)
                .locations("classpath:db/" + name)
                .load()
                .migrate();
    }
}
