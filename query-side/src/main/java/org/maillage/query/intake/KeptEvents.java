package org.maillage.query.intake;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.intake.FactTable.Column;
import org.maillage.query.intake.FactTable.Type;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events of things, kept under a subject as they came and folded on reading, and the lists that show these things in the order
 * in which they were made. A projection that answers so has one table of each sort in its own schema:
 *
 * <pre>{@code
 * static final FactTable CARD = KeptEvents.table("card_fact");
 * static final FactTable LISTING = KeptEvents.listing("listing_fact");
 * new KeptEvents(database, "cards_v1.card_fact", "cards_v1.listing_fact")
 * }</pre>
 */
public final class KeptEvents {

    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*");

    private static final String EVENTS = """
        select subject, position, type, revision, data, recorded_at
        from %s
        where subject = any(:subjects) and (cast(:kind as text) is null or kind = :kind) and recorded_at <= :asOf
        order by subject, position
        """;

    private static final String EXISTS = """
        select exists (select from %s where subject = :subject and kind = :kind and recorded_at <= :asOf)
        """;

    /** Each owner's list limited before they are merged. */
    private static final String LISTED = """
        select listed.position, listed.subject
        from unnest(cast(:owners as uuid[])) as asked (id)
        cross join lateral (
            select position, subject
            from %s
            where owner = asked.id and kind = :kind and position > :after and recorded_at <= :asOf
            order by position
            limit :limit) listed
        order by listed.position
        limit :limit
        """;

    private static final String LISTED_OF_MANY = """
        select owner, subject
        from %s
        where owner = any(:owners) and kind = :kind and recorded_at <= :asOf
        order by position
        """;

    private final JdbcClient database;
    private final String events;
    private final String exists;
    private final String listed;
    private final String listedOfMany;

    /**
     * What is kept in two tables of one projection.
     *
     * @param table where the events are: {@code cards_v1.card_fact}
     * @param listing where the lists are: {@code cards_v1.listing_fact}
     */
    public KeptEvents(JdbcClient database, String table, String listing) {
        this.database = database;
        this.events = EVENTS.formatted(named(table));
        this.exists = EXISTS.formatted(named(table));
        this.listed = LISTED.formatted(named(listing));
        this.listedOfMany = LISTED_OF_MANY.formatted(named(listing));
    }

