package org.maillage.command.partnership;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.TimeConstraintId;

/** The dates of a partnership: its steps, its bilan meeting, the hours that others keep. */
final class Calendar {

    private @Nullable Instant bilanMeetingAt;
    private final Map<MilestoneId, MilestonePlanned> milestones = new LinkedHashMap<>();
    private final Map<MilestoneId, MilestoneReached> reached = new HashMap<>();
    private final Map<TimeConstraintId, TimeConstraintDeclared> constraints = new LinkedHashMap<>();
    private final Set<TimeConstraintId> lifted = new HashSet<>();

    void on(BilanMeetingScheduled scheduled) {
        bilanMeetingAt = scheduled.at();
    }

    void on(MilestonePlanned planned) {
        milestones.put(planned.milestoneId(), planned);
    }

    void on(MilestoneReached milestone) {
        reached.put(milestone.milestoneId(), milestone);
    }

    void on(TimeConstraintDeclared declared) {
        constraints.put(declared.constraintId(), declared);
    }

    void on(TimeConstraintLifted constraint) {
        lifted.add(constraint.constraintId());
        constraints.remove(constraint.constraintId());
    }

    boolean bilanMeetsAt(Instant at) {
        return at.equals(bilanMeetingAt);
    }

    /** Scheduled as such, or planned as a milestone of that kind. */
    boolean hasBilanMeeting() {
        return bilanMeetingAt != null
                || milestones.values().stream().anyMatch(milestone -> milestone.kind() == MilestoneKind.BILAN_MEETING);
    }

    /** A milestone that stands like that already, or else what moves it or makes it. */
    MilestonePlanned planned(PlanMilestone command, EpnId epn) {
        var named = command.milestoneId();
        if (named != null) {
            if (!milestones.containsKey(named)) {
                throw new UnknownMilestone();
            }
            return planned(command, epn, named);
        }
        return milestones.values().stream()
                .filter(milestone -> milestone.equals(planned(command, epn, milestone.milestoneId())))
                .findFirst()
                .orElseGet(() -> planned(command, epn, command.newId()));
    }

    private static MilestonePlanned planned(PlanMilestone command, EpnId epn, MilestoneId id) {
        return new MilestonePlanned(
                command.id(), epn, id, command.kind(), command.title(), command.at(), command.place());
    }

    boolean holds(MilestonePlanned milestone) {
        return milestone.equals(milestones.get(milestone.milestoneId()));
    }

    boolean isReached(MilestoneId milestone) {
        return reached.containsKey(milestone);
    }

    boolean holds(MilestoneReached milestone) {
        if (!milestones.containsKey(milestone.milestoneId())) {
            throw new UnknownMilestone();
        }
        return milestone.equals(reached.get(milestone.milestoneId()));
    }

    /** A constraint that stands like that already, or else a new one. */
    TimeConstraintDeclared declared(DeclareTimeConstraint command, EpnId epn) {
        return constraints.values().stream()
                .filter(constraint -> constraint.equals(declared(command, epn, constraint.constraintId())))
                .findFirst()
                .orElseGet(() -> declared(command, epn, command.constraintId()));
    }

    private static TimeConstraintDeclared declared(DeclareTimeConstraint command, EpnId epn, TimeConstraintId id) {
        return new TimeConstraintDeclared(
                command.id(), epn, id, command.partnerId(), command.supplier(), command.openings(), command.note());
    }

    boolean holds(TimeConstraintDeclared constraint) {
        return constraints.containsKey(constraint.constraintId());
    }

    boolean isLifted(TimeConstraintId constraint) {
        if (lifted.contains(constraint)) {
            return true;
        }
        if (!constraints.containsKey(constraint)) {
            throw new UnknownTimeConstraint();
        }
        return false;
    }
}
