package org.maillage.command.partnership;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.command.CumulationCheck;
import org.maillage.command.ledger.Fold;
import org.maillage.command.ledger.Look;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.EpnEvent.EpnMissionsRevised;
import org.maillage.kernel.epn.EpnEvent.EpnPositioned;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.epn.EpnId;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerEvent;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardConfirmed;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.project.ProjectEvent;
import org.maillage.kernel.project.ProjectEvent.ProjectDomainsTagged;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.project.ProjectId;

/** The advice that a proposal calls for, at a look at the centre, the project and the partners' cards. */
record ProposalAdvice(Look look, EpnId epn, ProjectId project, Collection<PartnerId> partners, LocalDate today) {

    /** @param waived conflicts that somebody answers for already */
    List<Warning> on(Terms terms, Set<CumulationConflict> waived) {
        var missions = CumulationCheck.missions(look, project, terms.missions());
        var warnings = new ArrayList<Warning>();
        if (terms.theirBenefits().isEmpty()) {
            warnings.add(Warning.NO_PARTNER_BENEFIT);
        }
        if (somebodysCardIsStale()) {
            warnings.add(Warning.STALE_PARTNER_CARD);
        }
        if (!waived.containsAll(conflicts(terms))) {
            warnings.add(Warning.CUMULATION_CONFLICT);
        }
        if (foreign(missions, of(ProposalAdvice::missionsOf))) {
            warnings.add(Warning.MISSION_INCOHERENCE);
        }
        if (blursTheImage()) {
            warnings.add(Warning.IMAGE_INCOHERENCE);
        }
        return List.copyOf(warnings);
    }

    /** Those of today, waived or not. */
    List<CumulationConflict> conflicts(Terms terms) {
        return CumulationCheck.conflicts(look, epn, project, partners, terms.missions(), today);
    }

    private boolean somebodysCardIsStale() {
        var thresholds = Objects.requireNonNullElse(
                look.state(epn, EpnEvent.class, ProposalAdvice::thresholdsOf), Thresholds.DEFAULT);
        var freshSince = today.minusDays(thresholds.staleCardDays());
        return partners.stream()
                .map(partner -> look.state(partner, PartnerEvent.class, ProposalAdvice::lastConfirmation))
                .anyMatch(confirmed -> confirmed != null && confirmed.isBefore(freshSince));
    }

    private boolean blursTheImage() {
        var ours = of(ProposalAdvice::domainsOf);
        if (ours.isEmpty()) {
            return false;
        }
        var accepted = new HashSet<>(ours);
        accepted.addAll(orNone(look.state(project, ProjectEvent.class, ProposalAdvice::domainsOf)));
        return partners.stream()
                .anyMatch(partner ->
                        foreign(orNone(look.state(partner, PartnerEvent.class, ProposalAdvice::domainsOf)), accepted));
    }

    private List<String> of(Fold<EpnEvent, List<String>> what) {
        return orNone(look.state(epn, EpnEvent.class, what));
    }

    /** Both sides say something, and nothing in common. */
    private static boolean foreign(Collection<String> some, Collection<String> others) {
        return !some.isEmpty() && !others.isEmpty() && !Wording.meet(some, others);
    }

    private static List<String> orNone(@Nullable List<String> wordings) {
        return wordings == null ? List.of() : wordings;
    }

    private static Thresholds thresholdsOf(@Nullable Thresholds before, EpnEvent event) {
        return Thresholds.after(before == null ? Thresholds.DEFAULT : before, event);
    }

    private static @Nullable List<String> missionsOf(@Nullable List<String> before, EpnEvent event) {
        if (event instanceof EpnRegistered registered) {
            return registered.missions();
        }
        return event instanceof EpnMissionsRevised revised ? revised.missions() : before;
    }

    private static @Nullable List<String> domainsOf(@Nullable List<String> before, EpnEvent event) {
        if (event instanceof EpnRegistered registered) {
            return registered.domains();
        }
        return event instanceof EpnPositioned positioned ? positioned.domains() : before;
    }

    private static @Nullable List<String> domainsOf(@Nullable List<String> before, PartnerEvent event) {
        if (event instanceof PartnerRegistered registered) {
            return registered.domains();
        }
        return event instanceof PartnerRevised revised ? revised.domains() : before;
    }

    private static @Nullable List<String> domainsOf(@Nullable List<String> before, ProjectEvent event) {
        if (event instanceof ProjectDrafted drafted) {
            return drafted.domains();
        }
        return event instanceof ProjectDomainsTagged tagged ? tagged.domains() : before;
    }

    private static @Nullable LocalDate lastConfirmation(@Nullable LocalDate before, PartnerEvent event) {
        return event instanceof PartnerCardConfirmed confirmed
                        && (before == null || confirmed.on().isAfter(before))
                ? confirmed.on()
                : before;
    }
}
