package org.maillage.kernel.funding;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.money.Money;

/**
 * Money that a centre already has, with its conditions (subvention, contrat avec le créditeur).
 *
 * @param missions what it pays for
 * @param exclusive whether nobody else may pay for these missions (« une exclusivité de missions »)
 * @param until the last day on which it is in force; null when it has no end
 */
public record FundingAgreement(
        FundingId id,
        String funder,
        List<String> missions,
        boolean exclusive,
        @Nullable Money amount,
        LocalDate from,
        @Nullable LocalDate until) {

    public FundingAgreement {
        missions = List.copyOf(missions);
    }

    public boolean inForceOn(LocalDate day) {
        return !day.isBefore(from) && (until == null || !day.isAfter(until));
    }

    FundingAgreement endedOn(LocalDate day) {
        return new FundingAgreement(id, funder, missions, exclusive, amount, from, day);
    }
}
