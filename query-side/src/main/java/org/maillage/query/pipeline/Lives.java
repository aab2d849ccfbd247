package org.maillage.query.pipeline;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.ActionStarted;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;

/** How far all partnerships of a centre came. */
final class Lives {

    static final Set<PartnershipState> ACTIVE = EnumSet.of(
            PartnershipState.NEGOTIATING,
            PartnershipState.AGREED,
            PartnershipState.RUNNING,
            PartnershipState.SUSPENDED);

    private final Map<PartnershipId, PartnershipStanding> standings = new HashMap<>();
    private final Map<PartnershipId, LocalDate> starts = new HashMap<>();
    private int active;

    void on(PartnershipEvent event) {
        var before = standings.get(event.id());
        var after = PartnershipStanding.after(before, event);
        standings.put(event.id(), after);
        active += (isActive(after) ? 1 : 0) - (isActive(before) ? 1 : 0);
        if (event instanceof ActionStarted started) {
            starts.put(started.id(), started.startedOn());
        }
    }

    private static boolean isActive(@Nullable PartnershipStanding standing) {
        return standing != null && ACTIVE.contains(standing.state());
    }

    int active() {
        return active;
    }

    /** Whether the partner took part in an action of the centre that began before that one. */
    boolean hadOneBefore(PartnerId partner, PartnershipId that) {
        var thatStart = starts.get(that);
        return starts.entrySet().stream()
                .filter(start -> !start.getKey().equals(that))
                .filter(start -> thatStart == null || start.getValue().isBefore(thatStart))
                .map(start -> standings.get(start.getKey()))
                .anyMatch(standing -> standing != null && standing.concerns(partner));
    }
}
