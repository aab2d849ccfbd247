package org.maillage.query.intake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.*;
import org.maillage.query.intake.FactTable.Column;

/** A small projection over the events of centres; it takes offence at the names that it is told to. */
record Centres(String name, int version) implements Projection {

    static final FactTable CENTRE = new FactTable(
            "centre",
            List.of(
                    Column.of("epn", FactTable.Type.UUID),
                    Column.of("name", FactTable.Type.TEXT),
                    Column.nullable("siret", FactTable.Type.TEXT),
                    Column.nullable("threshold", FactTable.Type.INTEGER),
                    Column.of("cooperative", FactTable.Type.BOOLEAN)),
            List.of("epn"),
            List.of(),
            List.of("name, epn"));

    static final FactTable RATE = new FactTable(
            "rate",
            List.of(
                    Column.of("epn", FactTable.Type.UUID),
                    Column.nullable("person", FactTable.Type.UUID),
                    Column.of("amount", FactTable.Type.NUMERIC),
                    Column.of("cents", FactTable.Type.BIGINT),
                    Column.of("effective_from", FactTable.Type.DATE),
                    Column.of("set_at", FactTable.Type.TIMESTAMPTZ)),
            List.of("epn"),
            List.of(),
            List.of());

    /** Names whose fold fails. */
    static final Set<String> OFFENSIVE = ConcurrentHashMap.newKeySet();

    @Override
    public List<FactTable> tables() {
        return List.of(CENTRE, RATE);
    }

    @Override
    public boolean concerns(String type) {
        return type.equals("EpnRegistered") || type.equals("HourlyRateSet");
    }

    @Override
    public void fold(Fact fact, Rows rows) {
        switch ((EpnEvent) fact.event()) {
            case EpnRegistered centre -> {
                if (OFFENSIVE.contains(centre.name())) {
                    throw new IllegalStateException("an offensive name");
                }
                rows.add(
                        CENTRE,
                        centre.id().value(),
                        centre.name(),
                        centre.siret() == null ? null : centre.siret().value(),
                        centre.activePartnershipThreshold(),
                        false);
            }
            case HourlyRateSet rate ->
                rows.add(
                        RATE,
                        rate.id().value(),
                        person(rate),
                        rate.amount().value(),
                        rate.amount().value().multiply(BigDecimal.valueOf(100)).longValueExact(),
                        rate.effectiveFrom(),
                        fact.recordedAt());
            case StaffAppointed _,
                    EpnMissionsRevised _,
                    EpnPositioned _,
                    FundingDeclared _,
                    FundingEnded _,
                    ThresholdsSet _,
                    CircuitTemplateSet _,
                    PartnersImported _,
                    AccessGranted _,
                    AccessRevoked _ -> {}
        }
    }

    private static @Nullable UUID person(HourlyRateSet rate) {
        return rate.personId() == null ? null : rate.personId().value();
    }
}
