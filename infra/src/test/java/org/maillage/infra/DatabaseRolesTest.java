package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the local platform, which runs under these roles with the demonstration told. */
final class DatabaseRolesTest {

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Every right that somebody has on what is not his own, but for superusers. */
    private static final List<String> RIGHTS = List.of(
            "maillage_command: column documents.file.content: INSERT",
            "maillage_command: column documents.file.media_type: INSERT",
            "maillage_command: column documents.file.sha256: INSERT",
            "maillage_command: column documents.file.size: INSERT",
            "maillage_command: column documents.holder.epn_id: INSERT",
            "maillage_command: column documents.holder.media_type: INSERT",
            "maillage_command: column documents.holder.sha256: INSERT",
            "maillage_command: column ledger.claim.owner: UPDATE",
            "maillage_command: column ledger.publisher.checkpoint: UPDATE",
            "maillage_command: column ledger.publisher.partition_positions: UPDATE",
            "maillage_command: column ledger.publisher.position: UPDATE",
            "maillage_command: column vault.person_key.erased_at: INSERT, UPDATE",
            "maillage_command: column vault.person_key.person_id: INSERT",
            "maillage_command: column vault.person_key.published: UPDATE",
            "maillage_command: column vault.person_key.version: INSERT",
            "maillage_command: column vault.person_key.wrapped: INSERT, UPDATE",
            "maillage_command: database maillage: CONNECT",
            "maillage_command: function ledger.append: EXECUTE",
            "maillage_command: function ledger.forget_commands: EXECUTE",
            "maillage_command: schema documents: USAGE",
            "maillage_command: schema ledger: USAGE",
            "maillage_command: schema vault: USAGE",
            "maillage_command: table documents.adoption: INSERT, SELECT",
            "maillage_command: table documents.file: SELECT",
            "maillage_command: table documents.holder: SELECT",
            "maillage_command: table ledger.checkpoint: INSERT, SELECT",
            "maillage_command: table ledger.claim: DELETE, INSERT, SELECT",
            "maillage_command: table ledger.command_log: INSERT, SELECT",
            "maillage_command: table ledger.event: INSERT, SELECT",
            "maillage_command: table ledger.publisher: INSERT, SELECT",
            "maillage_command: table vault.person_key: MAINTAIN, SELECT",
            "maillage_query: database maillage: CONNECT, CREATE");

    @TempDir
    private static Path dataDir;

    private static PlatformProcess platform;

