package org.maillage.command.walk;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectId;
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
            "LogTime.entryId");

    private final Inventor inventor;

    Edge(Inventor inventor) {
        this.inventor = inventor;
    }

    void putRight(Class<?> command, Map<String, @Nullable Object> values) {
        for (var component : command.getRecordComponents()) {
            if (MADE_BY_THE_EDGE.contains(command.getSimpleName() + "." + component.getName())) {
                values.put(component.getName(), inventor.freshId(component.getType()));
            }
        }
        switch (command.getSimpleName()) {
            case "LogTime" -> values.put("id", TimesheetId.of(person(values), YearMonth.from(day(values))));
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
            default -> {}
        }
    }

    private Object role() {
        return inventor.value(Role.class, "role");
    }

    private static PersonId person(Map<String, @Nullable Object> values) {
        return (PersonId) values.get("personId");
    }

    private static LocalDate day(Map<String, @Nullable Object> values) {
        return (LocalDate) values.get("day");
    }
}
