package org.maillage.command.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maillage.command.World.*;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.session.SessionCommand.*;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceEntry;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SeriesFrequency;
import org.maillage.kernel.session.SeriesSlot;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.kernel.session.SessionId;

class SessionTest {

    private static final SessionId SESSION = new SessionId(new UUID(8, 1));
    private static final SessionId REPLACEMENT = new SessionId(new UUID(8, 2));
    private static final Instant AT_TWO = Instant.parse("2025-10-07T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-05-05T12:00:00Z");
    private static final Minutes TWO_HOURS = new Minutes(120);

    private final FixtureConfiguration<Session> fixture = fixture(Session.class, upTo(started()));

    private static SessionPlanned planned(List<PersonId> roster) {
        return new SessionPlanned(SESSION, PARTNERSHIP, EPN, AT_TWO, TWO_HOURS, "Salle 2", roster, null, false);
    }

    private static SessionPlanned planned() {
        return planned(List.of(INES, BERNARD));
    }

    private static SessionHeld held() {
        return new SessionHeld(SESSION, PARTNERSHIP, EPN);
    }

    private static AttendanceEntry line(PersonId person, AttendanceStatus status) {
        return new AttendanceEntry(person, status, false);
    }

    private static AttendanceRecorded recorded(AttendanceEntry... entries) {
        return new AttendanceRecorded(SESSION, PARTNERSHIP, EPN, List.of(entries));
    }

    private static RecordAttendance record(AttendanceEntry... entries) {
        return new RecordAttendance(SESSION, List.of(entries));
    }

    private static SheetClosed closed() {
        return new SheetClosed(SESSION, PARTNERSHIP, EPN);
    }

    private static AttendanceCorrected corrected(PersonId person, AttendanceStatus status) {
        return new AttendanceCorrected(SESSION, PARTNERSHIP, EPN, person, status, false, "note au dos");
    }

    private static CorrectAttendance correct(PersonId person, AttendanceStatus status) {
        return new CorrectAttendance(SESSION, person, status, null, "note au dos");
    }

    @Test
    void a_session_is_planned_even_in_the_past_and_names_each_person_once() {
        fixture.givenNoPriorActivity()
                .when(new PlanSession(
                        SESSION, PARTNERSHIP, AT_TWO, TWO_HOURS, "Salle 2", List.of(INES, BERNARD, INES), false))
                .expectEvents(planned());
    }

    @Test
    void a_session_belongs_to_an_agreed_partnership_and_expects_known_people() {
        fixture(Session.class, upTo(negotiating()))
                .givenNoPriorActivity()
                .when(new PlanSession(SESSION, PARTNERSHIP, AT_TWO, TWO_HOURS, null, List.of(), false))
                .expectException(WrongPartnershipState.class);
        fixture.givenNoPriorActivity()
                .when(new PlanSession(SESSION, PARTNERSHIP, AT_TWO, TWO_HOURS, null, List.of(STRANGER), false))
                .expectException(UnknownPerson.class);
    }

    @Test
    void a_rescheduled_session_is_replaced_by_another() {
        var rescheduled = new SessionRescheduled(SESSION, PARTNERSHIP, EPN, REPLACEMENT, LATER, "grève");
        fixture.given(planned())
                .when(new RescheduleSession(SESSION, REPLACEMENT, LATER, "grève"))
                .expectEvents(rescheduled)
                .expectResultMessagePayload(new Rescheduled(REPLACEMENT));
        fixture.given(planned(), rescheduled)
                .when(new RescheduleSession(SESSION, new SessionId(new UUID(8, 3)), LATER, "grève"))
                .expectNoEvents()
                .expectResultMessagePayload(new Rescheduled(REPLACEMENT));
        fixture.given(planned(), held())
                .when(new RescheduleSession(SESSION, REPLACEMENT, LATER, "grève"))
                .expectException(WrongSessionState.class);
        fixture.givenNoPriorActivity()
                .when(new ReplaceSession(
                        REPLACEMENT, SESSION, PARTNERSHIP, LATER, TWO_HOURS, "Salle 2", List.of(INES, BERNARD), true))
                .expectEvents(new SessionPlanned(
                        REPLACEMENT,
                        PARTNERSHIP,
                        EPN,
                        LATER,
                        TWO_HOURS,
                        "Salle 2",
                        List.of(INES, BERNARD),
                        SESSION,
                        true));
    }

    @Test
    void a_planned_session_is_cancelled_or_held_once() {
        var cancelled = new SessionCancelled(SESSION, PARTNERSHIP, EPN, "salle inondée");
        fixture.given(planned())
                .when(new CancelSession(SESSION, "salle inondée"))
                .expectEvents(cancelled);
        fixture.given(planned(), cancelled)
                .when(new CancelSession(SESSION, "salle inondée"))
                .expectNoEvents();
        fixture.given(planned()).when(new HoldSession(SESSION, LATER)).expectEvents(held());
        fixture.given(planned(), held()).when(new HoldSession(SESSION, LATER)).expectNoEvents();
        fixture.given(planned(), cancelled)
                .when(new HoldSession(SESSION, LATER))
                .expectException(WrongSessionState.class);
        fixture.given(planned(), held())
                .when(new CancelSession(SESSION, "trop tard"))
                .expectException(WrongSessionState.class);
    }

