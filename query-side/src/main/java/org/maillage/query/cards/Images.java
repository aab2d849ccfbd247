package org.maillage.query.cards;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.consent.ImageMedium;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents.Listed;
import org.springframework.stereotype.Component;

/** What was made during an action and who may be seen in it; everything throws {@link UnknownResource} when it was not there. */
@Component
final class Images {

    private final CardEvents events;
    private final Persons persons;

    Images(CardEvents events, Persons persons) {
        this.events = events;
        this.persons = persons;
    }

    DeliverableCard deliverable(UUID id, AsOf asOf) {
        return DeliverableCard.of(events.of(Kind.DELIVERABLE, id, asOf));
    }

    List<Listed<DeliverableCard>> deliverables(
            @Nullable UUID partnership, Visible visible, long after, int limit, AsOf asOf) {
        return events.page(
                events.owners(Kind.PARTNERSHIP, partnership, visible, asOf),
                Kind.DELIVERABLE,
                after,
                limit,
                asOf,
                DeliverableCard::of,
                _ -> true);
    }

    ConsentCard consent(UUID id, AsOf asOf) {
        return ConsentCard.of(events.of(Kind.CONSENT, id, asOf), asOf.today());
    }

    List<Listed<ConsentCard>> consents(@Nullable UUID project, Visible visible, long after, int limit, AsOf asOf) {
        var today = asOf.today();
        return events.page(
                events.owners(Kind.PROJECT, project, visible, asOf),
                Kind.CONSENT,
                after,
                limit,
                asOf,
                history -> ConsentCard.of(history, today),
                _ -> true);
    }

    /** What somebody wants to show: where, how and by whom. */
    record Showing(UUID project, ImageMedium medium, ImageUser user, String context) {

        private boolean isCoveredBy(ConsentCard consent) {
            return consent.covers(medium, user, context);
        }
    }

    /**
     * Somebody who may appear.
     *
     * @param until the last day on which they may; null for no end
     */
    record CoveredPerson(
            UUID id, String name, UUID consentId, @Nullable LocalDate until) {}

    /** Who may appear there on the day of the question. */
    List<Listed<CoveredPerson>> covered(Showing showing, Visible visible, long after, int limit, AsOf asOf) {
        var today = asOf.today();
        var page = events.page(
                events.owners(Kind.PROJECT, showing.project(), visible, asOf),
                Kind.CONSENT,
                after,
                limit,
                asOf,
                history -> ConsentCard.of(history, today),
                showing::isCoveredBy);
        var names = persons.names(
                page.stream().map(listed -> listed.card().personId()).toList(), asOf);
        return page.stream()
                .filter(listed -> names.containsKey(listed.card().personId()))
                .map(listed ->
                        listed.as(covered(listed.card(), names.get(listed.card().personId()))))
                .toList();
    }

    private static CoveredPerson covered(ConsentCard consent, @Nullable String name) {
        return new CoveredPerson(consent.personId(), Objects.requireNonNull(name), consent.id(), consent.until());
    }
}
