package org.maillage.query.proof;

import java.util.List;
import org.maillage.kernel.proof.Leaf;
import org.maillage.query.intake.Fact;
import org.maillage.query.intake.FactTable;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.maillage.query.intake.Projection;
import org.maillage.query.intake.Rows;
import org.springframework.stereotype.Component;

/**
 * The leaf of every event, made from its record alone: so this side proves what was published, whatever the writer says. What an
 * event means does not matter here.
 */
@Component
final class ProofProjection implements Projection {

    static final String NAME = "proof";

    /** Narrow, since proofs read many of them. */
    static final FactTable LEAF = new FactTable(
            "leaf_fact",
            List.of(Column.of("key", Type.UUID), Column.of("leaf", Type.BYTEA)),
            List.of(),
            List.of(),
            List.of("event_id", "recorded_at, position"));

    /** All that a leaf is made of, in its stream's order. */
    static final FactTable RECORD = new FactTable(
            "record_fact",
            List.of(
                    Column.of("key", Type.UUID),
                    Column.of("subject", Type.UUID),
                    Column.of("sequence", Type.BIGINT),
                    Column.of("aggregate_type", Type.TEXT),
                    Column.of("type", Type.TEXT),
                    Column.of("revision", Type.INTEGER),
                    Column.of("payload", Type.BYTEA),
                    Column.of("metadata", Type.BYTEA)),
            List.of("key"),
            List.of(),
            List.of());

    /**
     * Roots of complete subtrees, at the position of their last leaf: 1,024 leaves at level 1, 1,024 of these at level 2. No fold
     * writes them: whoever needs one that lacks computes and keeps it.
     */
    static final FactTable SUBTREE = new FactTable(
            "subtree",
            List.of(Column.of("level", Type.INTEGER), Column.of("hash", Type.BYTEA)),
            List.of("level"),
            List.of(),
            List.of());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<FactTable> tables() {
        return List.of(LEAF, RECORD, SUBTREE);
    }

    @Override
    public boolean concerns(String type) {
        return true;
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var content = Leaf.content(
                fact.eventId(),
                fact.subject(),
                fact.sequence(),
                fact.aggregateType(),
                fact.type(),
                fact.revision(),
                fact.key(),
                fact.payload(),
                fact.metadata());
        rows.add(LEAF, fact.key(), Leaf.of(fact.position(), fact.recordedAt(), content));
        rows.add(
                RECORD,
                fact.key(),
                fact.subject(),
                fact.sequence(),
                fact.aggregateType(),
                fact.type(),
                fact.revision(),
                fact.payload(),
                fact.metadata());
    }
}
