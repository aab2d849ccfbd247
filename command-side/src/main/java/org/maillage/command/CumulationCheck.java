package org.maillage.command;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.funding.Cumulation;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.Fundings;
import org.maillage.kernel.funding.Objections;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.CumulationConflictWaived;
import org.maillage.kernel.partnership.PartnershipEvent.PartnershipProposed;
import org.maillage.kernel.partnership.PartnershipEvent.ProposalRevised;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.ProjectMissionsNamed;
import org.maillage.kernel.project.ProjectId;

/**
 * Which conflicts of cumulation stand in the way of a partnership on a day. What it needs lies with four aggregates (agreements
 * with the centre, objections with each partner, missions and waivers with the partnership or its project): it looks at each.
 */
public final class CumulationCheck {

    private CumulationCheck() {}

    /** The conflicts of a partnership that nobody has waived. */
    public static List<CumulationConflict> open(Look look, PartnershipStanding partnership, LocalDate day) {
        var terms = Objects.requireNonNullElse(
                look.state(partnership.id(), PartnershipEvent.class, Terms::after), Terms.NONE);
        return conflicts(
                        look,
                        partnership.epnId(),
                        partnership.projectId(),
                        partnership.partnerIds(),
                        terms.missions(),
                        day)
                .stream()
                .filter(conflict -> !terms.waived().contains(conflict))
                .toList();
    }

    /**
     * The conflicts that a partnership with these partners and missions has, waived or not.
     *
     * @param missions when there are none, those of the project count
     */
    public static List<CumulationConflict> conflicts(
            Look look,
            EpnId epn,
            ProjectId project,
            Collection<PartnerId> partners,
            Collection<String> missions,
            LocalDate day) {
        var fundings = look.state(epn, EpnEvent.class, Fundings::after);
        if (fundings == null) {
            return List.of();
        }
        var objections = new LinkedHashMap<PartnerId, Objections>();
        for (var partner : partners) {
            var of = look.state(partner, PartnerEvent.class, Objections::after);
            objections.put(partner, of == null ? Objections.NONE : of);
        }
        return Cumulation.conflicts(fundings, missions(look, project, missions), objections, day);
    }

    /** The missions that count: those given, or else those of the project. */
    public static Collection<String> missions(Look look, ProjectId project, Collection<String> missions) {
        if (!missions.isEmpty()) {
            return missions;
        }
        var named = look.state(project, ProjectEvent.class, CumulationCheck::missionsOf);
        return named == null ? List.of() : named;
    }

    private static @Nullable List<String> missionsOf(@Nullable List<String> before, ProjectEvent event) {
        return event instanceof ProjectMissionsNamed named ? named.missions() : before;
    }

    /** What a partnership says about cumulation. */
    private record Terms(List<String> missions, Set<CumulationConflict> waived) {

        static final Terms NONE = new Terms(List.of(), Set.of());

        static Terms after(@Nullable Terms before, PartnershipEvent event) {
            var known = before == null ? NONE : before;
            if (event instanceof PartnershipProposed proposed) {
                return new Terms(proposed.missions(), known.waived);
            }
            if (event instanceof ProposalRevised revised) {
                return new Terms(revised.missions(), known.waived);
            }
            if (event instanceof CumulationConflictWaived waiver) {
                var waived = new LinkedHashSet<>(known.waived);
                waived.addAll(waiver.conflicts());
                return new Terms(known.missions, waived);
            }
            return known;
        }
    }
}
