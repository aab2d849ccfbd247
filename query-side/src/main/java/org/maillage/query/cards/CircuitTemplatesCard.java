package org.maillage.query.cards;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.UUID;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnEvent.CircuitTemplateSet;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.wire.CircuitTemplates;
import org.maillage.query.intake.Recorded;

/** The circuits that the conventions of a centre take, by kind of partner. */
record CircuitTemplatesCard(UUID epnId, List<CircuitTemplate> templates) {

    /** @param own whether the centre set it; else it is what every centre finds */
    record CircuitTemplate(PartnerKind partnerKind, boolean own, List<TemplateStep> steps) {}

    static CircuitTemplatesCard of(List<Recorded> history) {
        var own = new EnumMap<PartnerKind, List<TemplateStep>>(PartnerKind.class);
        for (var recorded : history) {
            if (recorded.event() instanceof CircuitTemplateSet set) {
                own.put(set.partnerKind(), set.steps());
            }
        }
        return new CircuitTemplatesCard(
                history.getFirst().event().id().value(),
                Arrays.stream(PartnerKind.values())
                        .map(kind -> new CircuitTemplate(
                                kind, own.containsKey(kind), own.getOrDefault(kind, CircuitTemplates.of(kind))))
                        .toList());
    }
}
