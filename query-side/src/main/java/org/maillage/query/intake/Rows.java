package org.maillage.query.intake;

import org.jspecify.annotations.Nullable;

/** Takes the rows that a fold makes. */
public interface Rows {

    /** One row; the values in the order of the table's columns, without position, event id and recording time. */
    void add(FactTable table, @Nullable Object... values);
}
