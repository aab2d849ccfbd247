package org.maillage.command.convention;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.convention.TemplateStep;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.CircuitTemplateSet;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.wire.CircuitTemplates;

/** Who must approve a convention when the draft does not say (« Quel circuit doit prendre la convention ? »). */
final class DefaultCircuit {

    private DefaultCircuit() {}

    /** The union of the templates of the partners' kinds, in the order of the partners: those of the centre, where it set any. */
    static List<CircuitStep> of(Look look, PartnershipStanding partnership, LocalDate today) {
        var own = look.state(partnership.epnId(), EpnEvent.class, DefaultCircuit::templates);
        var steps = new LinkedHashMap<String, CircuitStep>();
        for (var partner : partnership.partnerIds()) {
            var kind = look.state(partner, PartnerEvent.class, DefaultCircuit::kindOf);
            if (kind != null) {
                template(own, kind).forEach(step -> steps.putIfAbsent(step.name(), expected(step, today)));
            }
        }
        return List.copyOf(steps.values());
    }

    private static List<TemplateStep> template(@Nullable Map<PartnerKind, List<TemplateStep>> own, PartnerKind kind) {
        return own != null && own.containsKey(kind) ? own.get(kind) : CircuitTemplates.of(kind);
    }

    private static CircuitStep expected(TemplateStep step, LocalDate today) {
        return new CircuitStep(
                step.name(), step.deciderId(), step.withinDays() == null ? null : today.plusDays(step.withinDays()));
    }

    private static @Nullable Map<PartnerKind, List<TemplateStep>> templates(
            @Nullable Map<PartnerKind, List<TemplateStep>> before, EpnEvent event) {
        if (!(event instanceof CircuitTemplateSet set)) {
            return before;
        }
        var after = new EnumMap<PartnerKind, List<TemplateStep>>(PartnerKind.class);
        if (before != null) {
            after.putAll(before);
        }
        after.put(set.partnerKind(), set.steps());
        return after;
    }

    private static @Nullable PartnerKind kindOf(@Nullable PartnerKind before, PartnerEvent event) {
        return switch (event) {
            case PartnerRegistered registered -> registered.kind();
            case PartnerRevised revised -> revised.kind();
            case PartnerEvent.ContactAdded _,
                    PartnerEvent.ContactRoleChanged _,
                    PartnerEvent.ContactRemoved _,
                    PartnerEvent.TechFamiliaritySet _,
                    PartnerEvent.ChannelConstraintNoted _,
                    PartnerEvent.FundingObjectionDeclared _,
                    PartnerEvent.FundingObjectionWithdrawn _,
                    PartnerEvent.PartnerExchangeLogged _,
                    PartnerEvent.PartnerCardConfirmed _,
                    PartnerEvent.PartnerInvited _,
                    PartnerEvent.GreetingSent _,
                    PartnerEvent.PartnerCardMerged _,
                    PartnerEvent.PartnerCardAbsorbed _ -> before;
        };
    }
}
