package org.maillage.query.cards;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events of cards, and the lists that show them in the order in which they were made. */
@Component
final class CardEvents {

    private static final String EVENTS = """
        select subject, type, revision, data, recorded_at
        from cards_v1.card_fact
        where subject = any(:subjects) and kind = :kind and recorded_at <= :asOf
        order by subject, position
        """;

    private static final String LISTED = """
        select position, subject
        from cards_v1.listing_fact
        where owner = :owner and kind = :kind and position > :after and recorded_at <= :asOf
        order by position
        limit :limit
        """;

    private static final String LISTED_OF_MANY = """
        select owner, subject
        from cards_v1.listing_fact
        where owner = any(:owners) and kind = :kind and recorded_at <= :asOf
        order by position
        """;

    private final JdbcClient database;

    CardEvents(JdbcClient database) {
        this.database = database;
    }

    /** A card and its place in the list. */
    record Listed<C>(long position, C card) {

        <D> Listed<D> as(D other) {
            return new Listed<>(position, other);
        }
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
        var events = new LinkedHashMap<UUID, List<Recorded>>();
        if (subjects.isEmpty()) {
            return events;
        }
        database.sql(EVENTS)
                .param("subjects", subjects.toArray(UUID[]::new))
                .param("kind", kind.name())
                .param("asOf", asOf.bound())
                .query(row -> {
                    events.computeIfAbsent(row.getObject("subject", UUID.class), _ -> new ArrayList<>())
                            .add(new Recorded(
                                    EventCodec.read(
                                            row.getString("type"),
                                            row.getInt("revision"),
                                            row.getString("data").getBytes(StandardCharsets.UTF_8)),
                                    row.getObject("recorded_at", OffsetDateTime.class)
                                            .toInstant()));
                });
        return events;
    }

    /** What the lists of some owners show, whole: for the short ones. */
    Map<UUID, List<UUID>> listed(Collection<UUID> owners, Kind kind, AsOf asOf) {
        var subjects = new LinkedHashMap<UUID, List<UUID>>();
        if (owners.isEmpty()) {
            return subjects;
        }
        database.sql(LISTED_OF_MANY)
                .param("owners", owners.toArray(UUID[]::new))
                .param("kind", kind.name())
                .param("asOf", asOf.bound())
                .query(row -> {
                    subjects.computeIfAbsent(row.getObject("owner", UUID.class), _ -> new ArrayList<>())
                            .add(row.getObject("subject", UUID.class));
                });
        return subjects;
    }

    /** What a list shows after a position and a filter keeps, at most so many. */
    <C> List<Listed<C>> page(
            UUID owner,
            Kind kind,
            long after,
            int limit,
            AsOf asOf,
            Function<List<Recorded>, C> fold,
            Predicate<? super C> keep) {
        var page = new ArrayList<Listed<C>>();
        var last = after;
        var more = true;
        while (more && page.size() < limit) {
            var places = places(owner, kind, last, limit, asOf);
            var events = of(kind, places.values(), asOf);
            for (var place : places.entrySet()) {
                var history = events.get(place.getValue());
                var card = history == null ? null : fold.apply(history);
                if (card != null && page.size() < limit && keep.test(card)) {
                    page.add(new Listed<>(place.getKey(), card));
                }
            }
            more = places.size() == limit;
            last = more ? places.lastEntry().getKey() : last;
        }
        return page;
    }

    private SequencedMap<Long, UUID> places(UUID owner, Kind kind, long after, int limit, AsOf asOf) {
        var places = new LinkedHashMap<Long, UUID>();
        database.sql(LISTED)
                .param("owner", owner)
                .param("kind", kind.name())
                .param("after", after)
                .param("limit", limit)
                .param("asOf", asOf.bound())
                .query(row -> {
                    places.put(row.getLong("position"), row.getObject("subject", UUID.class));
                });
        return places;
    }
}
