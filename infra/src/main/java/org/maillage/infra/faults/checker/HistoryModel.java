package org.maillage.infra.faults.checker;

import java.util.List;

/** Every event under its key. */
final class HistoryModel implements Model {

    private static final Table HISTORY = Table.of(
            "relationship_history", "key, subject, sequence number, type, revision number, occurred_on, actor, data");
    private static final Table PARTICIPATION = Table.of("participation_fact", "partner, partnership, joined");
    private static final Table DOUBLE = Table.of("double_fact", "card, merged");

    @Override
    public String schema() {
        return "relationship_history_v2";
    }

    @Override
    public List<Table> tables() {
        return List.of(HISTORY, PARTICIPATION, DOUBLE);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        rows.add(
                HISTORY,
                fact.key(),
                fact.subject(),
                fact.event.sequence(),
                fact.type(),
                fact.event.revision(),
                fact.happened(),
                fact.actor,
                fact.data());
        switch (fact.type()) {
            case "PartnershipProposed" ->
                fact.ids("partnerIds").forEach(partner -> rows.add(PARTICIPATION, partner, fact.subject(), true));
            case "PartnerJoined" -> rows.add(PARTICIPATION, fact.text("partnerId"), fact.subject(), true);
            case "PartnerLeft" -> rows.add(PARTICIPATION, fact.text("partnerId"), fact.subject(), false);
            case "PartnerCardAbsorbed" -> rows.add(DOUBLE, fact.subject(), fact.text("merged"));
            default -> {}
        }
    }
}
