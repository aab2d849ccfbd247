package org.maillage.infra.faults.checker;

import java.util.List;

/** A read model, folded from the events anew. */
interface Model {

    /** The schema of its tables, with its version: {@code time_cost_v3}. */
    String schema();

    List<Table> tables();

    /** Adds the rows that one event makes. */
    void fold(Fact fact, Rows rows);
}
