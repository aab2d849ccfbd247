package org.maillage.infra.faults.checker;

import java.util.List;

/** What was worked, paid, received and promised, and what an hour costs. */
final class TimeCostModel implements Model {

    private static final Table EPN = Table.of("epn_fact", "epn");
    private static final Table PARTNER = Table.of("partner_fact", "partner, name");
    private static final Table PROJECT = Table.of("project_fact", "project, name");
    private static final Table PARTNERSHIP = Table.of("partnership_fact", "partnership, epn, project");
    private static final Table PARTICIPATION = Table.of("participation_fact", "partnership, partner, joined");
    private static final Table DOUBLE = Table.of("double_fact", "card, merged");
    private static final Table TIME =
            Table.of("time_fact", "partnership, entry, kind, epn, person, role, phase, day, minutes number, remark");
    private static final Table MONEY = Table.of("money_fact", "partnership, kind, ref, amount number, occurred_on");
    private static final Table RATE = Table.of("rate_fact", "epn, who, effective_from, amount number");
    private static final Table STAFF = Table.of("staff_fact", "epn, person, role");
    private static final Table INTANGIBLE = Table.of("intangible_fact", "partnership, kind, level number, note");

    @Override
    public String schema() {
        return "time_cost_v3";
    }

    @Override
    public List<Table> tables() {
        return List.of(EPN, PARTNER, PROJECT, PARTNERSHIP, PARTICIPATION, DOUBLE, TIME, MONEY, RATE, STAFF, INTANGIBLE);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        var id = fact.subject();
        switch (fact.type()) {
            case "EpnRegistered" -> rows.add(EPN, id);
            case "StaffAppointed" -> rows.add(STAFF, id, fact.get("personId"), fact.get("role"));
            case "HourlyRateSet" -> {
                var person = Json.text(fact.json, "personId");
                rows.add(
                        RATE,
                        id,
                        person != null ? "person:" + person : "role:" + fact.text("role"),
                        fact.get("effectiveFrom"),
                        fact.get("amount"));
            }
            case "PartnerRegistered", "PartnerRevised" -> rows.add(PARTNER, id, fact.get("name"));
            case "PartnerCardAbsorbed" -> rows.add(DOUBLE, id, fact.get("merged"));
            case "ProjectDrafted" -> rows.add(PROJECT, id, fact.get("name"));
            case "PartnershipProposed" -> {
                rows.add(PARTNERSHIP, id, fact.epn(), fact.get("projectId"));
                fact.ids("partnerIds").forEach(partner -> rows.add(PARTICIPATION, id, partner, true));
            }
            case "PartnerJoined" -> rows.add(PARTICIPATION, id, fact.get("partnerId"), true);
            case "PartnerLeft" -> rows.add(PARTICIPATION, id, fact.get("partnerId"), false);
            case "ContributionPledged", "PledgeAmended" ->
                rows.add(MONEY, id, "PLEDGED_" + fact.text("kind"), fact.get("pledgeId"), fact.get("amount"), null);
            case "ContributionReceived", "ReceiptCorrected" ->
                rows.add(
                        MONEY, id, fact.get("kind"), fact.get("receiptId"), fact.get("amount"), fact.get("receivedOn"));
            case "DirectCostRecorded", "DirectCostCorrected" ->
                rows.add(MONEY, id, "COST", fact.get("costId"), fact.get("amount"), fact.get("incurredOn"));
            case "IntangibleBenefitRated" ->
                rows.add(INTANGIBLE, id, fact.get("kind"), fact.get("level"), fact.get("note"));
            case "TimeLogged" -> time(fact, "LOGGED", "note", rows);
            case "TimeCorrected" -> time(fact, "CORRECTED", "reason", rows);
            default -> {}
        }
    }

    private static void time(Fact fact, String kind, String remark, Rows rows) {
        rows.add(
                TIME,
                fact.get("partnershipId"),
                fact.get("entryId"),
                kind,
                fact.epn(),
                fact.get("personId"),
                fact.get("role"),
                fact.get("phase"),
                fact.get("day"),
                fact.get("minutes"),
                fact.get(remark));
    }
}
