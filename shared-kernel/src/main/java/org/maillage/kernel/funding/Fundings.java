package org.maillage.kernel.funding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;

/** The funding agreements of a centre, in the order in which they were declared. */
public record Fundings(List<FundingAgreement> agreements) {

    public static final Fundings NONE = new Fundings(List.of());

    public Fundings {
        agreements = List.copyOf(agreements);
    }

    /** What holds after one more event of the centre. */
    public static Fundings after(@Nullable Fundings before, EpnEvent event) {
        var known = before == null ? NONE : before;
        return switch (event) {
            case FundingDeclared declared -> known.with(agreement(declared));
            case FundingEnded ended -> known.ended(ended);
            case EpnRegistered _,
                    EpnMissionsRevised _,
                    EpnPositioned _,
                    StaffAppointed _,
                    HourlyRateSet _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> known;
        };
    }

    private static FundingAgreement agreement(FundingDeclared declared) {
        return new FundingAgreement(
                declared.fundingId(),
                declared.funder(),
                declared.missions(),
                declared.exclusive(),
                declared.amount(),
                declared.from(),
                declared.until());
    }

    private Fundings with(FundingAgreement agreement) {
        var more = new ArrayList<>(agreements);
        more.add(agreement);
        return new Fundings(more);
    }

    private Fundings ended(FundingEnded ended) {
        return new Fundings(agreements.stream()
                .map(agreement ->
                        agreement.id().equals(ended.fundingId()) ? agreement.endedOn(ended.endedOn()) : agreement)
                .toList());
    }

    public Optional<FundingAgreement> find(FundingId id) {
        return agreements.stream()
                .filter(agreement -> agreement.id().equals(id))
                .findFirst();
    }
}
