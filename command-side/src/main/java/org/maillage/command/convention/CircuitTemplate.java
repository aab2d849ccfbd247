package org.maillage.command.convention;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.maillage.kernel.convention.CircuitStep;
import org.maillage.kernel.partner.PartnerKind;

/** Who must approve a convention when the draft does not say (« Quel circuit doit prendre la convention ? »). */
final class CircuitTemplate {

    private CircuitTemplate() {}

    /** The union of the templates of the partners' kinds, in the order of the partners; nobody is named yet. */
    static List<CircuitStep> of(Collection<PartnerKind> kinds) {
        var names = new LinkedHashSet<String>();
        kinds.forEach(kind -> names.addAll(steps(kind)));
        return names.stream().map(name -> new CircuitStep(name, null, null)).toList();
    }

    private static List<String> steps(PartnerKind kind) {
        return switch (kind) {
            case MUNICIPAL_SERVICE -> List.of("chef de service", "élu ou cabinet", "arrêté");
            case ASSOCIATION, COMPANY -> List.of("décideur");
            case SCHOOL, CULTURAL_VENUE, OTHER_PUBLIC_BODY -> List.of();
        };
    }
}
