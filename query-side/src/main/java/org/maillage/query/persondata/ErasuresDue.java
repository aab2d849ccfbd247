package org.maillage.query.persondata;

import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.intake.PersonNames;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Persons whom nothing needs any longer: for each, the last of all limits has passed. People decide what comes of it. */
@Component
final class ErasuresDue {

    /** A person falls due when the last of its limits has passed. */
    private static final String DUE = """
        with kept as (
            select * from unnest(cast(:matters as text[]), cast(:limits as interval[])) kept(matter, period)
        ),
        use as (
            select m.person, m.matter, max(m.active_until) as last_on
            from person_data_v1.mention_fact m
            where m.epn = :epn and m.recorded_at <= :asOf
                and exists (
                    select from person_data_v1.mention_fact own
                    where own.person = m.person and own.role = 'id' and own.type = 'PersonRegistered'
                        and own.recorded_at <= :asOf)
                and not exists (
                    select from person_data_v1.mention_fact own
                    where own.person = m.person and own.role = 'id' and own.type = 'PersonErased'
                        and own.recorded_at <= :asOf)
            group by m.person, m.matter
        ),
        limited as (
            select use.person, use.matter, use.last_on, cast(use.last_on + kept.period as date) as until
            from use
            join kept on kept.matter = use.matter
        ),
        due as (
            select distinct on (person) person, matter, until, max(last_on) over (partition by person) as last_on
            from limited
            order by person, until desc, matter
        )
        select person, matter, last_on, until
        from due
        where until < :today
            and (:afterDay::date is null or (until, person) > (:afterDay::date, :afterPerson::uuid))
        order by until, person
        limit :limit
        """;

    private final JdbcClient database;
    private final PersonData persons;
    private final Retention retention;

    ErasuresDue(JdbcClient database, PersonData persons, Retention retention) {
        this.database = database;
        this.persons = persons;
        this.retention = retention;
    }

    /**
     * @param lastActivity the last day on which anything concerned the person
     * @param limit for how long a person is kept after that: an ISO period, as P3Y
     * @param limitOf on account of what, in French: the limit that passed last
     * @param dueSince the first day on which nothing keeps the person any longer
     */
    record DueErasure(
            UUID personId, String fullName, LocalDate lastActivity, Period limit, String limitOf, LocalDate dueSince) {

        @Override
        public String toString() {
            return "DueErasure[" + personId + "]";
        }
    }

    private record Due(UUID person, Matter matter, LocalDate lastOn, LocalDate until) {}

    /** @throws UnknownResource when there was no such centre then */
    Page<DueErasure> of(UUID epn, AsOf asOf, Paging paging) {
        requireCentre(epn, asOf);
        var matters = Matter.values();
        var found = database.sql(DUE)
                .param("matters", Arrays.stream(matters).map(Enum::name).toArray(String[]::new))
                .param(
                        "limits",
                        Arrays.stream(matters)
                                .map(matter -> retention.of(matter.limit()).toString())
                                .toArray(String[]::new))
                .param("epn", epn)
                .param("asOf", asOf.bound())
                .param("today", asOf.today())
                .param("afterDay", paging.afterDay(0))
                .param("afterPerson", paging.afterId(1))
                .param("limit", paging.limitAndOne())
                .query((row, _) -> new Due(
                        row.getObject("person", UUID.class),
                        Matter.valueOf(row.getString("matter")),
                        row.getObject("last_on", LocalDate.class),
                        row.getObject("until", LocalDate.class)))
                .list();
        var page = Page.of(found, paging, due -> List.of(due.until(), due.person()));
        var names = persons.names(page.items().stream().map(Due::person).toList(), asOf);
        return page.map(due -> new DueErasure(
                due.person(),
                names.getOrDefault(due.person(), PersonNames.ERASED),
                due.lastOn(),
                retention.of(due.matter().limit()),
                due.matter().limit().label(),
                due.until().plusDays(1)));
    }

    private void requireCentre(UUID epn, AsOf asOf) {
        boolean known = database.sql("""
            select exists (
                select from person_data_v1.event_fact
                where epn = :epn and subject = :epn and type = 'EpnRegistered' and recorded_at <= :asOf)
            """)
                .param("epn", epn)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
        if (!known) {
            throw UnknownResource.epn();
        }
    }
}
