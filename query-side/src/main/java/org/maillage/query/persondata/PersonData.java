package org.maillage.query.persondata;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.Event;
import org.maillage.kernel.epn.EpnEvent.EpnRegistered;
import org.maillage.kernel.person.Ciphertext;
import org.maillage.kernel.person.PersonEvent;
import org.maillage.kernel.person.PersonEvent.*;
import org.maillage.kernel.wire.EventCodec;
import org.maillage.query.Telling;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.PersonNames;
import org.maillage.query.persondata.AccessExport.Appearance;
import org.maillage.query.persondata.AccessExport.FoundText;
import org.maillage.query.persondata.AccessExport.Section;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is held on persons. */
final class PersonData {

    /** As many rows of one list as are in memory at once. */
    private static final int PART = 500;

    private static final String OWN = """
        select e.position, e.type, e.revision, e.data
        from person_data_v1.mention_fact m
        join person_data_v1.event_fact e on e.epn = m.epn and e.position = m.position
        where m.person = :person and m.role = 'id' and m.recorded_at <= :asOf
        order by m.position
        """;

    private static final String ERASED = """
        select exists (
            select from person_data_v1.mention_fact
            where person = :person and role = 'id' and type = 'PersonErased')
        """;

    private static final String SECTIONS = """
        select matter, count(distinct position) as count, min(day) as first, max(day) as last, max(position) as until
        from person_data_v1.mention_fact
        where person = :person and recorded_at <= :asOf
        group by matter
        """;

    private static final String APPEARANCES = """
        select e.position, e.event_id, e.subject, e.aggregate, e.type, e.revision, e.day, e.recorded_at, e.actor, e.data,
            m.roles
        from (
            select epn, position, array_agg(role order by role) as roles
            from person_data_v1.mention_fact
            where person = :person and matter = :matter and position > :after and position <= :until
            group by epn, position
            order by position
            limit :limit) m
        join person_data_v1.event_fact e on e.epn = m.epn and e.position = m.position
        order by e.position
        """;

    /** The events of a centre that may hold free text, the name of nobody among the parameters. */
    private static final String TEXTS = """
        select position, event_id, subject, aggregate, type, revision, day, recorded_at, actor, data
        from person_data_v1.event_fact
        where epn = :epn and position > :after and recorded_at <= :asOf and type = any(:types) and data is not null
        order by position
        limit :limit
        """;

    private static final String CENTRE = """
        select type, revision, data
        from person_data_v1.event_fact
        where epn = :epn and type = 'EpnRegistered' and recorded_at <= :asOf
        order by position desc
        limit 1
        """;

    private final JdbcClient database;
    private final PersonNames personNames;
    private final PersonalReads reads;
    private final Telling telling;
    private final InstantSource clock;

    PersonData(
            JdbcClient database, PersonNames personNames, PersonalReads reads, Telling telling, InstantSource clock) {
        this.database = database;
        this.personNames = personNames;
        this.reads = reads;
        this.telling = telling;
        this.clock = clock;
    }

    private record Stored(
            long position,
            UUID eventId,
            UUID subject,
            String aggregate,
            String type,
            int revision,
            LocalDate day,
            Instant recordedAt,
            @Nullable String actor,
            @Nullable String data) {

        static Stored of(ResultSet row) throws SQLException {
            return new Stored(
                    row.getLong("position"),
                    row.getObject("event_id", UUID.class),
                    row.getObject("subject", UUID.class),
                    row.getString("aggregate"),
                    row.getString("type"),
                    row.getInt("revision"),
                    row.getObject("day", LocalDate.class),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    row.getString("actor"),
                    row.getString("data"));
        }
    }

    private record Appearing(Stored stored, List<String> roles) {}

