package org.maillage.query.cards;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.bilan.BilanEvent;
import org.maillage.kernel.bilan.BilanEvent.*;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.query.intake.Recorded;

/**
 * A final report.
 *
 * @param version of its text, from 1; amendments stand beside it
 * @param narrative the text of that version
 * @param draftedBy the party in whose name that version speaks; null when nobody said
 * @param partnerIds whom it must reach
 * @param sharedWith whom the current version has reached
 * @param versions every version, oldest first
 * @param reopenings when and why it was taken up again after it was final
 */
record BilanCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        BilanState status,
        int version,
        String narrative,
        @Nullable UUID draftedBy,
        List<UUID> partnerIds,
        List<UUID> sharedWith,
        List<Amendment> amendments,
        List<Text> versions,
        List<Reopening> reopenings) {

    /** @param version the text that it was written beside */
    record Amendment(UUID partnerId, String text, Instant at, int version) {}

    record Text(int number, String narrative, @Nullable UUID draftedBy, Instant at) {}

    /** @param version the draft that it began */
    record Reopening(int version, String reason, Instant at) {}

    static BilanCard of(List<Recorded> history) {
        var drafted = (BilanDrafted) history.getFirst().event();
        var status = BilanState.DRAFT;
        var sharedWith = new LinkedHashSet<UUID>();
        var amendments = new ArrayList<Amendment>();
        var versions = new ArrayList<Text>();
        var reopenings = new ArrayList<Reopening>();
        for (var recorded : history) {
            var event = (BilanEvent) recorded.event();
            status = BilanState.after(status, event);
            switch (event) {
                case BilanDrafted e -> versions.add(new Text(1, e.narrative(), party(e.draftedBy()), recorded.at()));
                case BilanRevised e -> {
                    sharedWith.clear();
                    versions.add(new Text(e.version(), e.narrative(), party(e.draftedBy()), recorded.at()));
                }
                case BilanReopened e -> {
                    sharedWith.clear();
                    var before = versions.getLast();
                    versions.add(new Text(e.version(), before.narrative(), before.draftedBy(), recorded.at()));
                    reopenings.add(new Reopening(e.version(), e.reason(), recorded.at()));
                }
                case BilanShared e -> sharedWith.add(e.partnerId().value());
                case BilanAmended e ->
                    amendments.add(new Amendment(
                            e.partnerId().value(),
                            e.text(),
                            recorded.at(),
                            versions.getLast().number()));
                case BilanFinalised _ -> {}
            }
        }
        var current = versions.getLast();
        return new BilanCard(
                drafted.id().value(),
                drafted.partnershipId().value(),
                drafted.epnId().value(),
                status,
                current.number(),
                current.narrative(),
                current.draftedBy(),
                drafted.partnerIds().stream().map(PartnerId::value).toList(),
                List.copyOf(sharedWith),
                List.copyOf(amendments),
                List.copyOf(versions),
                List.copyOf(reopenings));
    }

    private static @Nullable UUID party(@Nullable PartyId party) {
        return party == null ? null : party.value();
    }
}
