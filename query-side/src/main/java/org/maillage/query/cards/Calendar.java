package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.Opening;
import org.maillage.kernel.partnership.PartnershipEvent.*;

/** The dates of a partnership and the hours that bind them. */
final class Calendar {

    private @Nullable Instant bilanMeetingAt;
    private @Nullable LocalDate startedOn;
    private @Nullable LocalDate completedOn;
    private final Map<UUID, Milestone> milestones = new LinkedHashMap<>();
    private final Map<UUID, TimeConstraint> constraints = new LinkedHashMap<>();

    /** @param reachedOn null as long as it lies ahead */
    record Milestone(
            UUID id,
            MilestoneKind kind,
            @Nullable String title,
            Instant at,
            @Nullable String place,
            @Nullable LocalDate reachedOn) {

        private Milestone reached(LocalDate on) {
            return new Milestone(id, kind, title, at, place, on);
        }
    }

    /** @param supplier who it is when it is no partner */
    record TimeConstraint(
            UUID id,
            @Nullable UUID partnerId,
            @Nullable String supplier,
            List<Opening> openings,
            @Nullable String note) {}

    void scheduled(BilanMeetingScheduled event) {
        bilanMeetingAt = event.at();
    }

    void started(ActionStarted event) {
        startedOn = event.startedOn();
    }

    void completed(ActionCompleted event) {
        completedOn = event.completedOn();
    }

    void planned(MilestonePlanned event) {
        milestones.put(
                event.milestoneId().value(),
                new Milestone(
                        event.milestoneId().value(), event.kind(), event.title(), event.at(), event.place(), null));
    }

    void reached(MilestoneReached event) {
        milestones.computeIfPresent(
                event.milestoneId().value(), (_, milestone) -> milestone.reached(event.reachedOn()));
    }

    void declared(TimeConstraintDeclared event) {
        constraints.put(
                event.constraintId().value(),
                new TimeConstraint(
                        event.constraintId().value(),
                        event.partnerId() == null ? null : event.partnerId().value(),
                        event.supplier(),
                        event.openings(),
                        event.note()));
    }

    void lifted(TimeConstraintLifted event) {
        constraints.remove(event.constraintId().value());
    }

    @Nullable
    Instant bilanMeetingAt() {
        return bilanMeetingAt;
    }

    @Nullable
    LocalDate startedOn() {
        return startedOn;
    }

    @Nullable
    LocalDate completedOn() {
        return completedOn;
    }

    List<Milestone> milestones() {
        return List.copyOf(milestones.values());
    }

    List<TimeConstraint> constraints() {
        return List.copyOf(constraints.values());
    }
}
