package org.maillage.query.cards;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.poll.Availability;
import org.maillage.kernel.poll.DatePollEvent;
import org.maillage.kernel.poll.DatePollEvent.*;
import org.maillage.kernel.poll.PollAnswer;
import org.maillage.query.intake.Recorded;

/**
 * A date poll.
 *
 * @param options each date with what was said to it
 * @param answers the last answer of each person
 * @param chosen null as long as it is open
 */
record DatePollCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        String question,
        boolean closed,
        List<Tally> options,
        List<Ballot> answers,
        @Nullable Instant chosen) {

    /** @param unanswered how many of those who answered said nothing to this date */
    record Tally(Instant option, long yes, long ifNeedBe, long no, long unanswered) {}

    record Ballot(UUID personId, List<PollAnswer> answers, Instant at) {}

    static DatePollCard of(List<Recorded> history) {
        var opened = (DatePollOpened) history.getFirst().event();
        var ballots = new LinkedHashMap<UUID, Ballot>();
        Instant chosen = null;
        for (var recorded : history) {
            switch ((DatePollEvent) recorded.event()) {
                case DatePollOpened _ -> {}
                case DatePollAnswered e -> {
                    var person = e.personId().value();
                    ballots.put(person, new Ballot(person, e.answers(), recorded.at()));
                }
                case DatePollClosed e -> chosen = e.chosen();
            }
        }
        return new DatePollCard(
                opened.id().value(),
                opened.partnershipId().value(),
                opened.epnId().value(),
                opened.question(),
                chosen != null,
                opened.options().stream()
                        .map(option -> tally(option, ballots.values()))
                        .toList(),
                List.copyOf(ballots.values()),
                chosen);
    }

    private static Tally tally(Instant option, Collection<Ballot> ballots) {
        var said = ballots.stream()
                .flatMap(ballot -> ballot.answers().stream())
                .filter(answer -> answer.option().equals(option))
                .map(PollAnswer::answer)
                .toList();
        return new Tally(
                option,
                count(said, Availability.YES),
                count(said, Availability.IF_NEED_BE),
                count(said, Availability.NO),
                ballots.size() - (long) said.size());
    }

    private static long count(List<Availability> said, Availability availability) {
        return said.stream().filter(availability::equals).count();
    }
}
