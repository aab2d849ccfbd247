package org.maillage.query.relationshiphistory;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.Id;
import org.maillage.kernel.InvalidValue;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerEvent.PartnerRevised;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.project.ProjectEvent.ProjectDrafted;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.kernel.wire.TextValues;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.PersonNames;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The facts of a partnership or of a partner, oldest first. */
@Component
final class RelationshipHistory {

    private static final String OF_PARTNERSHIP = """
        select position, event_id, type, revision, occurred_on, recorded_at, actor, data
        from relationship_history_v2.relationship_history
        where key = :id and position > :after and recorded_at <= :asOf
        order by position
        limit :limit
        """;

    /**
     * Its own facts, those of the doubles it took over from, and those of every partnership that one of these cards takes part in,
     * up to the day it left; each key limited before they are merged.
     */
    private static final String OF_PARTNER = """
        with recursive card as (
            select cast(:id as uuid) as id
            union
            select merged
            from relationship_history_v2.double_fact taken_over
            join card on taken_over.card = card.id
            where taken_over.recorded_at <= :asOf
        ),
        participation as (
            select distinct on (partner, partnership) partnership, joined, position
            from relationship_history_v2.participation_fact
            where partner in (select id from card) and recorded_at <= :asOf
            order by partner, partnership, position desc
        ),
        subject as (
            select id as key, null as until from card
            union all
            select partnership, case when bool_or(joined) then null else max(position) end
            from participation
            group by partnership
        )
        select fact.*
        from subject
        cross join lateral (
            select position, event_id, type, revision, occurred_on, recorded_at, actor, data
            from relationship_history_v2.relationship_history history
            where history.key = subject.key and position > :after and recorded_at <= :asOf
                and (subject.until is null or position <= subject.until)
            order by position
            limit :limit) fact
        order by fact.position
        limit :limit
        """;

    private static final String EXISTS = """
        select exists (
            select from relationship_history_v2.relationship_history
            where key = :id and type = :birth and recorded_at <= :asOf)
        """;

    /** Of each the last fact that names it; an erasure counts whenever it came. */
    private static final String NAMES = """
        select distinct on (key) type, revision, data
        from relationship_history_v2.relationship_history
        where key = any(:keys) and subject = key
            and (recorded_at <= :asOf
                    and type in ('PersonRegistered', 'PersonRevised', 'EpnRegistered', 'PartnerRegistered',
                        'PartnerRevised', 'ProjectDrafted')
                or type = 'PersonErased')
        order by key, position desc
        """;

    private final JdbcClient database;
    private final PersonNames personNames;

    RelationshipHistory(JdbcClient database, PersonNames personNames) {
        this.database = database;
        this.personNames = personNames;
    }

    /**
     * One fact of the history.
     *
     * @param actor who did it: a person whom the centre knows, or else an account; null before there was identity
     * @param actorName what that person is called
     * @param data the event as it is stored, byte for byte
     */
    record Item(
            long position,
            UUID eventId,
            String type,
            LocalDate occurredOn,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String actorName,
            String text,
            @JsonRawValue String data) {}

    private record Stored(
            long position,
            UUID eventId,
            String type,
            int revision,
            LocalDate occurredOn,
            Instant recordedAt,
            @Nullable String actor,
            String data) {

        static Stored of(ResultSet row, int number) throws SQLException {
            return new Stored(
                    row.getLong("position"),
                    row.getObject("event_id", UUID.class),
                    row.getString("type"),
                    row.getInt("revision"),
                    row.getObject("occurred_on", LocalDate.class),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    row.getString("actor"),
                    row.getString("data"));
        }

        Event event() {
            return read(type, revision, data);
        }

        /** Null for an account, whose name nobody knows. */
        @Nullable
        PersonId actingPerson() {
            try {
                return actor == null ? null : new PersonId(TextValues.read(actor, UUID.class));
            } catch (InvalidValue anAccount) {
                return null;
            }
        }

        Item said(Names names) {
            var person = actingPerson();
            var text = Sentence.of(event(), names);
            return new Item(
                    position,
                    eventId,
                    type,
                    occurredOn,
                    recordedAt,
                    actor,
                    person == null ? null : names.of(person),
                    text,
                    data);
        }
    }

    private static Event read(String type, int revision, String data) {
        return EventCodec.read(type, revision, data.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws UnknownResource when no such partnership was known then */
    List<Item> ofPartnership(UUID id, long after, int limit, AsOf asOf) {
        if (!exists(id, "PartnershipProposed", asOf)) {
            throw UnknownResource.partnership();
        }
        return items(OF_PARTNERSHIP, id, after, limit, asOf);
    }

    /** @throws UnknownResource when no such partner card was known then */
    List<Item> ofPartner(UUID id, long after, int limit, AsOf asOf) {
        if (!exists(id, "PartnerRegistered", asOf)) {
            throw UnknownResource.partner();
        }
        return items(OF_PARTNER, id, after, limit, asOf);
    }

    private boolean exists(UUID id, String birth, AsOf asOf) {
        return database.sql(EXISTS)
                .param("id", id)
                .param("birth", birth)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
    }

    private List<Item> items(String sql, UUID id, long after, int limit, AsOf asOf) {
        var facts = database.sql(sql)
                .param("id", id)
                .param("after", after)
                .param("limit", limit)
                .param("asOf", asOf.bound())
                .query(Stored::of)
                .list();
        var names = named(mentioned(facts), asOf);
        return facts.stream().map(fact -> fact.said(names)).toList();
    }

    /** Writes every sentence once without names, only to learn whom they name, besides those who acted. */
    private static Set<UUID> mentioned(Collection<Stored> facts) {
        var ids = new LinkedHashSet<UUID>();
        var listening = new Names() {
            @Override
            public String person(PersonId id) {
                ids.add(id.value());
                return "";
            }

            @Override
            public @Nullable String of(Id id) {
                ids.add(id.value());
                return null;
            }
        };
        facts.forEach(fact -> {
            Sentence.of(fact.event(), listening);
            var actor = fact.actingPerson();
            if (actor != null) {
                ids.add(actor.value());
            }
        });
        return ids;
    }

    private Names named(Set<UUID> ids, AsOf asOf) {
        var called = new HashMap<UUID, String>();
        var persons = database
                .sql(NAMES)
                .param("keys", ids.toArray(UUID[]::new))
                .param("asOf", asOf.bound())
                .query((row, number) -> read(row.getString("type"), row.getInt("revision"), row.getString("data")))
                .list()
                .stream()
                .filter(event -> !isOrganisation(event, called))
                .map(PersonEvent.class::cast)
                .toList();
        called.putAll(personNames.fullNames(persons));
        return new Names() {
            @Override
            public String person(PersonId id) {
                return called.getOrDefault(id.value(), "une personne");
            }

            @Override
            public @Nullable String of(Id id) {
                return called.get(id.value());
            }
        };
    }

    private static boolean isOrganisation(Event event, Map<UUID, String> called) {
        var name = switch (event) {
            case EpnRegistered epn -> epn.name();
            case PartnerRegistered partner -> partner.name();
            case PartnerRevised partner -> partner.name();
            case ProjectDrafted project -> project.name();
            default -> null;
        };
        if (name != null) {
            called.put(event.id().value(), name);
        }
        return name != null;
    }
}
