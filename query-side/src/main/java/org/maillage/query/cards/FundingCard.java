package org.maillage.query.cards;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.FundingDeclared;
import org.maillage.kernel.epn.EpnEvent.FundingEnded;
import org.maillage.kernel.funding.Fundings;
import org.maillage.query.intake.Recorded;

/**
 * A funding agreement.
 *
 * @param until the last day on which it is in force, as it was declared or as it was ended
 * @param endReason why it was ended; null when nobody said, or nothing but its term ends it
 * @param inForce on the day of the question
 */
record FundingCard(
        UUID id,
        UUID epnId,
        String funder,
        List<String> missions,
        boolean exclusive,
        @Nullable BigDecimal amount,
        LocalDate from,
        @Nullable LocalDate until,
        @Nullable String endReason,
        boolean inForce) {

    /** @param history what the events of the centre say of this agreement */
    static FundingCard of(List<Recorded> history, LocalDate today) {
        var declared = (FundingDeclared) history.getFirst().event();
        var fundings = Fundings.NONE;
        String reason = null;
        for (var recorded : history) {
            fundings = Fundings.after(fundings, (EpnEvent) recorded.event());
            if (recorded.event() instanceof FundingEnded ended) {
                reason = ended.reason();
            }
        }
        var agreement = fundings.find(declared.fundingId()).orElseThrow();
        return new FundingCard(
                agreement.id().value(),
                declared.epnId().value(),
                agreement.funder(),
                agreement.missions(),
                agreement.exclusive(),
                agreement.amount() == null ? null : agreement.amount().value(),
                agreement.from(),
                agreement.until(),
                reason,
                agreement.inForceOn(today));
    }
}
