package org.maillage.command.partnership;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.Wording;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partnership.PartnershipEvent.*;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.SessionId;

/** Who leads, who answers for what, who came to see it and who left. */
final class Team {

    /** Whose hands something is in; no partner means the centre. */
    private record Hands(PersonId personId, @Nullable PartnerId partnerId) {}

    private record Presence(PartnerId partnerId, @Nullable SessionId sessionId, LocalDate on) {

        static Presence of(PartnerPresenceRecorded recorded) {
            return new Presence(recorded.partnerId(), recorded.sessionId(), recorded.on());
        }
    }

    private Hands pilot;
    private final Map<String, Hands> responsibilities = new HashMap<>();
    private final Set<Presence> presences = new HashSet<>();
    private final Set<PartnerId> former = new HashSet<>();

    Team(PartnershipProposed proposed) {
        pilot = new Hands(proposed.pilotId(), null);
    }

    void on(PilotAssigned assigned) {
        pilot = new Hands(assigned.personId(), assigned.partnerId());
    }

    void on(ResponsibilityAssigned assigned) {
        responsibilities.put(
                Wording.comparable(assigned.field()), new Hands(assigned.personId(), assigned.partnerId()));
    }

    void on(PartnerPresenceRecorded recorded) {
        presences.add(Presence.of(recorded));
    }

    void on(PartnerJoined joined) {
        former.remove(joined.partnerId());
    }

    void on(PartnerLeft left) {
        former.add(left.partnerId());
    }

    boolean holds(PilotAssigned assigned) {
        return pilot.equals(new Hands(assigned.personId(), assigned.partnerId()));
    }

    boolean holds(ResponsibilityAssigned assigned) {
        return new Hands(assigned.personId(), assigned.partnerId())
                .equals(responsibilities.get(Wording.comparable(assigned.field())));
    }

    boolean holds(PartnerPresenceRecorded recorded) {
        return presences.contains(Presence.of(recorded));
    }

    boolean isLedBy(PartnerId partner) {
        return Objects.equals(pilot.partnerId(), partner);
    }

    boolean hasLost(PartnerId partner) {
        return former.contains(partner);
    }
}
