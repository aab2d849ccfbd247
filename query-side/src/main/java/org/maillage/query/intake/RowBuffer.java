package org.maillage.query.intake;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Scalar;

/** The rows of a batch, by table. A fold that fails leaves none. */
final class RowBuffer implements Rows {

    private final Map<String, FactTable> tables = new LinkedHashMap<>();
    private final Map<String, List<@Nullable Object[]>> rows = new HashMap<>();
    private final List<String> pendingTables = new ArrayList<>();
    private final List<@Nullable Object[]> pendingRows = new ArrayList<>();
    private long position;
    private UUID eventId = new UUID(0, 0);
    private Instant recordedAt = Instant.EPOCH;

    RowBuffer(Projection projection) {
        for (var table : projection.tables()) {
            tables.put(table.name(), table);
            rows.put(table.name(), new ArrayList<>());
        }
    }

    /** Folds one event: all of its rows or, when this throws, none. */
    void fold(Projection projection, Envelope envelope) {
        pendingTables.clear();
        pendingRows.clear();
        var fact = envelope.fact();
        position = fact.position();
        eventId = fact.eventId();
        recordedAt = fact.recordedAt().truncatedTo(ChronoUnit.MICROS);
        projection.fold(fact, this);
        for (int i = 0; i < pendingRows.size(); i++) {
            rowsOf(pendingTables.get(i)).add(pendingRows.get(i));
        }
    }

    @Override
    public void add(FactTable table, @Nullable Object... values) {
        var columns = table.columns();
        if (!tables.containsKey(table.name())) {
            throw new IllegalArgumentException(table.name() + " is no table of this projection");
        }
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    table.name() + " has " + columns.size() + " columns, not " + values.length);
        }
        var row = new @Nullable Object[values.length + Tables.ADDED.size()];
        for (int i = 0; i < values.length; i++) {
            var column = columns.get(i);
            var value = values[i] == null ? null : plain(column.type(), values[i]);
            if (value == null && !column.nullable()) {
                throw new IllegalArgumentException(table.name() + "." + column.name() + " must have a value");
            }
            row[i] = value;
        }
        row[values.length] = position;
        row[values.length + 1] = eventId;
        row[values.length + 2] = recordedAt;
        pendingTables.add(table.name());
        pendingRows.add(row);
    }

    boolean isEmpty() {
        return rows.values().stream().allMatch(List::isEmpty);
    }

    Iterable<FactTable> tables() {
        return tables.values();
    }

    List<@Nullable Object[]> rowsOf(FactTable table) {
        return rowsOf(table.name());
    }

    private List<@Nullable Object[]> rowsOf(String table) {
        return rows.getOrDefault(table, List.of());
    }

    private static Object plain(FactTable.Type type, Object given) {
        var value = given instanceof Scalar<?> scalar ? scalar.value() : given;
        return switch (type) {
            case UUID -> (UUID) value;
            case TEXT -> value instanceof Enum<?> constant ? constant.name() : (String) value;
            case BIGINT -> value instanceof Integer number ? Long.valueOf(number) : (Long) value;
            case INTEGER -> (Integer) value;
            case BOOLEAN -> (Boolean) value;
            case NUMERIC -> (BigDecimal) value;
            case DATE -> (LocalDate) value;
            // PostgreSQL would round what is finer, and differently in text and in binary.
            case TIMESTAMPTZ -> ((Instant) value).truncatedTo(ChronoUnit.MICROS);
            case BYTEA -> (byte[]) value;
        };
    }
}
