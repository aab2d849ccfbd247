package org.maillage.infra.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table of a read model that takes only some of its rows, as after a mistaken change by hand. */
final class Poison {

    private static final String NAME = "planted_by_the_harness";
    private static final int BUSY = 12;

    private Poison() {}

    private record Table(String schema, String name) {

        @Override
        public String toString() {
            return schema + "." + name;
        }
    }

    /** @return the table */
    static String plant(Connection superuser, int draw) throws SQLException {
        var tables = tables(superuser);
        if (tables.isEmpty()) {
            throw new Missed("no read model has tables");
        }
        var table = tables.get(draw % tables.size());
        try (var statement = superuser.createStatement()) {
            // A read that holds the table must not make everybody wait behind us.
            statement.execute("set lock_timeout = '1s'");
            statement.execute("alter table \"" + table.schema() + "\".\"" + table.name() + "\" add constraint " + NAME
                    + " check (position % 2 = " + draw % 2 + ") not valid");
        }
        return table.toString();
    }

    /** Those that are written most: on another nothing may come by that it could refuse. */
    private static List<Table> tables(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery("""
                    select c.table_schema, c.table_name from information_schema.columns c
                    join information_schema.tables t using (table_schema, table_name)
                    where c.column_name = 'position' and c.table_schema ~ '_v[0-9]+$' and t.table_type = 'BASE TABLE'
                    order by 1, 2
                    """)) {
            var tables = new ArrayList<Table>();
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2)));
            }
            return tables;
        }
    }

    /** Wherever it is by now: a rebuild may have put the table aside. */
    static void takeBack(Connection superuser) throws SQLException {
        var planted = new ArrayList<String>();
        try (var statement = superuser.createStatement()) {
            try (var rows = statement.executeQuery(
                    "select conrelid::regclass::text from pg_constraint where conname = '" + NAME + "'")) {
                while (rows.next()) {
                    planted.add(rows.getString(1));
                }
            }
            for (var table : planted) {
                statement.execute("alter table " + table + " drop constraint if exists " + NAME);
            }
        }
    }
}