    @Test
    void a_session_that_has_not_begun_was_not_held() {
        fixture.given(planned())
                .when(new HoldSession(SESSION, AT_TWO.minusSeconds(1)))
                .expectException(SessionInTheFuture.class);
    }

    @Test
    void attendance_is_recorded_for_a_held_session_only() {
        fixture.given(planned(), held())
                .when(record(line(INES, AttendanceStatus.PRESENT)))
                .expectEvents(recorded(line(INES, AttendanceStatus.PRESENT)));
        fixture.given(planned())
                .when(record(line(INES, AttendanceStatus.PRESENT)))
                .expectException(SessionNotHeld.class);
        fixture.given(planned(), new SessionCancelled(SESSION, PARTNERSHIP, EPN, "non"))
                .when(record(line(INES, AttendanceStatus.PRESENT)))
                .expectException(SessionNotHeld.class);
        fixture.given(planned(), new SessionRescheduled(SESSION, PARTNERSHIP, EPN, REPLACEMENT, LATER, "grève"))
                .when(record(line(INES, AttendanceStatus.PRESENT)))
                .expectException(SessionNotHeld.class);
    }

    @Test
    void a_status_sent_again_is_no_news_and_another_one_needs_a_correction() {
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(record(line(INES, AttendanceStatus.PRESENT)))
                .expectNoEvents();
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(record(line(INES, AttendanceStatus.PRESENT), line(BERNARD, AttendanceStatus.EXCUSED)))
                .expectEvents(recorded(line(BERNARD, AttendanceStatus.EXCUSED)));
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(record(line(INES, AttendanceStatus.ABSENT)))
                .expectException(AttendanceAlreadyRecorded.class);
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(record(new AttendanceEntry(INES, AttendanceStatus.PRESENT, true)))
                .expectException(AttendanceAlreadyRecorded.class);
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(new CorrectAttendance(SESSION, INES, AttendanceStatus.PRESENT, true, "note au dos"))
                .expectEvents(new AttendanceCorrected(
                        SESSION, PARTNERSHIP, EPN, INES, AttendanceStatus.PRESENT, true, "note au dos"));
    }

    @Test
    void somebody_who_was_not_expected_is_added_if_the_centre_knows_them() {
        fixture.given(planned(), held())
                .when(record(line(CLAIRE, AttendanceStatus.PRESENT)))
                .expectEvents(recorded(line(CLAIRE, AttendanceStatus.PRESENT)));
        fixture.given(planned(), held())
                .when(record(line(STRANGER, AttendanceStatus.PRESENT)))
                .expectException(UnknownPerson.class);
    }

    @Test
    void heads_are_counted_at_open_events_only() {
        fixture.given(planned(List.of()), held())
                .when(new RecordHeadcount(SESSION, 37))
                .expectEvents(new HeadcountRecorded(SESSION, PARTNERSHIP, EPN, 37));
        fixture.given(planned(List.of()), held(), new HeadcountRecorded(SESSION, PARTNERSHIP, EPN, 37))
                .when(new RecordHeadcount(SESSION, 37))
                .expectNoEvents();
        fixture.given(planned(), held())
                .when(new RecordHeadcount(SESSION, 37))
                .expectException(HeadcountNeedsOpenEvent.class);
        fixture.given(planned(List.of())).when(new RecordHeadcount(SESSION, 37)).expectException(SessionNotHeld.class);
    }

