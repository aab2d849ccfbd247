package org.maillage.kernel.epn;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.money.Money;

/**
 * From when on a centre wants to be warned (seuils d’avertissement).
 *
 * @param staleCardDays after how many days a partner card is out of date (« tous les ans »)
 * @param analysisDelayDays how many days pass between the last session and a bilan meeting that has something to say
 * @param lateBilanMeetingDays after how many days from the end of the action a bilan meeting is far from it
 * @param sizeableContribution from what amount received on something must be shown for it (« un financement conséquent »)
 * @param activePartnerships how many partnerships at once are too many (« chronophage »); null for no limit
 * @param expiryNoticeDays how many days ahead a convention that expires is announced
 */
public record Thresholds(
        int staleCardDays,
        int analysisDelayDays,
        int lateBilanMeetingDays,
        Money sizeableContribution,
        @Nullable Integer activePartnerships,
        int expiryNoticeDays) {

    /** Those of a centre that never set its own. */
    public static final Thresholds DEFAULT = new Thresholds(365, 7, 60, new Money(new BigDecimal("1000.00")), null, 60);

    /** The same, but for the number of partnerships at once. */
    public Thresholds withActivePartnerships(@Nullable Integer many) {
        return new Thresholds(
                staleCardDays, analysisDelayDays, lateBilanMeetingDays, sizeableContribution, many, expiryNoticeDays);
    }

    /** What holds after one more event of the centre. */
    public static Thresholds after(Thresholds before, EpnEvent event) {
        return switch (event) {
            case EpnEvent.EpnRegistered registered ->
                before.withActivePartnerships(registered.activePartnershipThreshold());
            case EpnEvent.ThresholdsSet set -> set.thresholds();
            case EpnEvent.EpnMissionsRevised _,
                    EpnEvent.EpnPositioned _,
                    EpnEvent.StaffAppointed _,
                    EpnEvent.HourlyRateSet _,
                    EpnEvent.FundingDeclared _,
                    EpnEvent.FundingEnded _,
                    EpnEvent.CircuitTemplateSet _,
                    EpnEvent.PartnersImported _,
                    EpnEvent.AccessGranted _,
                    EpnEvent.AccessRevoked _ -> before;
        };
    }
}
