package org.maillage.command.partnership;

import static org.maillage.command.World.*;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.NotAParty;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.partnership.PartnershipCommand.*;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.MilestoneId;
import org.maillage.kernel.partnership.MilestoneKind;
import org.maillage.kernel.partnership.Opening;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.partnership.TimeConstraintId;

class PartnershipCalendarTest {

    private static final MilestoneId MILESTONE = new MilestoneId(new UUID(11, 1));
    private static final MilestoneId NEW_MILESTONE = new MilestoneId(new UUID(11, 2));
    private static final TimeConstraintId CONSTRAINT = new TimeConstraintId(new UUID(12, 1));
    private static final TimeConstraintId NEW_CONSTRAINT = new TimeConstraintId(new UUID(12, 2));
    private static final Instant AT = Instant.parse("2025-09-02T12:00:00Z");
    private static final String REASON = "un motif";
    private static final PartnershipDeclined DECLINED = new PartnershipDeclined(PARTNERSHIP, EPN, REASON);
    private static final List<Opening> OPENINGS = List.of(
            new Opening(DayOfWeek.TUESDAY, LocalTime.of(9, 0), LocalTime.of(12, 0)),
            new Opening(DayOfWeek.TUESDAY, LocalTime.of(14, 0), LocalTime.of(18, 0)));

    private final FixtureConfiguration<Partnership> fixture = fixture(Partnership.class);

    private static PlanMilestone plan(@Nullable MilestoneId known, Instant at) {
        return new PlanMilestone(
                PARTNERSHIP, known, NEW_MILESTONE, MilestoneKind.SET_UP_MEETING, "Mise en place", at, "au cinéma");
    }

    private static MilestonePlanned planned(MilestoneId id, Instant at) {
        return new MilestonePlanned(
                PARTNERSHIP, EPN, id, MilestoneKind.SET_UP_MEETING, "Mise en place", at, "au cinéma");
    }

    private static MilestoneReached reached() {
        return new MilestoneReached(PARTNERSHIP, EPN, MILESTONE, DAY);
    }

    @Test
    void a_step_is_planned() {
        fixture.given(proposed())
                .when(plan(null, AT))
                .expectEvents(planned(NEW_MILESTONE, AT))
                .expectResultMessagePayload(new Planned(NEW_MILESTONE));
        fixture.given(proposed(), DECLINED).when(plan(null, AT)).expectException(WrongPartnershipState.class);
    }

    @Test
    void a_step_moves() {
        var later = AT.plusSeconds(3_600);
        fixture.given(proposed(), planned(MILESTONE, AT))
                .when(plan(MILESTONE, later))
                .expectEvents(planned(MILESTONE, later))
                .expectResultMessagePayload(new Planned(MILESTONE));
        fixture.given(proposed()).when(plan(MILESTONE, later)).expectException(UnknownMilestone.class);
    }

    @Test
    void planning_the_same_step_again_changes_nothing() {
        fixture.given(proposed(), planned(MILESTONE, AT))
                .when(plan(MILESTONE, AT))
                .expectNoEvents()
                .expectResultMessagePayload(new Planned(MILESTONE));
        fixture.given(proposed(), planned(MILESTONE, AT))
                .when(plan(null, AT))
                .expectNoEvents()
                .expectResultMessagePayload(new Planned(MILESTONE));
        fixture.given(proposed(), planned(MILESTONE, AT))
                .when(plan(null, AT.plusSeconds(1)))
                .expectEvents(planned(NEW_MILESTONE, AT.plusSeconds(1)));
    }