    @Test
    void an_empty_sheet_is_not_closed_and_a_closed_one_takes_corrections_only() {
        fixture.given(planned(), held()).when(new CloseSheet(SESSION)).expectException(SheetUnrecorded.class);
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)))
                .when(new CloseSheet(SESSION))
                .expectEvents(closed());
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)), closed())
                .when(new CloseSheet(SESSION))
                .expectNoEvents();
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)), closed())
                .when(record(line(BERNARD, AttendanceStatus.PRESENT)))
                .expectException(SheetIsClosed.class);
    }

    @Test
    void a_correction_says_what_was_right() {
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.ABSENT)), closed())
                .when(correct(INES, AttendanceStatus.PRESENT))
                .expectEvents(corrected(INES, AttendanceStatus.PRESENT));
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.ABSENT)), closed())
                .when(correct(INES, AttendanceStatus.ABSENT))
                .expectNoEvents();
    }

    @Test
    void somebody_expected_of_whom_the_sheet_says_nothing_was_absent() {
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)), closed())
                .when(correct(BERNARD, AttendanceStatus.ABSENT))
                .expectNoEvents();
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)), closed())
                .when(correct(BERNARD, AttendanceStatus.EXCUSED))
                .expectEvents(corrected(BERNARD, AttendanceStatus.EXCUSED));
        fixture.given(planned(), held(), recorded(line(INES, AttendanceStatus.PRESENT)), closed())
                .when(correct(CLAIRE, AttendanceStatus.PRESENT))
                .expectException(PersonNotOnSheet.class);
        fixture.given(planned(), held())
                .when(correct(INES, AttendanceStatus.PRESENT))
                .expectException(SheetUnrecorded.class);
    }

    @Test
    void after_the_follow_up_nothing_but_corrections() {
        var life = new ArrayList<PartnershipEvent>(Arrays.asList(upTo(delivered())));
        life.add(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        var over = fixture(Session.class, life.toArray(PartnershipEvent[]::new));
        over.given(planned(), held(), recorded(line(INES, AttendanceStatus.ABSENT)))
                .when(record(line(BERNARD, AttendanceStatus.PRESENT)))
                .expectException(WrongPartnershipState.class);
        over.given(planned(), held(), recorded(line(INES, AttendanceStatus.ABSENT)))
                .when(correct(INES, AttendanceStatus.PRESENT))
                .expectEvents(corrected(INES, AttendanceStatus.PRESENT));
    }

    @Test
    void whether_images_are_taken_is_planned_and_decided_anew() {
        var images = new ImagesDecided(SESSION, PARTNERSHIP, EPN, true);
        fixture.givenNoPriorActivity()
                .when(new PlanSession(SESSION, PARTNERSHIP, AT_TWO, TWO_HOURS, null, List.of(), true))
                .expectEvents(
                        new SessionPlanned(SESSION, PARTNERSHIP, EPN, AT_TWO, TWO_HOURS, null, List.of(), null, true));
        fixture.given(planned()).when(new DecideImages(SESSION, true)).expectEvents(images);
        fixture.given(planned(), images).when(new DecideImages(SESSION, true)).expectNoEvents();
        fixture.given(planned(), images)
                .when(new DecideImages(SESSION, false))
                .expectEvents(new ImagesDecided(SESSION, PARTNERSHIP, EPN, false));
        fixture.given(planned(), held()).when(new DecideImages(SESSION, true)).expectEvents(images);
        fixture.given(planned(), new SessionCancelled(SESSION, PARTNERSHIP, EPN, "salle inondée"))
                .when(new DecideImages(SESSION, true))
                .expectException(WrongSessionState.class);
        over().given(planned()).when(new DecideImages(SESSION, true)).expectException(WrongPartnershipState.class);
    }

    /** After the follow-up. */
    private static FixtureConfiguration<Session> over() {
        var life = new ArrayList<PartnershipEvent>(Arrays.asList(upTo(delivered())));
        life.add(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        return fixture(Session.class, life.toArray(PartnershipEvent[]::new));
    }

    private static PlanSessionSeries series(PersonId person) {
        return new PlanSessionSeries(
                SESSION,
                PARTNERSHIP,
                AT_TWO,
                SeriesFrequency.WEEKLY,
                List.of(SESSION, REPLACEMENT),
                TWO_HOURS,
                "Salle 2",
                List.of(person, BERNARD),
                false);
    }

    @Test
    void a_series_is_planned_from_its_first_session() {
        fixture.givenNoPriorActivity()
                .when(series(INES))
                .expectEvents(
                        planned(),
                        new SessionSeriesPlanned(
                                SESSION,
                                PARTNERSHIP,
                                EPN,
                                SeriesFrequency.WEEKLY,
                                List.of(
                                        new SeriesSlot(SESSION, AT_TWO),
                                        new SeriesSlot(REPLACEMENT, AT_TWO.plus(Duration.ofDays(7))))))
                .expectResultMessagePayload(new SeriesPlanned(List.of(SESSION, REPLACEMENT)));
        fixture.givenNoPriorActivity().when(series(STRANGER)).expectException(UnknownPerson.class);
        over().givenNoPriorActivity().when(series(INES)).expectException(WrongPartnershipState.class);
    }

    @ParameterizedTest
    @CsvSource({
        // Two in the afternoon in Paris, over the end of summer time and the start of the next.
        "2025-10-21T12:00:00Z, WEEKLY, 2025-10-28T13:00:00Z, 2025-11-04T13:00:00Z",
        "2026-03-17T13:00:00Z, FORTNIGHTLY, 2026-03-31T12:00:00Z, 2026-04-14T12:00:00Z",
        "2026-01-31T13:00:00Z, MONTHLY, 2026-02-28T13:00:00Z, 2026-03-31T12:00:00Z",
        // Half past two in the night does not exist on 29 March 2026; the week after it does.
        "2026-03-22T01:30:00Z, WEEKLY, 2026-03-29T01:30:00Z, 2026-04-05T00:30:00Z",
    })
    void a_series_keeps_its_hour_in_paris(Instant first, SeriesFrequency frequency, Instant second, Instant third) {
        var ids = List.of(SESSION, REPLACEMENT, new SessionId(new UUID(8, 3)));

        assertThat(Rhythm.slots(first, frequency, ids))
                .containsExactly(
                        new SeriesSlot(ids.get(0), first),
                        new SeriesSlot(ids.get(1), second),
                        new SeriesSlot(ids.get(2), third));
    }
}
