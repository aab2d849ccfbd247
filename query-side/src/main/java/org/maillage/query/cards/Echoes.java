package org.maillage.query.cards;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.funding.CumulationConflict;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.partnership.PartnershipEvent.*;

/** What a partnership brings that is not money: who came to see it, what was noticed, what was let pass. */
final class Echoes {

    private final List<Presence> presences = new ArrayList<>();
    private final List<IntangibleRating> ratings = new ArrayList<>();
    private final List<Waiver> waivers = new ArrayList<>();

    record Presence(
            UUID partnerId,
            @Nullable UUID sessionId,
            LocalDate on,
            @Nullable String note) {}

    /** @param level 1 to 5 */
    record IntangibleRating(
            IntangibleBenefit kind, int level, @Nullable String note, Instant at) {}

    /** @param authorId who answers for it; null when it is whoever sent it */
    record Waiver(@Nullable UUID authorId, String reason, List<CumulationConflict> conflicts, Instant at) {}

    void present(PartnerPresenceRecorded event) {
        presences.add(new Presence(
                event.partnerId().value(),
                event.sessionId() == null ? null : event.sessionId().value(),
                event.on(),
                event.note()));
    }

    void rated(IntangibleBenefitRated event, Instant at) {
        ratings.add(new IntangibleRating(event.kind(), event.level(), event.note(), at));
    }

    void waived(CumulationConflictWaived event, Instant at) {
        waivers.add(new Waiver(
                event.authorId() == null ? null : event.authorId().value(), event.reason(), event.conflicts(), at));
    }

    List<Presence> presences() {
        return List.copyOf(presences);
    }

    List<IntangibleRating> ratings() {
        return List.copyOf(ratings);
    }

    List<Waiver> waivers() {
        return List.copyOf(waivers);
    }
}
