package org.maillage.kernel.poll;

import java.time.Instant;
import java.util.List;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.person.PersonId;

/** What happens to a date poll (sondage portant sur plusieurs dates). */
public sealed interface DatePollEvent extends Event {

    @Override
    DatePollId id();

    PartnershipId partnershipId();

    @Override
    default PartnershipId streamKey() {
        return partnershipId();
    }

    /** Several dates were put to the vote. */
    record DatePollOpened(
            DatePollId id, PartnershipId partnershipId, EpnId epnId, String question, List<Instant> options)
            implements DatePollEvent {

        public DatePollOpened {
            options = List.copyOf(options);
        }
    }

    /** Somebody said what they think of the dates; answering again replaces it. */
    record DatePollAnswered(
            DatePollId id, PartnershipId partnershipId, EpnId epnId, PersonId personId, List<PollAnswer> answers)
            implements DatePollEvent {

        public DatePollAnswered {
            answers = List.copyOf(answers);
        }
    }

    /** A date was chosen. */
    record DatePollClosed(DatePollId id, PartnershipId partnershipId, EpnId epnId, Instant chosen)
            implements DatePollEvent {}
}
