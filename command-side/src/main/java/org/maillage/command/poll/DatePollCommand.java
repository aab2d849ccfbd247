package org.maillage.command.poll;

import java.time.Instant;
import java.util.List;
import org.maillage.command.Command;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.poll.DatePollId;
import org.maillage.kernel.poll.PollAnswer;

/** In the order of a poll's life. */
sealed interface DatePollCommand extends Command {

    DatePollId id();

    @Override
    default DatePollId target() {
        return id();
    }

    record OpenDatePoll(DatePollId id, PartnershipId partnershipId, String question, List<Instant> options)
            implements DatePollCommand {
        @Override
        public PartnershipId within() {
            return partnershipId;
        }
    }

    record AnswerDatePoll(DatePollId id, PersonId personId, List<PollAnswer> answers) implements DatePollCommand {
        @Override
        public PersonId inTheNameOf() {
            return personId;
        }
    }

    record CloseDatePoll(DatePollId id, Instant chosen) implements DatePollCommand {}
}
