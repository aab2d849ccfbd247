package org.maillage.infra.faults.checker;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stands behind the promises when a program errs: constraints, triggers, and a database that waits for its disk. */
final class SchemaCheck implements Check {

    /** Unique on exactly these columns. */
    private static final List<String> UNIQUE = List.of(
            "ledger.event(position)",
            "ledger.event(aggregate_id,sequence)",
            "ledger.command_log(command_id)",
            "ledger.claim(kind,key)",
            "ledger.publisher(ledger)",
            "ledger.checkpoint(ledger,size)",
            "ledger.checkpoint(ledger,previous)");

    private static final List<String> UNIQUE_OF_READS = List.of(
            "intake.projection_offset(projection,source,partition)",
            "intake.serving_version(projection)",
            "intake.parked(projection,source,key,position,koffset)");

    private static final List<String> TRIGGERS =
            List.of("ledger.event event_only_grows", "ledger.checkpoint checkpoint_only_grows");

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");

    private final Evidence.Database store;
    private final Evidence.Database reads;

    SchemaCheck(Evidence.Database store, Evidence.Database reads) {
        this.store = store;
        this.reads = reads;
    }

    @Override
    public String name() {
        return "constraints";
    }

    @Override
    public String look(Findings findings) throws SQLException {
        try (var connection = Databases.snapshot(store)) {
            unique(connection, UNIQUE, findings);
            triggers(connection, findings);
            durable(connection, "the store", findings);
        }
        try (var connection = Databases.snapshot(reads)) {
            unique(connection, UNIQUE_OF_READS, findings);
            durable(connection, "the database of the read models", findings);
        }
        return (UNIQUE.size() + UNIQUE_OF_READS.size()) + " unique keys, " + TRIGGERS.size() + " triggers, "
                + String.join(", ", DURABLE);
    }

    private static void unique(Connection connection, List<String> wanted, Findings findings) throws SQLException {
        var found = keys(connection);
        wanted.stream()
                .filter(key -> !found.contains(key))
                .forEach(key -> findings.add("there is no unique index on " + key));
    }

    /** Valid unique indexes without a condition: {@code schema.table(column,column)}. */
    static Set<String> keys(Connection connection) throws SQLException {
        var found = new HashSet<String>();
        try (var query = connection.prepareStatement("""
            select n.nspname || '.' || t.relname || '('
                || (select string_agg(a.attname, ',' order by k.n)
                    from unnest(i.indkey::smallint[]) with ordinality k(attnum, n)
                    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum)
                || ')'
            from pg_index i
            join pg_class t on t.oid = i.indrelid
            join pg_namespace n on n.oid = t.relnamespace
            where i.indisunique and i.indisvalid and i.indisready and i.indpred is null
                and i.indexprs is null and n.nspname not like 'pg\\_%'\
            """);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void triggers(Connection connection, Findings findings) throws SQLException {
        var found = new HashSet<String>();
        try (var query = connection.prepareStatement("""
            select n.nspname || '.' || t.relname || ' ' || g.tgname
            from pg_trigger g
            join pg_class t on t.oid = g.tgrelid
            join pg_namespace n on n.oid = t.relnamespace
            where g.tgenabled in ('O', 'A') and not g.tgisinternal
                and g.tgtype & (4 + 8 + 16 + 32) = 8 + 16 + 32 and g.tgtype & 2 = 2\
            """);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        TRIGGERS.stream()
                .filter(trigger -> !found.contains(trigger))
                .forEach(trigger -> findings.add("there is no trigger before changes: " + trigger));
    }

    /** For the server, and nobody excepted from it; a function's own settings count too. */
    private static void durable(Connection connection, String where, Findings findings) throws SQLException {
        for (var setting : DURABLE) {
            try (var query = connection.prepareStatement("select current_setting(?)")) {
                query.setString(1, setting);
                try (var row = query.executeQuery()) {
                    row.next();
                    findings.addUnless(
                            row.getString(1).equals("on"), where + " has " + setting + " = " + row.getString(1));
                }
            }
        }
        try (var query = connection.prepareStatement("""
            select 'database ' || coalesce(d.datname, 'any') || ', role ' || coalesce(r.rolname, 'any'), c.setting
            from pg_db_role_setting s
            left join pg_database d on d.oid = s.setdatabase
            left join pg_roles r on r.oid = s.setrole
            cross join unnest(s.setconfig) c(setting)
            where d.datname is null or d.datname = current_database()
            union all
            select 'function ' || p.oid::regprocedure::text, c.setting
            from pg_proc p cross join unnest(p.proconfig) c(setting)\
            """);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var setting = rows.getString(2);
                findings.addUnless(
                        DURABLE.stream().noneMatch(name -> setting.startsWith(name + "=") && !setting.endsWith("=on")),
                        where + " has " + setting + " for " + rows.getString(1));
            }
        }
    }
}
