package org.maillage.query.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.epn.EpnEvent;
import org.maillage.kernel.epn.Thresholds;
import org.maillage.kernel.partnership.PartnershipEvent;
import org.maillage.kernel.partnership.PartnershipId;
import org.maillage.kernel.partnership.PartnershipStanding;
import org.maillage.kernel.partnership.PartnershipState;
import org.maillage.query.intake.Recorded;

/** How many partnerships a centre leads at once: folded once for all of them. */
final class Crowd {

    private static final Set<PartnershipState> ACTIVE = EnumSet.of(
            PartnershipState.NEGOTIATING,
            PartnershipState.AGREED,
            PartnershipState.RUNNING,
            PartnershipState.SUSPENDED);

    private final Map<PartnershipId, PartnershipStanding> standings = new HashMap<>();
    private Thresholds thresholds = Thresholds.DEFAULT;
    private int active;
    private @Nullable Instant since;

    private Crowd() {}

    static boolean counts(PartnershipState state) {
        return ACTIVE.contains(state);
    }

    /**
     * Since when there are more at once than the centre wants; null while there are not.
     *
     * @param centre what the centre says of itself
     * @param lives how far all of its partnerships came
     */
    static @Nullable Instant since(List<Recorded> centre, List<Recorded> lives) {
        var all = new ArrayList<Recorded>(centre);
        all.addAll(lives);
        all.sort(Comparator.comparingLong(Recorded::position));
        var crowd = new Crowd();
        all.forEach(crowd::take);
        return crowd.since;
    }

    private void take(Recorded recorded) {
        switch (recorded.event()) {
            case EpnEvent event -> thresholds = Thresholds.after(thresholds, event);
            case PartnershipEvent event -> take(event);
            default -> throw new IllegalArgumentException(recorded + " is no part of a centre's lives");
        }
        var most = thresholds.activePartnerships();
        if (most == null || active <= most) {
            since = null;
        } else if (since == null) {
            since = recorded.at();
        }
    }

    private void take(PartnershipEvent event) {
        var before = standings.get(event.id());
        var after = PartnershipStanding.after(before, event);
        standings.put(event.id(), after);
        active += (counts(after.state()) ? 1 : 0) - (before != null && counts(before.state()) ? 1 : 0);
    }
}
