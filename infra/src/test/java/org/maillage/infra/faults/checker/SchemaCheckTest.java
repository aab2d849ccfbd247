package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.servers.TestServers;

/** On the real schema of the ledger. */
class SchemaCheckTest {

    private static Evidence.Database database;

    @BeforeAll
    static void migrate() throws Exception {
        var fresh = TestServers.freshDatabase();
        database = new Evidence.Database(fresh.url(), fresh.user(), fresh.password());
        for (var schema : List.of("ledger", "intake")) {
            ReadSide.execute(database, "create schema " + schema);
            ReadSide.migrate(database, schema);
        }
    }

    private static List<String> found() throws Exception {
        return Past.found(new SchemaCheck(database, database));
    }

    private static List<String> planted(String sql, String back) throws Exception {
        ReadSide.execute(database, sql);
        try {
            return found();
        } finally {
            ReadSide.execute(database, back);
            assertThat(found()).isEmpty();
        }
    }

    @Test
    void the_schema_as_it_is_made_is_right() throws Exception {
        assertThat(found()).isEmpty();
    }

    @Test
    void a_dropped_unique_index_is_found() throws Exception {
        assertThat(planted(
                        "alter table ledger.event drop constraint event_aggregate_id_sequence_key",
                        "alter table ledger.event add unique (aggregate_id, sequence)"))
                .containsExactly("there is no unique index on ledger.event(aggregate_id,sequence)");
    }

    @Test
    void an_index_that_is_not_unique_any_more_is_found() throws Exception {
        assertThat(planted("""
            alter table ledger.claim drop constraint claim_pkey;
            create index planted on ledger.claim (kind, key)
            """, """
            drop index ledger.planted;
            alter table ledger.claim add primary key (kind, key)
            """)).containsExactly("there is no unique index on ledger.claim(kind,key)");
    }

    @Test
    void a_trigger_that_is_off_or_says_nothing_to_deletes_is_found() throws Exception {
        assertThat(planted(
                        "alter table ledger.event disable trigger event_only_grows",
                        "alter table ledger.event enable trigger event_only_grows"))
                .singleElement()
                .asString()
                .contains("event_only_grows");
        assertThat(planted("""
            create or replace trigger event_only_grows before update on ledger.event
            for each statement execute function ledger.refuse_change()
            """, """
            create or replace trigger event_only_grows before update or delete or truncate on ledger.event
            for each statement execute function ledger.refuse_change()
            """)).singleElement().asString().contains("event_only_grows");
    }

    @Test
    void a_database_that_does_not_wait_for_its_disk_is_found() throws Exception {
        var name = database.url().substring(database.url().lastIndexOf('/') + 1).replaceAll("\\?.*", "");

        assertThat(planted(
                        "alter database " + name + " set synchronous_commit = off",
                        "alter database " + name + " reset synchronous_commit"))
                .anyMatch(finding -> finding.contains("the store has synchronous_commit = off"))
                .anyMatch(finding -> finding.contains("for database " + name));
    }

    @Test
    void a_role_or_a_function_that_is_excepted_is_found() throws Exception {
        assertThat(planted("create role hasty; alter role hasty set synchronous_commit = off", "drop role hasty"))
                .anyMatch(finding -> finding.contains("synchronous_commit=off for database any, role hasty"));
        assertThat(planted(
                        "create function ledger.hasty() returns int language sql set synchronous_commit = local as"
                                + " 'select 1'",
                        "drop function ledger.hasty()"))
                .anyMatch(finding -> finding.contains("synchronous_commit=local for function ledger.hasty()"));
    }
}
