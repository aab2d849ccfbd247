package org.maillage.query.cards;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.kernel.epn.LegalForm;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.query.intake.Recorded;

/**
 * A centre, what it stands for, its staff and its hourly rates.
 *
 * @param thresholds from when on it wants to be warned
 */
record EpnCard(
        UUID id,
        String name,
        LegalForm legalForm,
        @Nullable String siret,
        String communeCode,
        List<String> missions,
        List<String> audiences,
        List<String> domains,
        @Nullable String positioning,
        @Nullable Integer activePartnershipThreshold,
        Thresholds thresholds,
        List<Staff> staff,
        List<Rate> rates) {

    record Staff(UUID personId, String role) {}

    /** For a person or for a role, never both. */
    record Rate(@Nullable UUID personId, @Nullable String role, BigDecimal amount, LocalDate effectiveFrom) {}

    private record RateKey(String who, LocalDate effectiveFrom) {}

    /** For those who may not know what an hour costs. */
    EpnCard withoutRates() {
        return new EpnCard(
                id,
                name,
                legalForm,
                siret,
                communeCode,
                missions,
                audiences,
                domains,
                positioning,
                activePartnershipThreshold,
                thresholds,
                staff,
                List.of());
    }

    static EpnCard of(List<Recorded> history) {
        var registered = (EpnRegistered) history.getFirst().event();
        var missions = registered.missions();
        var domains = registered.domains();
        var positioning = registered.positioning();
        var staff = new LinkedHashMap<UUID, Staff>();
        Map<RateKey, Rate> rates =
                new TreeMap<>(Comparator.comparing(RateKey::effectiveFrom).thenComparing(RateKey::who));
        for (var recorded : history) {
            switch ((EpnEvent) recorded.event()) {
                case EpnMissionsRevised e -> missions = e.missions();
                case EpnPositioned e -> {
                    domains = e.domains();
                    positioning = e.positioning();
                }
                case StaffAppointed e -> {
                    var person = e.personId().value();
                    staff.put(person, new Staff(person, e.role().value()));
                }
                case HourlyRateSet e -> {
                    var rate = new Rate(
                            e.personId() == null ? null : e.personId().value(),
                            e.role() == null ? null : e.role().value(),
                            e.amount().value(),
                            e.effectiveFrom());
                    rates.put(new RateKey(e.personId() + "/" + e.role(), e.effectiveFrom()), rate);
                }
                case EpnRegistered _,
                        FundingDeclared _,
                        FundingEnded _,
                        ThresholdsSet _,
                        CircuitTemplateSet _,
                        PartnersImported _,
                        AccessGranted _,
                        AccessRevoked _ -> {}
            }
        }
        var thresholds = thresholds(history);
        return new EpnCard(
                registered.id().value(),
                registered.name(),
                registered.legalForm(),
                registered.siret() == null ? null : registered.siret().value(),
                registered.communeCode().value(),
                missions,
                registered.audiences(),
                domains,
                positioning,
                thresholds.activePartnerships(),
                thresholds,
                List.copyOf(staff.values()),
                List.copyOf(rates.values()));
    }

    static Thresholds thresholds(List<Recorded> history) {
        var thresholds = Thresholds.DEFAULT;
        for (var recorded : history) {
            thresholds = Thresholds.after(thresholds, (EpnEvent) recorded.event());
        }
        return thresholds;
    }
}
