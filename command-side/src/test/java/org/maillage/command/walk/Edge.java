package org.maillage.command.walk;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
import org.maillage.kernel.session.SessionId;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetId;

/**
 * What holds for every command because its controller made it so: ids that nobody can choose, and what a request alone shows wrong
 * (422). A decision may count on it, so a walk keeps to it.
 */
final class Edge {

    /** Parts whose ids nobody chooses. */
    private static final Set<String> MADE_BY_THE_EDGE = Set.of(
            "PledgeContribution.pledgeId",
            "ReceiveContribution.receiptId",
            "RecordDirectCost.costId",
            "GrantSupport.supportId",
            "DeclareTimeConstraint.constraintId",
            "DeclareFunding.fundingId",
            "DeclareNeed.needId",
            "RescheduleSession.rescheduledAs",
            "LogTime.entryId",
            "PlanMilestone.newId",
            "AttachDocument.newId",
            "AgreeTool.newId");

    private final Inventor inventor;

    Edge(Inventor inventor) {
        this.inventor = inventor;
    }

    void putRight(Class<?> command, Map<String, @Nullable Object> values) {
        for (var component : Parts.of(command)) {
            if (MADE_BY_THE_EDGE.contains(command.getSimpleName() + "." + component.name())) {
                values.put(component.name(), inventor.freshId(component.raw()));
            }
        }
        switch (command.getSimpleName()) {
            case "LogTime" -> values.put("id", TimesheetId.of(person(values), YearMonth.from(day(values))));
            case "GrantAccess" -> {
                if (list(values, "roles").contains(AccessRole.PARTENAIRE)) {
                    values.computeIfAbsent("partnerId", name -> inventor.value(PartnerId.class, name));
                }
            }
            case "SetHourlyRate" -> {
                var forOne = inventor.chance(5);
                values.put(forOne ? "role" : "personId", null);
                values.computeIfAbsent(
                        forOne ? "personId" : "role",
                        name -> name.equals("role") ? role() : inventor.value(PersonId.class, name));
            }
            case "DecideFollowUp" -> {
                var decision = (FollowUp) values.get("decision");
                values.put("projectId", decision == FollowUp.NEW_PROJECT ? inventor.value(ProjectId.class, "") : null);
                values.put("renewedAs", decision == FollowUp.CLOSE ? null : inventor.freshId(PartnershipId.class));
            }
            case "LogTimes" -> {
                var lines = new ArrayList<Object>((List<?>) values.get("lines"));
                var day = (LocalDate) read(lines.getFirst(), "day");
                lines.replaceAll(line -> with(with(line, "day", day), "entryId", inventor.freshId(TimeEntryId.class)));
                values.put("lines", lines);
                values.put("id", TimesheetId.of(person(values), YearMonth.from(day)));
            }
            case "PlanSessionSeries" -> {
                var first = (SessionId) values.get("id");
                values.put("sessions", List.of(first, inventor.freshId(SessionId.class)));
            }
            case "DeclareTimeConstraint" -> oneOf(values, "partnerId", PartnerId.class, "supplier", String.class);
            case "AttachDocument" -> oneOf(values, "url", String.class, "file", StoredFile.class);
            case "CollectDeliverable" -> {
                if (values.get("url") != null) {
                    values.put("file", null);
                }
            }
            case "DeclareFunding" -> ordered(values, "from", "until");
            case "GrantSupport" -> ordered(values, "paidFrom", "paidUntil");
            case "SetCircuitTemplate" -> values.put("steps", distinct(list(values, "steps")));
            case "DraftConvention" -> {
                if (values.get("circuit") instanceof List<?> circuit) {
                    values.put("circuit", distinct(circuit));
                }
            }
            case "RecordAttendance" -> values.put("entries", distinct(list(values, "entries")));
            case "AnswerDatePoll" -> values.put("answers", distinct(list(values, "answers")));
            default -> {}
        }
    }

    /** Exactly one of both. */
    private void oneOf(
            Map<String, @Nullable Object> values, String one, Class<?> ofOne, String other, Class<?> ofOther) {
        var first = inventor.chance(5);
        values.put(one, first ? inventor.value(ofOne, one) : null);
        values.put(other, first ? null : inventor.value(ofOther, other));
    }

    private static void ordered(Map<String, @Nullable Object> values, String from, String until) {
        if (values.get(from) instanceof LocalDate start
                && values.get(until) instanceof LocalDate end
                && end.isBefore(start)) {
            values.put(until, null);
        }
    }

    /** By what names each of them: its first component. */
    private static List<?> distinct(List<?> elements) {
        var byName = new LinkedHashMap<@Nullable Object, Object>();
        elements.forEach(element ->
                byName.putIfAbsent(Parts.of(element.getClass()).getFirst().of(element), element));
        return List.copyOf(byName.values());
    }

    private static @Nullable Object read(Object record, String name) {
        return Parts.of(record.getClass()).stream()
                .filter(component -> component.name().equals(name))
                .map(component -> component.of(record))
                .findFirst()
                .orElseThrow();
    }

    private static Object with(Object record, String name, @Nullable Object value) {
        var values = new ArrayList<@Nullable Object>();
        for (var component : Parts.of(record.getClass())) {
            values.add(component.name().equals(name) ? value : component.of(record));
        }
        return Inventor.build(record.getClass(), values.toArray());
    }

    private Object role() {
        return inventor.value(Role.class, "role");
    }

    private static List<?> list(Map<String, @Nullable Object> values, String name) {
        return (List<?>) Objects.requireNonNull(values.get(name));
    }

    private static PersonId person(Map<String, @Nullable Object> values) {
        return (PersonId) Objects.requireNonNull(values.get("personId"));
    }

    private static LocalDate day(Map<String, @Nullable Object> values) {
        return (LocalDate) Objects.requireNonNull(values.get("day"));
    }
}
