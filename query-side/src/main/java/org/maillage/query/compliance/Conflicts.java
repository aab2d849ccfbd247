package org.maillage.query.compliance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.epn.EpnEvent;
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
import org.maillage.kernel.project.ProjectEvent.ProjectMissionsNamed;
import org.maillage.query.intake.Recorded;

/** The conflicts of cumulation of one partnership: everything that bears on them is told again, in the order in which it was recorded. */
final class Conflicts {

    private final LocalDate today;
    private Fundings fundings = Fundings.NONE;
    private final Map<PartnerId, Objections> objections = new HashMap<>();
    private List<String> projectMissions = List.of();
    private List<String> missions = List.of();
    private @Nullable PartnershipStanding standing;
    private final Map<CumulationConflict, Instant> openSince = new LinkedHashMap<>();
    private final Map<CumulationConflict, String> waived = new HashMap<>();

    enum Cause {
        /** An exclusive agreement in force whose missions are those of the partnership. */
        EXCLUSIVE_FUNDING,
        /** A partner objects to somebody who funds the centre. */
        PARTNER_OBJECTION
    }

    enum ConflictState {
        OPEN,
        WAIVED
    }

    /**
     * A reason why money cannot simply be added up.
     *
     * @param partnerId who objects; null for an exclusive agreement
     * @param waivedReason why it does not stand in the way; null while it does
     * @param since the first day on which it stood, without a break since
     */
    record Conflict(
            UUID partnershipId,
            UUID fundingId,
            String funder,
            Cause kind,
            @Nullable UUID partnerId,
            ConflictState state,
            @Nullable String waivedReason,
            LocalDate since) {}

    private Conflicts(LocalDate today) {
        this.today = today;
    }

    /**
     * Those that stand on a day, open or waived; none once the partnership is over.
     *
     * @param partnership its own events
     * @param around the events of the centre, of the project and of the partners, in any order
     */
    static List<Conflict> of(List<Recorded> partnership, Collection<Recorded> around, LocalDate today) {
        var everything = new ArrayList<>(around);
        everything.addAll(partnership);
        everything.sort(Comparator.comparingLong(Recorded::position));
        var conflicts = new Conflicts(today);
        everything.forEach(conflicts::on);
        return conflicts.standing();
    }

    private void on(Recorded recorded) {
        switch (recorded.event()) {
            case EpnEvent event -> fundings = Fundings.after(fundings, event);
            case PartnerEvent event -> objections.put(event.id(), Objections.after(objections.get(event.id()), event));
            case ProjectMissionsNamed event -> projectMissions = event.missions();
            case PartnershipEvent event -> on(event);
            default -> throw new IllegalArgumentException("This bears on no conflict: " + recorded.event());
        }
        var open = current();
        openSince.keySet().retainAll(open);
        open.forEach(conflict -> openSince.putIfAbsent(conflict, recorded.at()));
    }

    private void on(PartnershipEvent event) {
        standing = PartnershipStanding.after(standing, event);
        if (event instanceof PartnershipProposed proposed) {
            missions = proposed.missions();
        } else if (event instanceof ProposalRevised revised) {
            missions = revised.missions();
        } else if (event instanceof CumulationConflictWaived waiver) {
            waiver.conflicts().forEach(conflict -> waived.put(conflict, waiver.reason()));
        }
    }

    /** As if it were today already: what the calendar adds is said by {@link #since}. */
    private List<CumulationConflict> current() {
        if (standing == null || standing.isOver()) {
            return List.of();
        }
        var ofPartners = new LinkedHashMap<PartnerId, Objections>();
        standing.partnerIds()
                .forEach(partner -> ofPartners.put(partner, objections.getOrDefault(partner, Objections.NONE)));
        return Cumulation.conflicts(fundings, missions.isEmpty() ? projectMissions : missions, ofPartners, today);
    }

    private List<Conflict> standing() {
        return openSince.entrySet().stream()
                .map(open -> conflict(open.getKey(), open.getValue()))
                .toList();
    }

    private Conflict conflict(CumulationConflict conflict, Instant at) {
        var objector = conflict.objectingPartnerId();
        var reason = waived.get(conflict);
        return new Conflict(
                Objects.requireNonNull(standing).id().value(),
                conflict.fundingId().value(),
                conflict.funder(),
                objector == null ? Cause.EXCLUSIVE_FUNDING : Cause.PARTNER_OBJECTION,
                objector == null ? null : objector.value(),
                reason == null ? ConflictState.OPEN : ConflictState.WAIVED,
                reason,
                since(conflict, at));
    }

    /** An agreement does not stand in anybody’s way before it is in force. */
    private LocalDate since(CumulationConflict conflict, Instant at) {
        var recorded = BusinessDay.of(at);
        return fundings.find(conflict.fundingId())
                .map(agreement -> agreement.from().isAfter(recorded) ? agreement.from() : recorded)
                .orElse(recorded);
    }
}
