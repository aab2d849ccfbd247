package org.maillage.command.poll;

import static org.maillage.command.World.*;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.junit.jupiter.api.Test;
import org.maillage.command.UnknownReference.UnknownPartnership;
import org.maillage.command.UnknownReference.UnknownPerson;
import org.maillage.command.WrongPartnershipState;
import org.maillage.command.poll.DatePollCommand.*;
import org.maillage.kernel.Event;
import org.maillage.kernel.partnership.FollowUp;
import org.maillage.kernel.partnership.PartnershipEvent.FollowUpDecided;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.poll.Availability;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.poll.PollAnswer;

class DatePollTest {

    private static final DatePollId POLL = new DatePollId(new UUID(15, 1));
    private static final Instant MONDAY = Instant.parse("2025-11-03T09:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2025-11-04T09:00:00Z");
    private static final Instant NEVER = Instant.parse("2025-12-25T09:00:00Z");
    private static final PollAnswer YES_MONDAY = new PollAnswer(MONDAY, Availability.YES);
    private static final PollAnswer NO_TUESDAY = new PollAnswer(TUESDAY, Availability.NO);
    private static final PollAnswer PERHAPS_TUESDAY = new PollAnswer(TUESDAY, Availability.IF_NEED_BE);

    private final FixtureConfiguration<DatePoll> fixture = fixture(DatePoll.class, proposed());

    private static FixtureConfiguration<DatePoll> followedUp() {
        var life = new ArrayList<Event>(Arrays.asList(upTo(delivered())));
        life.add(new FollowUpDecided(PARTNERSHIP, EPN, FollowUp.CLOSE, null, null));
        return fixture(DatePoll.class, life.toArray(Event[]::new));
    }

    private static OpenDatePoll open(PartnershipId partnership) {
        return new OpenDatePoll(POLL, partnership, "Réunion de bilan ?", List.of(MONDAY, TUESDAY));
    }

    private static DatePollOpened opened() {
        return new DatePollOpened(POLL, PARTNERSHIP, EPN, "Réunion de bilan ?", List.of(MONDAY, TUESDAY));
    }

    private static AnswerDatePoll answer(PollAnswer... answers) {
        return new AnswerDatePoll(POLL, INES, List.of(answers));
    }

    private static DatePollAnswered answered(PollAnswer... answers) {
        return new DatePollAnswered(POLL, PARTNERSHIP, EPN, INES, List.of(answers));
    }

    private static DatePollClosed closed() {
        return new DatePollClosed(POLL, PARTNERSHIP, EPN, MONDAY);
    }

    @Test
    void dates_are_put_to_the_vote() {
        fixture.givenNoPriorActivity().when(open(PARTNERSHIP)).expectEvents(opened());
    }

    @Test
    void a_poll_belongs_to_a_partnership_that_is_not_over() {
        fixture.givenNoPriorActivity()
                .when(open(new PartnershipId(new UUID(9, 9))))
                .expectException(UnknownPartnership.class);
        followedUp().givenNoPriorActivity().when(open(PARTNERSHIP)).expectException(WrongPartnershipState.class);
        followedUp().given(opened()).when(answer(YES_MONDAY)).expectException(WrongPartnershipState.class);
        followedUp().given(opened()).when(new CloseDatePoll(POLL, MONDAY)).expectException(WrongPartnershipState.class);
    }

    @Test
    void everybody_commits_to_some_degree() {
        fixture.given(opened()).when(answer(YES_MONDAY, NO_TUESDAY)).expectEvents(answered(YES_MONDAY, NO_TUESDAY));
    }

    @Test
    void who_answers_is_known_and_answers_to_what_was_asked() {
        fixture.given(opened())
                .when(new AnswerDatePoll(POLL, STRANGER, List.of(YES_MONDAY)))
                .expectException(UnknownPerson.class);
        fixture.given(opened())
                .when(answer(YES_MONDAY, new PollAnswer(NEVER, Availability.YES)))
                .expectException(NotAnOption.class);
    }

    @Test
    void answering_again_replaces_and_the_same_again_is_no_news() {
        fixture.given(opened(), answered(YES_MONDAY, NO_TUESDAY))
                .when(answer(NO_TUESDAY, YES_MONDAY))
                .expectNoEvents();
        fixture.given(opened(), answered(YES_MONDAY, NO_TUESDAY))
                .when(answer(PERHAPS_TUESDAY))
                .expectEvents(answered(PERHAPS_TUESDAY));
        fixture.given(opened(), answered(YES_MONDAY, NO_TUESDAY), answered(PERHAPS_TUESDAY))
                .when(answer(YES_MONDAY, NO_TUESDAY))
                .expectEvents(answered(YES_MONDAY, NO_TUESDAY));
    }

    @Test
    void one_of_the_dates_is_chosen() {
        fixture.given(opened()).when(new CloseDatePoll(POLL, MONDAY)).expectEvents(closed());
        fixture.given(opened()).when(new CloseDatePoll(POLL, NEVER)).expectException(NotAnOption.class);
    }

    @Test
    void a_date_is_chosen_once_and_ends_the_vote() {
        fixture.given(opened(), closed()).when(new CloseDatePoll(POLL, MONDAY)).expectNoEvents();
        fixture.given(opened(), closed()).when(new CloseDatePoll(POLL, TUESDAY)).expectException(PollIsClosed.class);
        fixture.given(opened(), closed()).when(answer(YES_MONDAY)).expectException(PollIsClosed.class);
        fixture.given(opened(), answered(YES_MONDAY), closed())
                .when(answer(YES_MONDAY))
                .expectNoEvents();
    }
}
