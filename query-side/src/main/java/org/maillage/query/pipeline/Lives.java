package org.maillage.query.pipeline;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipEvent.ActionStarted;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;

/** How far partnerships of a centre came. */
final class Lives {

    private final Map<PartnershipId, PartnershipStanding> standings = new HashMap<>();
    private final Map<PartnershipId, LocalDate> starts = new HashMap<>();

    void on(PartnershipEvent event) {
        standings.put(event.id(), PartnershipStanding.after(standings.get(event.id()), event));
        if (event instanceof ActionStarted started) {
            starts.put(started.id(), started.startedOn());
        }
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
