package org.maillage.command.timesheet;

import static org.maillage.command.World.*;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.timesheet.TimesheetCommand.*;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipDeclined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimeEntryId;
import org.maillage.kernel.timesheet.TimesheetEvent.*;
import org.maillage.kernel.timesheet.TimesheetId;

class TimesheetTest {

    private static final TimesheetId SHEET = TimesheetId.of(INES, YearMonth.from(DAY));
    private static final TimeEntryId ENTRY = new TimeEntryId(new UUID(10, 1));
    private static final TimeEntryId ANOTHER = new TimeEntryId(new UUID(10, 2));

    private final FixtureConfiguration<Timesheet> fixture = fixture(Timesheet.class, proposed());

    private static LogTime log(TimeEntryId entry, PersonId person, PartnershipId partnership, int minutes) {
        return new LogTime(SHEET, entry, person, null, partnership, Phase.DELIVERY, DAY, new Minutes(minutes), null);
    }

    private static TimeLogged logged(TimeEntryId entry, LocalDate day, int minutes) {
        return new TimeLogged(
                SHEET, PARTNERSHIP, EPN, entry, INES, null, Phase.DELIVERY, day, new Minutes(minutes), null);
    }

    private static TimeCorrected corrected(Phase phase, LocalDate day, int minutes) {
        return new TimeCorrected(
                SHEET, PARTNERSHIP, EPN, ENTRY, INES, null, phase, day, new Minutes(minutes), "erreur de saisie");
    }

    private static CorrectTime correct(@Nullable Integer minutes, @Nullable Phase phase, @Nullable LocalDate day) {
        return new CorrectTime(
                SHEET, INES, ENTRY, minutes == null ? null : new Minutes(minutes), phase, day, "erreur de saisie");
    }

