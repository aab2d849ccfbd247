package org.maillage.query.cards;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.KeptEvents;
import org.maillage.query.intake.KeptEvents.Listed;
import org.maillage.query.intake.Recorded;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events of cards, and the lists that show them in the order in which they were made. */
@Component
final class CardEvents {

    private final KeptEvents kept;

    CardEvents(JdbcClient database) {
        this.kept = new KeptEvents(database, "cards_v3.card_fact", "cards_v3.listing_fact");
    }

    /** @throws UnknownResource when nothing of that kind had that id then */
    List<Recorded> of(Kind kind, UUID subject, AsOf asOf) {
        var events = of(kind, List.of(subject), asOf).get(subject);
        if (events == null) {
            throw kind.unknown();
        }
        return events;
    }

    /** Those of the subjects that are of that kind, each with at least one event. */
    Map<UUID, List<Recorded>> of(Kind kind, Collection<UUID> subjects, AsOf asOf) {
        return kept.of(kind, subjects, asOf);
    }

    /** What the lists of some owners show, whole: for the short ones. */
    Map<UUID, List<UUID>> listed(Collection<UUID> owners, Kind kind, AsOf asOf) {
        return kept.listed(owners, kind, asOf);
    }

    /**
     * Whose lists are asked for: those of one thing, of which the caller may know, or of all that they may see.
     *
     * @throws UnknownResource when there was no such thing then
     */
    Collection<UUID> owners(Kind kind, @Nullable UUID owner, Visible visible, AsOf asOf) {
        if (owner == null) {
            return visible.owners();
        }
        if (!kept.exists(kind, owner, asOf)) {
            throw kind.unknown();
        }
        return List.of(owner);
    }

    /**
     * The same within a centre.
     *
     * @throws UnknownResource when there was no such centre then
     */
    Collection<UUID> owners(@Nullable UUID epn, Visible visible, AsOf asOf) {
        if (epn != null && !kept.exists(Kind.EPN, epn, asOf)) {
            throw Kind.EPN.unknown();
        }
        return visible.within(epn).owners();
    }

    /** What a list shows after a position and a filter keeps, at most so many. */
    <C> List<Listed<C>> page(
            Collection<UUID> owners,
            Kind kind,
            long after,
            int limit,
            AsOf asOf,
            Function<List<Recorded>, C> fold,
            Predicate<? super C> keep) {
        return kept.page(owners, kind, after, limit, asOf, fold, keep);
    }

    /** The same for a filter that looks at the place in the list too. */
    <C> List<Listed<C>> page(
            Collection<UUID> owners,
            Kind kind,
            long after,
            int limit,
            AsOf asOf,
            Function<List<Recorded>, C> fold,
            BiPredicate<Long, ? super C> keep) {
        return kept.page(owners, kind, after, limit, asOf, fold, keep);
    }
}
