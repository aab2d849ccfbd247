package org.maillage.query.cards;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.query.intake.Recorded;

/**
 * A final report.
 *
 * @param version of its text, from 1; amendments stand beside it
 * @param partnerIds whom it must reach
 * @param sharedWith whom it has reached
 */
record BilanCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        BilanState status,
        int version,
        String narrative,
        List<UUID> partnerIds,
        List<UUID> sharedWith,
        List<Amendment> amendments) {

    record Amendment(UUID partnerId, String text, Instant at) {}

    static BilanCard of(List<Recorded> history) {
        var drafted = (BilanDrafted) history.getFirst().event();
        var status = BilanState.DRAFT;
        var sharedWith = new LinkedHashSet<UUID>();
        var amendments = new ArrayList<Amendment>();
        for (var recorded : history) {
            var event = (BilanEvent) recorded.event();
            status = BilanState.after(status, event);
            switch (event) {
                case BilanDrafted _, BilanFinalised _, BilanRevised _, BilanReopened _ -> {}
                case BilanShared e -> sharedWith.add(e.partnerId().value());
                case BilanAmended e ->
                    amendments.add(new Amendment(e.partnerId().value(), e.text(), recorded.at()));
            }
        }
        return new BilanCard(
                drafted.id().value(),
                drafted.partnershipId().value(),
                drafted.epnId().value(),
                status,
                1,
                drafted.narrative(),
                drafted.partnerIds().stream().map(PartnerId::value).toList(),
                List.copyOf(sharedWith),
                List.copyOf(amendments));
    }
}