    private static String named(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException("No name for a table and its schema: " + table);
        }
        return table;
    }

    /** A table of events, read by {@link #of}. */
    public static FactTable table(String name) {
        return new FactTable(
                name,
                List.of(
                        Column.of("subject", Type.UUID),
                        Column.of("kind", Type.TEXT),
                        Column.of("type", Type.TEXT),
                        Column.of("revision", Type.INTEGER),
                        Column.of("data", Type.TEXT)),
                List.of("subject"),
                List.of(),
                List.of());
    }

    /** A table of lists, read by {@link #page} and {@link #listed}. */
    public static FactTable listing(String name) {
        return new FactTable(
                name,
                List.of(Column.of("owner", Type.UUID), Column.of("kind", Type.TEXT), Column.of("subject", Type.UUID)),
                List.of("owner", "kind"),
                List.of(),
                List.of());
    }

    /** Keeps an event; one event may be kept under several subjects. */
    public static void keep(FactTable table, UUID subject, Enum<?> kind, Fact fact, Rows rows) {
        rows.add(table, subject, kind, fact.type(), fact.revision(), fact.json());
    }

    /** Puts a subject on an owner's list. */
    public static void list(FactTable listing, UUID owner, Enum<?> kind, UUID subject, Rows rows) {
        rows.add(listing, owner, kind, subject);
    }

    /** A thing and its place in the list. */
    public record Listed<C>(long position, C card) {

        public <D> Listed<D> as(D other) {
            return new Listed<>(position, other);
        }
    }

    /** The events of the subjects, whatever their kind; only subjects with at least one event. */
    public Map<UUID, List<Recorded>> of(Collection<UUID> subjects, AsOf asOf) {
        return find(null, subjects, asOf);
    }

    /** Those of the subjects that are of that kind, each with at least one event. */
    public Map<UUID, List<Recorded>> of(Enum<?> kind, Collection<UUID> subjects, AsOf asOf) {
        return find(kind, subjects, asOf);
    }

    private Map<UUID, List<Recorded>> find(@Nullable Enum<?> kind, Collection<UUID> subjects, AsOf asOf) {
        var found = new LinkedHashMap<UUID, List<Recorded>>();
        if (subjects.isEmpty()) {
            return found;
        }
        database.sql(events)
                .param("subjects", subjects.toArray(UUID[]::new))
                .param("kind", kind == null ? null : kind.name())
                .param("asOf", asOf.bound())
                .query(row -> {
                    found.computeIfAbsent(row.getObject("subject", UUID.class), _ -> new ArrayList<>())
                            .add(new Recorded(
                                    row.getLong("position"),
                                    EventCodec.read(
                                            row.getString("type"),
                                            row.getInt("revision"),
                                            row.getString("data").getBytes(StandardCharsets.UTF_8)),
                                    row.getObject("recorded_at", OffsetDateTime.class)
                                            .toInstant()));
                });
        return found;
    }

    /** Whether anything of that kind had that id then. */
    public boolean exists(Enum<?> kind, UUID subject, AsOf asOf) {
        return database.sql(exists)
                .param("subject", subject)
                .param("kind", kind.name())
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
    }

    /** What the lists of some owners show, whole: for the short ones. */
    public Map<UUID, List<UUID>> listed(Collection<UUID> owners, Enum<?> kind, AsOf asOf) {
        var subjects = new LinkedHashMap<UUID, List<UUID>>();
        if (owners.isEmpty()) {
            return subjects;
        }
        database.sql(listedOfMany)
                .param("owners", owners.toArray(UUID[]::new))
                .param("kind", kind.name())
                .param("asOf", asOf.bound())
                .query(row -> {
                    subjects.computeIfAbsent(row.getObject("owner", UUID.class), _ -> new ArrayList<>())
                            .add(row.getObject("subject", UUID.class));
                });
        return subjects;
    }

    /** What the lists of some owners, none of whom lists what another does, show after a position and a filter keeps, at most so many. */
    public <C> List<Listed<C>> page(
            Collection<UUID> owners,
            Enum<?> kind,
            long after,
            int limit,
            AsOf asOf,
            Function<List<Recorded>, C> fold,
            Predicate<? super C> keep) {
        return page(owners, kind, after, limit, asOf, fold, (_, card) -> keep.test(card));
    }

    /** The same for a filter that looks at the place in the list too: a thing may have several. */
    public <C> List<Listed<C>> page(
            Collection<UUID> owners,
            Enum<?> kind,
            long after,
            int limit,
            AsOf asOf,
            Function<List<Recorded>, C> fold,
            BiPredicate<Long, ? super C> keep) {
        var page = new ArrayList<Listed<C>>();
        var last = after;
        var more = !owners.isEmpty();
        while (more && page.size() < limit) {
            var places = places(owners, kind, last, limit, asOf);
            var histories = of(kind, places.values(), asOf);
            for (var place : places.entrySet()) {
                var history = histories.get(place.getValue());
                var card = history == null ? null : fold.apply(history);
                if (card != null && page.size() < limit && keep.test(place.getKey(), card)) {
                    page.add(new Listed<>(place.getKey(), card));
                }
            }
            more = places.size() == limit;
            last = more ? places.lastEntry().getKey() : last;
        }
        return page;
    }

    private SequencedMap<Long, UUID> places(Collection<UUID> owners, Enum<?> kind, long after, int limit, AsOf asOf) {
        var places = new LinkedHashMap<Long, UUID>();
        database.sql(listed)
                .param("owners", owners.toArray(UUID[]::new))
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
