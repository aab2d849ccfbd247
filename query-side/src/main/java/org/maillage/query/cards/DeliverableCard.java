package org.maillage.query.cards;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.deliverable.DeliverableEvent;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.partnership.Warning;
import org.maillage.kernel.person.PersonId;
import org.maillage.query.intake.Recorded;

/**
 * A deliverable and where it went.
 *
 * @param depicts the persons who can be identified in it
 * @param licence null as long as its authors fixed no terms
 */
record DeliverableCard(
        UUID id,
        UUID partnershipId,
        UUID epnId,
        UUID projectId,
        String title,
        Medium medium,
        List<UUID> depicts,
        List<UUID> authorIds,
        @Nullable String licence,
        @Nullable String url,
        @Nullable StoredFile file,
        Instant collectedAt,
        List<Transmission> transmissions) {

    /** @param toPartnerId null when the centre uses it itself */
    record Transmission(
            @Nullable UUID toPartnerId, ImageUser user, String context, Instant at, List<String> warnings) {}

    static DeliverableCard of(List<Recorded> history) {
        var collected = (DeliverableCollected) history.getFirst().event();
        var authors = collected.authorIds();
        var licence = collected.licence();
        var transmissions = new ArrayList<Transmission>();
        for (var recorded : history) {
            switch ((DeliverableEvent) recorded.event()) {
                case DeliverableCollected _ -> {}
                case DeliverableLicensed e -> {
                    authors = e.authorIds();
                    licence = e.licence();
                }
                case DeliverableTransmitted e ->
                    transmissions.add(new Transmission(
                            e.toPartnerId() == null ? null : e.toPartnerId().value(),
                            e.user(),
                            e.context(),
                            recorded.at(),
                            e.warnings().stream().map(Warning::code).toList()));
            }
        }
        return new DeliverableCard(
                collected.id().value(),
                collected.partnershipId().value(),
                collected.epnId().value(),
                collected.projectId().value(),
                collected.title(),
                collected.medium(),
                ids(collected.depicts()),
                ids(authors),
                licence,
                collected.url(),
                collected.file(),
                history.getFirst().at(),
                List.copyOf(transmissions));
    }

    private static List<UUID> ids(Collection<PersonId> persons) {
        return persons.stream().map(PersonId::value).toList();
    }
}
