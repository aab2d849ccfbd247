package org.maillage.infra.faults.checker;

import java.util.List;

/** The leaf of every event, and all that it is made of. */
final class ProofModel implements Model {

    private static final Table LEAF = Table.of("leaf_fact", "key, leaf bytes");
    private static final Table RECORD = Table.of(
            "record_fact",
            "key, subject, sequence number, aggregate_type, type, revision number, payload bytes, metadata bytes");

    @Override
    public String schema() {
        return "proof_v1";
    }

    @Override
    public List<Table> tables() {
        return List.of(LEAF, RECORD);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var event = fact.event;
        rows.add(LEAF, fact.key(), Hash.leaf(event));
        rows.add(
                RECORD,
                fact.key(),
                fact.subject(),
                event.sequence(),
                event.aggregateType(),
                event.type(),
                event.revision(),
                event.payload(),
                event.metadata());
    }
}
