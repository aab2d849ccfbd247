package org.maillage.infra.faults.checker;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sessions and their sheets, contributions, deliverables, and what became of the report. */
final class BilanModel implements Model {

    private static final Table PARTNERSHIP = Table.of("partnership_fact", "partnership, epn");
    private static final Table SESSION =
            Table.of("session_fact", "partnership, session, kind, minutes number, takes_place_on, headcount number");
    private static final Table ROSTER = Table.of("roster_fact", "partnership, session, person");
    private static final Table ATTENDANCE =
            Table.of("attendance_fact", "partnership, session, person, status, new_audience");
    private static final Table CONTRIBUTION = Table.of("contribution_fact", "partnership, kind, ref, amount number");
    private static final Table REPORT =
            Table.of("report_fact", "partnership, bilan, kind, version number, party, text");
    private static final Table DELIVERABLE = Table.of("deliverable_fact", """
        partnership, deliverable, kind, title, medium, licence, url, sha256, file_name, media_type, size number, \
        to_partner, used_by, context\
        """);

    @Override
    public String schema() {
        return "bilan_v2";
    }

    @Override
    public List<Table> tables() {
        return List.of(PARTNERSHIP, SESSION, ROSTER, ATTENDANCE, CONTRIBUTION, REPORT, DELIVERABLE);
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch (fact.type()) {
            case "PartnershipProposed" -> rows.add(PARTNERSHIP, fact.partnership(), fact.epn());
            case "ContributionPledged", "PledgeAmended" ->
                rows.add(CONTRIBUTION, fact.partnership(), "PLEDGED", fact.get("pledgeId"), fact.get("amount"));
            case "ContributionReceived", "ReceiptCorrected" ->
                rows.add(CONTRIBUTION, fact.partnership(), "RECEIVED", fact.get("receiptId"), fact.get("amount"));
            case "SessionPlanned" -> {
                session(fact, "PLANNED", "minutes", Fact.day(Instant.parse(fact.text("startsAt"))), null, rows);
                fact.ids("roster").forEach(person -> rows.add(ROSTER, fact.partnership(), fact.subject(), person));
            }
            case "SessionHeld" -> session(fact, "HELD", rows);
            case "SessionCancelled" -> session(fact, "CANCELLED", rows);
            case "SessionRescheduled" -> session(fact, "RESCHEDULED", rows);
            case "SheetClosed" -> session(fact, "CLOSED", rows);
            case "HeadcountRecorded" -> session(fact, "COUNTED", null, null, fact.get("headcount"), rows);
            case "AttendanceRecorded" -> {
                var lines = new LinkedHashMap<String, JsonNode>();
                Json.list(fact.json, "entries")
                        .forEach(line -> lines.put(line.get("personId").stringValue(), line));
                lines.values().forEach(line -> line(fact, line, rows));
            }
            case "AttendanceCorrected" -> line(fact, fact.json, rows);
            case "BilanDrafted" -> report(fact, "DRAFTED", 1, fact.get("draftedBy"), null, rows);
            case "BilanRevised" -> report(fact, "REVISED", fact.get("version"), fact.get("draftedBy"), null, rows);
            case "BilanReopened" -> report(fact, "REOPENED", fact.get("version"), null, fact.get("reason"), rows);
            case "BilanShared" -> report(fact, "SHARED", null, fact.get("partnerId"), null, rows);
            case "BilanAmended" -> report(fact, "AMENDED", null, fact.get("partnerId"), fact.get("text"), rows);
            case "BilanFinalised" -> report(fact, "FINALISED", null, null, null, rows);
            case "DeliverableCollected" -> {
                var file = fact.get("file");
                var there = file == null || file.isNull() ? Json.MAPPER.createObjectNode() : file;
                rows.add(
                        DELIVERABLE,
                        fact.partnership(),
                        fact.subject(),
                        "COLLECTED",
                        fact.get("title"),
                        fact.get("medium"),
                        fact.get("licence"),
                        fact.get("url"),
                        there.get("sha256"),
                        there.get("name"),
                        there.get("mediaType"),
                        there.get("size"),
                        null,
                        null,
                        null);
            }
            case "DeliverableLicensed" ->
                rows.add(
                        DELIVERABLE,
                        fact.partnership(),
                        fact.subject(),
                        "LICENSED",
                        null,
                        null,
                        fact.get("licence"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
            case "DeliverableTransmitted" ->
                rows.add(
                        DELIVERABLE,
                        fact.partnership(),
                        fact.subject(),
                        "TRANSMITTED",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        fact.get("toPartnerId"),
                        fact.get("user"),
                        fact.get("context"));
            default -> {}
        }
    }

    private static void session(Fact fact, String kind, Rows rows) {
        session(fact, kind, null, null, null, rows);
    }

    private static void session(
            Fact fact,
            String kind,
            @Nullable String minutes,
            @Nullable Object on,
            @Nullable Object headcount,
            Rows rows) {
        rows.add(
                SESSION,
                fact.partnership(),
                fact.subject(),
                kind,
                minutes == null ? null : fact.get(minutes),
                on,
                headcount);
    }

    private static void line(Fact fact, JsonNode line, Rows rows) {
        var isNew = line.get("newAudience");
        rows.add(
                ATTENDANCE,
                fact.partnership(),
                fact.subject(),
                line.get("personId"),
                line.get("status"),
                isNew != null && isNew.asBoolean());
    }

    private static void report(
            Fact fact,
            String kind,
            @Nullable Object version,
            @Nullable Object party,
            @Nullable Object text,
            Rows rows) {
        rows.add(REPORT, fact.partnership(), fact.subject(), kind, version, party, text);
    }
}