    /** @throws UnknownResource when no such person was known then */
    AccessExport export(UUID person, AsOf asOf) {
        var history = own(person, asOf);
        var registered = history.stream()
                .filter(PersonRegistered.class::isInstance)
                .map(PersonRegistered.class::cast)
                .findFirst()
                .orElseThrow(UnknownResource::person);
        var id = registered.id();
        // Before anything is decrypted or written: this read is recorded, or refused.
        var reader = erased(person) ? null : personNames.readers(List.of(id)).get(id);
        var living = reader == null || reader.erased() ? null : reader;
        var identities = living == null ? List.<Identity>of() : identities(history, living, portrait(person, asOf));
        var epn = registered.epnId().value();
        var subject = new DataSubject(
                id,
                living,
                identities.isEmpty() ? PersonNames.ERASED : identities.getLast().fullName());
        return new AccessExport(
                person,
                epn,
                centre(epn, asOf),
                clock.instant(),
                living == null,
                identities.isEmpty() ? null : identities.getLast(),
                sections(subject, asOf),
                new Parts<>(last -> texts(epn, new Called(identities), last, identities.isEmpty(), asOf)),
                new Parts<>(last -> reads.of(person, last, PART, asOf)));
    }

    private boolean erased(UUID person) {
        return database.sql(ERASED).param("person", person).query(Boolean.class).single();
    }

    /** The events of the person itself, without the portraits. */
    private List<PersonEvent> own(UUID person, AsOf asOf) {
        var own = new ArrayList<PersonEvent>();
        database.sql(OWN).param("person", person).param("asOf", asOf.bound()).query(row -> {
            var data = row.getString("data");
            if (data != null) {
                own.add((PersonEvent) read(row.getString("type"), row.getInt("revision"), data));
            }
        });
        return own;
    }

    private boolean portrait(UUID person, AsOf asOf) {
        return database.sql("""
            select exists (
                select from person_data_v1.mention_fact
                where person = :person and role = 'id' and type = 'PersonPhotoSet' and recorded_at <= :asOf)
            """)
                .param("person", person)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
    }

    /** All that the person was ever called, the last as it is now. */
    private static List<Identity> identities(List<PersonEvent> history, PersonNames.Reader reader, boolean portrait) {
        var identities = new ArrayList<Identity>();
        for (var event : history) {
            switch (event) {
                case PersonRegistered e ->
                    identities.add(identity(
                            reader,
                            PersonRegistered.class,
                            e.keyVersion(),
                            e.fullName(),
                            e.email(),
                            e.phone(),
                            e.minor()));
                case PersonRevised e ->
                    identities.add(identity(
                            reader,
                            PersonRevised.class,
                            e.keyVersion(),
                            e.fullName(),
                            e.email(),
                            e.phone(),
                            e.minor()));
                case PersonPhotoSet _, PersonErased _ -> {}
            }
        }
        if (portrait) {
            var photo = "/api/v1/persons/" + history.getFirst().id() + "/photo";
            var last = identities.removeLast();
            identities.add(new Identity(last.fullName(), last.email(), last.phone(), last.minor(), photo));
        }
        return identities;
    }

    private static Identity identity(
            PersonNames.Reader reader,
            Class<? extends PersonEvent> in,
            int keyVersion,
            Ciphertext fullName,
            @Nullable Ciphertext email,
            @Nullable Ciphertext phone,
            boolean minor) {
        return new Identity(
                reader.read(in, "fullName", keyVersion, fullName),
                email == null ? null : reader.read(in, "email", keyVersion, email),
                phone == null ? null : reader.read(in, "phone", keyVersion, phone),
                minor,
                null);
    }

    private @Nullable String centre(UUID epn, AsOf asOf) {
        return database.sql(CENTRE)
                .param("epn", epn)
                .param("asOf", asOf.bound())
                .query((row, _) -> read(row.getString("type"), row.getInt("revision"), row.getString("data")))
                .optional()
                .map(event -> ((EpnRegistered) event).name())
                .orElse(null);
    }

    private List<Section> sections(DataSubject subject, AsOf asOf) {
        return database
                .sql(SECTIONS)
                .param("person", subject.id().value())
                .param("asOf", asOf.bound())
                .query((row, _) -> section(
                        subject,
                        Matter.valueOf(row.getString("matter")),
                        row.getLong("count"),
                        row.getObject("first", LocalDate.class),
                        row.getObject("last", LocalDate.class),
                        row.getLong("until"),
                        asOf))
                .list()
                .stream()
                .sorted(Comparator.comparing(Section::matter))
                .toList();
    }

