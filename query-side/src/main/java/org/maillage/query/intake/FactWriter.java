package org.maillage.query.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.maillage.query.intake.FactTable.Column;
import org.postgresql.PGConnection;

/** Writes the rows of a batch: one statement per table. */
final class FactWriter {

    private final Projection projection;

    FactWriter(Projection projection) {
        this.projection = projection;
    }

    /** Fast for many rows; a row that is there already is an error. */
    void copy(Connection connection, RowBuffer buffer) throws SQLException {
        for (var table : buffer.tables()) {
            var rows = buffer.rowsOf(table);
            if (!rows.isEmpty()) {
                copy(connection, table, rows);
            }
        }
    }

    private void copy(Connection connection, FactTable table, List<@Nullable Object[]> rows) throws SQLException {
        var operation = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + Tables.qualified(projection, table) + " (" + Tables.names(Tables.columns(table))
                        + ") from stdin (format binary)");
        try {
            var copy = new BinaryCopy(operation);
            for (var row : rows) {
                copy.row(row);
            }
            copy.end();
        } finally {
            if (operation.isActive()) {
                operation.cancelCopy();
            }
        }
    }

    /** Quick for few rows; a row that is there already is left as it is. */
    void insert(Connection connection, RowBuffer buffer) throws SQLException {
        for (var table : buffer.tables()) {
            var rows = buffer.rowsOf(table);
            if (!rows.isEmpty()) {
                insert(connection, table, rows);
            }
        }
    }

    private void insert(Connection connection, FactTable table, List<@Nullable Object[]> rows) throws SQLException {
        var columns = Tables.columns(table);
        try (var statement = connection.prepareStatement(insertStatement(table, columns))) {
            for (int column = 0; column < columns.size(); column++) {
                var values = new @Nullable String[rows.size()];
                for (int row = 0; row < values.length; row++) {
                    var value = rows.get(row)[column];
                    values[row] = value == null ? null : text(value);
                }
                statement.setArray(
                        column + 1,
                        connection.createArrayOf(
                                Tables.sqlType(columns.get(column).type()), values));
            }
            statement.executeUpdate();
        }
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? "\\x" + HexFormat.of().formatHex(bytes) : value.toString();
    }

    private String insertStatement(FactTable table, List<Column> columns) {
        var arrays = columns.stream()
                .map(column -> "?::" + Tables.sqlType(column.type()) + "[]")
                .collect(Collectors.joining(", "));
        return "insert into " + Tables.qualified(projection, table) + " (" + Tables.names(columns)
                + ") select * from unnest(" + arrays + ") on conflict do nothing";
    }
}
