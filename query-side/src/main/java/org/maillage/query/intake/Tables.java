package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maillage.query.intake.FactTable.Column;

/** The tables of a projection in PostgreSQL: their names, their columns, their making. */
final class Tables {

    /** What the intake adds to each table, after the columns of its definition. */
    static final List<Column> ADDED = List.of(
            Column.of("position", FactTable.Type.BIGINT),
            Column.of("event_id", FactTable.Type.UUID),
            Column.of("recorded_at", FactTable.Type.TIMESTAMPTZ));

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,50}");

    private Tables() {}

    static List<Column> columns(FactTable table) {
        return Stream.concat(table.columns().stream(), ADDED.stream()).toList();
    }

    static String qualified(Projection projection, FactTable table) {
        return name(projection.schema()) + "." + name(table.name());
    }

    static String sqlType(FactTable.Type type) {
        return switch (type) {
            case UUID -> "uuid";
            case TEXT -> "text";
            case BIGINT -> "bigint";
            case INTEGER -> "integer";
            case BOOLEAN -> "boolean";
            case NUMERIC -> "numeric";
            case DATE -> "date";
            case TIMESTAMPTZ -> "timestamptz";
            case BYTEA -> "bytea";
        };
    }

    /** Quoted, since a column may be called {@code user}. */
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("No name for a table or a column: " + name);
        }
        return '"' + name + '"';
    }

    static String names(List<Column> columns) {
        return columns.stream().map(column -> name(column.name())).collect(Collectors.joining(", "));
    }

    static void create(Connection connection, Projection projection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + name(projection.schema()) + " cascade");
            statement.execute("create schema " + name(projection.schema()));
            for (var table : projection.tables()) {
                for (var sql : definition(projection, table)) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static List<String> definition(Projection projection, FactTable table) {
        var columns = columns(table).stream()
                .map(column ->
                        name(column.name()) + " " + sqlType(column.type()) + (column.nullable() ? "" : " not null"))
                .collect(Collectors.joining(", "));
        var key = Stream.of(table.key(), List.of("position"), table.rest())
                .flatMap(List::stream)
                .map(Tables::name)
                .collect(Collectors.joining(", "));
        var definition = new ArrayList<String>();
        definition.add(
                "create table " + qualified(projection, table) + " (" + columns + ", primary key (" + key + "))");
        for (var index : table.indexes()) {
            var indexed = Stream.of(index.split(",", -1))
                    .map(column -> name(column.strip()))
                    .collect(Collectors.joining(", "));
            definition.add("create index on " + qualified(projection, table) + " (" + indexed + ")");
        }
        return definition;
    }

    static boolean exist(Connection connection, Projection projection) throws SQLException {
        try (var query = connection.prepareStatement(
                "select count(*) from pg_tables where schemaname = ? and tablename = any(?)")) {
            query.setString(1, projection.schema());
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "text",
                            projection.tables().stream().map(FactTable::name).toArray()));
            try (var found = query.executeQuery()) {
                found.next();
                return found.getInt(1) == projection.tables().size();
            }
        }
    }

    /** Whether none has a row; the tables exist. */
    static boolean empty(Connection connection, Projection projection) throws SQLException {
        for (var table : projection.tables()) {
            try (var query = connection.prepareStatement(
                            "select exists (select from " + qualified(projection, table) + ")");
                    var found = query.executeQuery()) {
                found.next();
                if (found.getBoolean(1)) {
                    return false;
                }
            }
        }
        return true;
    }
}