    @Test
    void time_is_logged_in_any_state_before_the_follow_up() {
        fixture.givenNoPriorActivity().when(log(ENTRY, INES, PARTNERSHIP, 120)).expectEvents(logged(ENTRY, DAY, 120));
        fixture(Timesheet.class, proposed(), new PartnershipDeclined(PARTNERSHIP, EPN, "non"))
                .givenNoPriorActivity()
                .when(log(ENTRY, INES, PARTNERSHIP, 120))
                .expectEvents(logged(ENTRY, DAY, 120));
        fixture(Timesheet.class, proposed(), new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null))
                .givenNoPriorActivity()
                .when(log(ENTRY, INES, PARTNERSHIP, 120))
                .expectException(WrongPartnershipState.class);
    }

    @Test
    void times_that_are_logged_at_once_are_those_of_one_centre() {
        var elsewhere = new PartnershipId(new UUID(9, 8));
        var lines = List.of(line(ENTRY, PARTNERSHIP), line(ANOTHER, elsewhere));
        fixture(
                        Timesheet.class,
                        proposed(),
                        new PartnershipProposed(
                                elsewhere,
                                OTHER_EPN,
                                WORKSHOPS,
                                List.of(STRANGE_PARTNER),
                                STRANGER,
                                List.of(),
                                List.of(),
                                List.of(),
                                null,
                                List.of()),
                        new PartnershipDeclined(elsewhere, OTHER_EPN, "non"))
                .givenNoPriorActivity()
                .when(new LogTimes(SHEET, INES, null, lines))
                .expectException(UnknownPartnership.class);
    }

    private static Line line(TimeEntryId entry, PartnershipId partnership) {
        return new Line(entry, partnership, Phase.DELIVERY, DAY, new Minutes(1), null);
    }

    @Test
    void an_entry_is_corrected_in_the_name_of_who_worked() {
        fixture.given(logged(ENTRY, DAY, 120))
                .when(new CorrectTime(SHEET, CLAIRE, ENTRY, new Minutes(1), null, null, "erreur de saisie"))
                .expectException(UnknownTimeEntry.class);
    }

    @Test
    void time_is_that_of_a_known_person_on_a_known_partnership() {
        fixture.givenNoPriorActivity()
                .when(log(ENTRY, STRANGER, PARTNERSHIP, 1))
                .expectException(UnknownPerson.class);
        fixture.givenNoPriorActivity()
                .when(log(ENTRY, INES, new PartnershipId(new UUID(9, 9)), 1))
                .expectException(UnknownPartnership.class);
    }

    @Test
    void a_day_has_1440_minutes_over_all_partnerships() {
        fixture.given(logged(ENTRY, DAY, 1_400))
                .when(log(ANOTHER, INES, PARTNERSHIP, 40))
                .expectEvents(logged(ANOTHER, DAY, 40));
        fixture.given(logged(ENTRY, DAY, 1_400))
                .when(log(ANOTHER, INES, PARTNERSHIP, 41))
                .expectException(DayTooLong.class);
        fixture.given(logged(ENTRY, DAY.plusDays(1), 1_400))
                .when(log(ANOTHER, INES, PARTNERSHIP, 1_440))
                .expectEvents(logged(ANOTHER, DAY, 1_440));
    }

    @Test
    void a_correction_carries_the_whole_entry_as_it_should_have_been() {
        fixture.given(logged(ENTRY, DAY, 120))
                .when(correct(90, null, null))
                .expectEvents(corrected(Phase.DELIVERY, DAY, 90));
        fixture.given(logged(ENTRY, DAY, 120), corrected(Phase.DELIVERY, DAY, 90))
                .when(correct(null, Phase.PREPARATION, DAY.plusDays(1)))
                .expectEvents(corrected(Phase.PREPARATION, DAY.plusDays(1), 90));
        fixture.given(logged(ENTRY, DAY, 120)).when(correct(120, null, DAY)).expectNoEvents();
    }

    @Test
    void a_correction_leaves_room_in_the_day_and_stays_in_the_month() {
        fixture.given(logged(ENTRY, DAY, 120), logged(ANOTHER, DAY, 1_300))
                .when(correct(141, null, null))
                .expectException(DayTooLong.class);
        fixture.given(logged(ENTRY, DAY, 120))
                .when(correct(null, null, DAY.plusMonths(1)))
                .expectException(DayInAnotherMonth.class);
        fixture.given(logged(ANOTHER, DAY, 120)).when(correct(1, null, null)).expectException(UnknownTimeEntry.class);
    }

    @Test
    void a_correction_is_still_possible_after_the_follow_up() {
        fixture(Timesheet.class, proposed(), new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null))
                .given(logged(ENTRY, DAY, 120))
                .when(correct(90, null, null))
                .expectEvents(corrected(Phase.DELIVERY, DAY, 90));
    }

    private static Line line(TimeEntryId entry, LocalDate day, int minutes) {
        return new Line(entry, PARTNERSHIP, Phase.DELIVERY, day, new Minutes(minutes), null);
    }

    @Test
    void several_entries_are_logged_at_once() {
        fixture.givenNoPriorActivity()
                .when(new LogTimes(
                        SHEET, INES, null, List.of(line(ENTRY, DAY, 1_400), line(ANOTHER, DAY.plusDays(1), 1_440))))
                .expectEvents(logged(ENTRY, DAY, 1_400), logged(ANOTHER, DAY.plusDays(1), 1_440))
                .expectResultMessagePayload(new TimesLogged(List.of(ENTRY, ANOTHER)));
    }

    @Test
    void a_day_has_1440_minutes_over_all_entries_of_a_batch_and_those_before_it() {
        var third = new TimeEntryId(new UUID(10, 3));
        fixture.givenNoPriorActivity()
                .when(new LogTimes(SHEET, INES, null, List.of(line(ENTRY, DAY, 1_400), line(ANOTHER, DAY, 41))))
                .expectException(DayTooLong.class)
                .expectNoEvents();
        fixture.given(logged(ENTRY, DAY, 1_000))
                .when(new LogTimes(SHEET, INES, null, List.of(line(ANOTHER, DAY, 400), line(third, DAY, 40))))
                .expectEvents(logged(ANOTHER, DAY, 400), logged(third, DAY, 40));
        fixture.given(logged(ENTRY, DAY, 1_000))
                .when(new LogTimes(SHEET, INES, null, List.of(line(ANOTHER, DAY, 400), line(third, DAY, 41))))
                .expectException(DayTooLong.class);
    }

    @Test
    void one_entry_that_cannot_be_logged_refuses_the_batch() {
        var unknown = new Line(ANOTHER, new PartnershipId(new UUID(9, 9)), Phase.DELIVERY, DAY, new Minutes(1), null);
        fixture.givenNoPriorActivity()
                .when(new LogTimes(SHEET, INES, null, List.of(line(ENTRY, DAY, 1), unknown)))
                .expectException(UnknownPartnership.class)
                .expectNoEvents();
        fixture.givenNoPriorActivity()
                .when(new LogTimes(SHEET, STRANGER, null, List.of(line(ENTRY, DAY, 1))))
                .expectException(UnknownPerson.class);
        fixture(Timesheet.class, proposed(), new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null))
                .givenNoPriorActivity()
                .when(new LogTimes(SHEET, INES, null, List.of(line(ENTRY, DAY, 1))))
                .expectException(WrongPartnershipState.class);
    }
}
