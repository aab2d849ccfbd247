package org.maillage.query.intake;

import java.util.List;

/**
 * Folds the feed into the append-only facts of one read model. A fold is pure: the same fact always gives the same rows, and it
 * never asks what came before.
 */
public interface Projection {

    /** Stable, snake_case: the name of its offsets and, with the version, of its schema: {@code time_cost}. */
    String name();

    /** Raised when the fold or the tables change: the new version is rebuilt beside the old one. */
    int version();

    /** Its tables; each gets the columns {@code position}, {@code event_id} and {@code recorded_at} by itself. */
    List<FactTable> tables();

    /** Whether it has anything to say of events of this logical type; asked before the payload is parsed. */
    boolean concerns(String type);

    /** Adds the rows that one fact makes. */
    void fold(Fact fact, Rows rows);

    /** Whether a request with a Consistency-Token waits for it whatever it asks, since no question is answered without it. */
    default boolean standsBeforeEveryQuestion() {
        return false;
    }

    /** The schema of its tables: {@code time_cost_v1}. */
    default String schema() {
        return name() + "_v" + version();
    }
}