    @Test
    void a_step_is_reached_once() {
        fixture.given(proposed(), planned(MILESTONE, AT))
                .when(new ReachMilestone(PARTNERSHIP, MILESTONE, DAY))
                .expectEvents(reached());
        fixture.given(proposed(), planned(MILESTONE, AT), reached())
                .when(new ReachMilestone(PARTNERSHIP, MILESTONE, DAY))
                .expectNoEvents();
        fixture.given(proposed(), planned(MILESTONE, AT), reached())
                .when(new ReachMilestone(PARTNERSHIP, MILESTONE, DAY.plusDays(1)))
                .expectException(MilestoneAlreadyReached.class);
        fixture.given(proposed())
                .when(new ReachMilestone(PARTNERSHIP, MILESTONE, DAY))
                .expectException(UnknownMilestone.class);
        fixture.given(proposed(), planned(MILESTONE, AT), DECLINED)
                .when(new ReachMilestone(PARTNERSHIP, MILESTONE, DAY))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void a_step_that_is_behind_moves_no_more() {
        fixture.given(proposed(), planned(MILESTONE, AT), reached())
                .when(plan(MILESTONE, AT.plusSeconds(3_600)))
                .expectException(MilestoneAlreadyReached.class);
    }

    @Test
    void a_bilan_meeting_planned_as_a_step_is_a_bilan_meeting() {
        fixture.given(
                        proposed(),
                        negotiating(),
                        agreed(),
                        new MilestonePlanned(PARTNERSHIP, EPN, MILESTONE, MilestoneKind.BILAN_MEETING, null, AT, null))
                .when(new StartAction(PARTNERSHIP, DAY))
                .expectEvents(started());
    }

    private static DeclareTimeConstraint declare(@Nullable PartnerId partner, @Nullable String supplier) {
        return new DeclareTimeConstraint(PARTNERSHIP, NEW_CONSTRAINT, partner, supplier, OPENINGS, null);
    }

    private static TimeConstraintDeclared declared(TimeConstraintId id) {
        return new TimeConstraintDeclared(PARTNERSHIP, EPN, id, CINEMA, null, OPENINGS, null);
    }

    @Test
    void the_hours_of_a_partner_or_of_a_supplier_are_declared() {
        fixture.given(proposed())
                .when(declare(CINEMA, null))
                .expectEvents(declared(NEW_CONSTRAINT))
                .expectResultMessagePayload(new Constrained(NEW_CONSTRAINT));
        fixture.given(proposed())
                .when(declare(null, "loueur de véhicules"))
                .expectEvents(new TimeConstraintDeclared(
                        PARTNERSHIP, EPN, NEW_CONSTRAINT, null, "loueur de véhicules", OPENINGS, null));
    }

    @Test
    void declaring_the_same_hours_again_changes_nothing_until_they_are_lifted() {
        fixture.given(proposed(), declared(CONSTRAINT))
                .when(declare(CINEMA, null))
                .expectNoEvents()
                .expectResultMessagePayload(new Constrained(CONSTRAINT));
        fixture.given(proposed(), declared(CONSTRAINT), new TimeConstraintLifted(PARTNERSHIP, EPN, CONSTRAINT, REASON))
                .when(declare(CINEMA, null))
                .expectEvents(declared(NEW_CONSTRAINT));
    }

    @Test
    void hours_are_those_of_somebody_who_takes_part_while_there_is_something_to_plan() {
        fixture.given(proposed()).when(declare(STRANGE_PARTNER, null)).expectException(NotAParty.class);
        fixture.given(proposed(), DECLINED).when(declare(CINEMA, null)).expectException(WrongPartnershipState.class);
    }

    @Test
    void a_time_constraint_is_lifted_once() {
        var lift = new LiftTimeConstraint(PARTNERSHIP, CONSTRAINT, REASON);
        var lifted = new TimeConstraintLifted(PARTNERSHIP, EPN, CONSTRAINT, REASON);
        fixture.given(proposed(), declared(CONSTRAINT)).when(lift).expectEvents(lifted);
        fixture.given(proposed(), declared(CONSTRAINT), lifted).when(lift).expectNoEvents();
        fixture.given(proposed()).when(lift).expectException(UnknownTimeConstraint.class);
        fixture.given(proposed(), declared(CONSTRAINT), DECLINED)
                .when(lift)
                .expectException(WrongPartnershipState.class);
    }
}