    @BeforeAll
    static void tellTheDemonstration() throws Exception {
        platform =
                PlatformProcess.start(dataDir, Map.of("MAILLAGE_DEMO", "true")).awaitReady();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void nobody_has_a_right_that_is_not_in_this_list() throws Exception {
        assertThat(rows("""
            select coalesce(nullif(grantee, 0)::regrole::text, 'public') || ': ' || thing || ': '
                || string_agg(privilege_type, ', ' order by privilege_type)
            from (select 'database ' || datname as thing, datdba as owner,
                         coalesce(datacl, acldefault('d', datdba)) as rights
                  from pg_database where datname = current_database()
                  union all
                  select 'schema ' || nspname, nspowner, coalesce(nspacl, acldefault('n', nspowner))
                  from pg_namespace
                  union all
                  select 'table ' || oid::regclass, relowner, coalesce(relacl, acldefault('r', relowner))
                  from pg_class where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
                  union all
                  select 'column ' || attrelid::regclass || '.' || attname, relowner, attacl
                  from pg_attribute join pg_class on pg_class.oid = attrelid where attacl is not null
                  union all
                  select 'function ' || oid::regproc, proowner, coalesce(proacl, acldefault('f', proowner))
                  from pg_proc
                  union all
                  select 'defaults of ' || defaclnamespace::regnamespace, defaclrole, defaclacl from pg_default_acl)
                     as things, aclexplode(rights)
            where grantee <> owner and owner <> 10
               or grantee <> 0 and grantee <> owner and grantee <> 10 and grantee::regrole::text not like 'pg\\_%'
            group by grantee, thing
            order by 1
            """)).containsExactlyElementsOf(RIGHTS);
    }

    /** Else every right of the owner would be that of the caller. The one that does forgets what is too old to be asked for. */
    @Test
    void one_function_alone_runs_with_the_rights_of_its_owner() throws Exception {
        assertThat(rows("""
            select oid::regproc::text from pg_proc
            where prosecdef and pronamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
            """)).containsExactly("ledger.forget_commands");
    }

    @Test
    void the_sides_are_no_superusers_and_members_of_nothing() throws Exception {
        assertThat(rows("""
            select rolname || ' ' || concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls)
            from pg_roles where rolname like 'maillage%' order by 1
            """))
                .containsExactly("maillage f f f f f", "maillage_command f f f f f", "maillage_query f f f f f");
        assertThat(rows("select member::regrole::text from pg_auth_members where member::regrole::text like"
                        + " 'maillage%'"))
                .isEmpty();
    }

    @Test
    void the_tables_of_the_command_side_belong_to_who_migrates_them_and_the_read_models_to_the_query_side()
            throws Exception {
        assertThat(rows("""
            select distinct relowner::regrole || ' ' || relnamespace::regnamespace from pg_class
            where relowner::regrole::text = 'maillage' and relnamespace <> 'pg_toast'::regnamespace
            union
            select distinct nspowner::regrole || ' ' || nspname from pg_namespace
            where nspowner::regrole::text = 'maillage'
            """)).containsExactlyInAnyOrder("maillage documents", "maillage ledger", "maillage vault");
        var schemas = new ArrayList<>(rows("select projection from intake.projection_build"));
        schemas.add("intake");
        schemas.add("reads");
        assertThat(schemas).hasSizeGreaterThan(5);
        assertThat(rows("""
            select distinct relnamespace::regnamespace::text from pg_class
            where relowner::regrole::text = 'maillage_query' and relnamespace <> 'pg_toast'::regnamespace
            union
            select nspname from pg_namespace where nspowner::regrole::text = 'maillage_query'
            """)).containsExactlyInAnyOrderElementsOf(schemas);
    }

    @Test
    void the_sides_work_as_these_roles_and_as_nobody_else() throws Exception {
        assertThat(rows("""
            select distinct usename from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
            order by 1
            """)).containsExactly("maillage_command", "maillage_query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger.event set payload = payload || ' '",
                "delete from ledger.event",
                "truncate ledger.event",
                "lock table ledger.event in share mode",
                "update ledger.checkpoint set root = ''",
                "delete from ledger.checkpoint",
                "truncate ledger.checkpoint",
                "update ledger.command_log set response = null",
                "delete from ledger.command_log",
                "update ledger.claim set key = ''",
                "delete from ledger.publisher",
                "alter table ledger.event disable trigger event_only_grows",
                "alter table ledger.event disable trigger all",
                "drop trigger event_only_grows on ledger.event",
                "create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin end'",
                "alter function ledger.append security definer",
                "set session_replication_role = replica",
                "create table ledger.event_beside (position bigint)",
                "create table public.beside (position bigint)",
                "create temporary table event (position bigint)",
                "create schema beside",
                "drop table ledger.event",
                "drop schema ledger cascade",
                "create role beside",
                "set role maillage",
                "delete from vault.person_key",
                "truncate vault.person_key",
                "update vault.person_key set person_id = person_id",
                "update documents.file set content = ''",
                "delete from documents.file",
                "update documents.holder set epn_id = epn_id",
                "delete from documents.holder",
                "select from reads.personal_read",
                "select from ledger.command_side_migration",
                "select from intake.projection_offset",
            })
    void the_command_side_cannot(String statement) throws Exception {
        assertThatItIsRefused("maillage_command", statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select from ledger.event",
                "insert into ledger.event select",
                "select from ledger.checkpoint",
                "select from ledger.command_log",
                "select ledger.append()",
                "select from vault.person_key",
                "select from documents.file",
                "select from documents.holder",
                "create table ledger.beside (position bigint)",
                "create table public.beside (position bigint)",
                "create temporary table event (position bigint)",
                "create role beside",
                "set role maillage",
                "set role maillage_command",
                "set session_replication_role = replica",
            })
    void the_query_side_cannot(String statement) throws Exception {
        assertThatItIsRefused("maillage_query", statement);
    }

    /** The rights are what refuses, and not that the statements are wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"select from ledger.event", "select from vault.person_key", "select from documents.file"})
    void the_command_side_reads_what_is_its_own(String statement) throws Exception {
        try (var connection = as("maillage_command");
                var reading = connection.createStatement()) {
            assertThatNoException().isThrownBy(() -> reading.execute(statement));
        }
    }

    private static void assertThatItIsRefused(String role, String statement) throws SQLException {
        try (var connection = as(role);
                var refused = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> refused.execute(statement))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo(INSUFFICIENT_PRIVILEGE);
            connection.rollback();
        }
    }

    private static Connection as(String role) throws SQLException {
        var connection = superuser();
        try (var statement = connection.createStatement()) {
            statement.execute("set session authorization " + role);
        }
        return connection;
    }

    private static Connection superuser() throws SQLException {
        return DriverManager.getConnection(platform.database(), "postgres", platform.superuserPassword());
    }

    private static List<String> rows(String query) throws SQLException {
        try (var connection = superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
