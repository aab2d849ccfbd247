package org.maillage.infra.faults.checker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that one event makes in one read model, in the forms in which they are compared. */
final class Rows {

    private final StoredEvent event;
    private final Map<String, List<List<@Nullable String>>> rows = new LinkedHashMap<>();

    Rows(StoredEvent event) {
        this.event = event;
    }

    /** The values in the order of the table's columns, without position, event id and recording time. */
    void add(Table table, @Nullable Object... values) {
        var columns = table.columns();
        if (values.length != columns.size() - 3) {
            throw new IllegalArgumentException(table.name() + " has not " + values.length + " columns");
        }
        var row = new ArrayList<@Nullable String>(columns.size());
        for (int i = 0; i < values.length; i++) {
            row.add(columns.get(i).type().form(values[i]));
        }
        row.add(Long.toString(event.position()));
        row.add(event.id().toString());
        row.add(Table.Type.INSTANT.form(event.recordedAt()));
        rows.computeIfAbsent(table.name(), _ -> new ArrayList<>()).add(row);
    }

    List<List<@Nullable String>> of(Table table) {
        return rows.getOrDefault(table.name(), List.of());
    }
}