    /** @param until what is recorded while the export is written is left to the next one: so the counts are right */
    private Section section(
            DataSubject subject, Matter matter, long count, LocalDate first, LocalDate last, long until, AsOf asOf) {
        return new Section(
                matter,
                matter.title(),
                count,
                first,
                last,
                new Parts<>(after -> appearances(subject, matter, after == null ? 0 : after.position(), until, asOf)));
    }

    private List<Appearance> appearances(DataSubject subject, Matter matter, long after, long until, AsOf asOf) {
        var found = database.sql(APPEARANCES)
                .param("person", subject.id().value())
                .param("matter", matter.name())
                .param("after", after)
                .param("until", until)
                .param("limit", PART)
                .query((row, _) -> new Appearing(Stored.of(row), texts(row.getArray("roles"))))
                .list();
        var events = found.stream().map(appearing -> event(appearing.stored())).toList();
        var sentences = sentences(events, subject, asOf).iterator();
        var appearances = new ArrayList<Appearance>();
        for (int i = 0; i < found.size(); i++) {
            var event = events.get(i);
            var text = event == null ? "Une photo est enregistrée." : sentences.next();
            appearances.add(appearance(found.get(i), event, subject, text));
        }
        return appearances;
    }

    private List<String> sentences(List<@Nullable Event> events, DataSubject subject, AsOf asOf) {
        var readable = new ArrayList<Event>();
        for (var event : events) {
            if (event != null) {
                readable.add(event);
            }
        }
        return telling.tell(readable, subject::called, asOf);
    }

    private static Appearance appearance(Appearing appearing, @Nullable Event event, DataSubject subject, String text) {
        var stored = appearing.stored();
        return new Appearance(
                stored.position(),
                stored.eventId(),
                stored.type(),
                stored.aggregate(),
                stored.subject(),
                stored.day(),
                stored.recordedAt(),
                stored.actor(),
                appearing.roles(),
                text,
                event == null || stored.data() == null ? null : subject.own(event));
    }

    private List<FoundText> texts(UUID epn, Called called, @Nullable FoundText last, boolean nobodyToFind, AsOf asOf) {
        if (nobodyToFind) {
            return List.of();
        }
        var after = last == null ? 0 : last.position();
        var types = FreeTexts.types().toArray(String[]::new);
        while (true) {
            var found = new ArrayList<FoundText>();
            var searched = database.sql(TEXTS)
                    .param("epn", epn)
                    .param("after", after)
                    .param("asOf", asOf.bound())
                    .param("types", types)
                    .param("limit", PART)
                    .query((row, _) -> Stored.of(row))
                    .list();
            searched.forEach(stored -> search(stored, called, found));
            if (!found.isEmpty() || searched.size() < PART) {
                return found;
            }
            after = searched.getLast().position();
        }
    }

    private static void search(Stored stored, Called called, List<FoundText> found) {
        var event = event(stored);
        if (event == null) {
            return;
        }
        for (var text : FreeTexts.of(event)) {
            called.in(text.text())
                    .ifPresent(by -> found.add(new FoundText(
                            stored.position(),
                            stored.eventId(),
                            stored.type(),
                            stored.subject(),
                            stored.recordedAt(),
                            stored.actor(),
                            text.field(),
                            by,
                            text.text())));
        }
    }

    /** What these persons are called now, or were then. */
    Map<UUID, String> names(List<UUID> persons, AsOf asOf) {
        Map<UUID, PersonEvent> newest = new HashMap<>();
        database.sql("""
            select e.type, e.revision, e.data
            from person_data_v1.mention_fact m
            join person_data_v1.event_fact e on e.epn = m.epn and e.position = m.position
            where m.person = any(:persons) and m.role = 'id' and m.type in ('PersonRegistered', 'PersonRevised')
                and m.recorded_at <= :asOf
            order by m.position
            """)
                .param("persons", persons.toArray(UUID[]::new))
                .param("asOf", asOf.bound())
                .query(row -> {
                    var event =
                            (PersonEvent) read(row.getString("type"), row.getInt("revision"), row.getString("data"));
                    newest.put(event.id().value(), event);
                });
        return personNames.fullNames(newest.values());
    }

    private static @Nullable Event event(Stored stored) {
        return stored.data() == null ? null : read(stored.type(), stored.revision(), stored.data());
    }

    private static Event read(String type, int revision, String data) {
        return EventCodec.read(type, revision, data.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
