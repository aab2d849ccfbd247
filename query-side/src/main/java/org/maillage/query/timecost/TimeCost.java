package org.maillage.query.timecost;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Time spent, what it cost and what came back, summed from the facts when somebody asks. */
@Component
class TimeCost {

    private static final String ONE_PARTNERSHIP = """
        scope as (
            select partnership, epn, project
            from time_cost_v1.partnership_fact
            where partnership = :id and recorded_at <= :asOf
        )\
        """;

    private static final String ALL_OF_EPN = """
        scope as (
            select partnership, epn, project
            from time_cost_v1.partnership_fact
            where epn = :id and recorded_at <= :asOf
        )\
        """;

    /**
     * The last fact of each entry, worth the rate in force on its day: the person's, else that of the entry's role, else that of
     * the role on the staff. A rate ends where the next of the same person or role begins.
     */
    private static final String WORK = """
        , rate as materialized (
            select epn, who, amount, effective_from,
                lead(effective_from, 1, 'infinity') over (partition by epn, who order by effective_from) as ends_before
            from (
                select distinct on (epn, who, effective_from) epn, who, effective_from, amount
                from time_cost_v1.rate_fact
                where epn in (select epn from scope) and recorded_at <= :asOf
                order by epn, who, effective_from, position desc) latest
        ),
        staff as materialized (
            select distinct on (epn, person) epn, person, role
            from time_cost_v1.staff_fact
            where epn in (select epn from scope) and recorded_at <= :asOf
            order by epn, person, position desc
        ),
        work as (
            select scope.partnership, entry.phase, entry.person, to_char(entry.day, 'YYYY-MM') as month, entry.minutes,
                coalesce(own.amount, of_role.amount, of_staff.amount) as rate
            from scope
            cross join lateral (
                select distinct on (entry) person, role, phase, day, minutes
                from time_cost_v1.time_fact
                where partnership = scope.partnership and recorded_at <= :asOf
                order by entry, position desc) entry
            left join rate own
                on own.epn = scope.epn and own.who = 'person:' || entry.person
                and own.effective_from <= entry.day and entry.day < own.ends_before
            left join rate of_role
                on of_role.epn = scope.epn and of_role.who = 'role:' || entry.role
                and of_role.effective_from <= entry.day and entry.day < of_role.ends_before
            left join staff
                on staff.epn = scope.epn and staff.person = entry.person
            left join rate of_staff
                on of_staff.epn = scope.epn and of_staff.who = 'role:' || staff.role
                and of_staff.effective_from <= entry.day and entry.day < of_staff.ends_before
            where entry.day between :from and :until
        )
        select partnership, phase, person, month,
            sum(minutes) as minutes,
            coalesce(sum(minutes) filter (where rate is null), 0) as unrated,
            coalesce(sum(minutes * rate), 0) as euro_minutes
        from work
        group by grouping sets ((partnership), (phase), (person), (month))
        """;

    private static final String MONEY = """
        select scope.partnership,
            coalesce(sum(fact.amount) filter (where fact.kind = 'COST'), 0) as spent,
            coalesce(sum(fact.amount) filter (where fact.kind = 'CASH'), 0) as cash,
            coalesce(sum(fact.amount) filter (where fact.kind = 'IN_KIND'), 0) as in_kind
        from scope
        cross join lateral (
            select distinct on (kind, ref) kind, amount, occurred_on
            from time_cost_v1.money_fact
            where partnership = scope.partnership and recorded_at <= :asOf
            order by kind, ref, position desc) fact
        where fact.occurred_on between :from and :until
        group by scope.partnership
        """;

    private static final String INTANGIBLE = """
        select fact.kind, fact.level, fact.note
        from scope
        cross join lateral (
            select kind, level, note, position
            from time_cost_v1.intangible_fact
            where partnership = scope.partnership and recorded_at <= :asOf) fact
        order by fact.position
        """;

    /** The project and the partners, as far as they are known. */
    private static final String NAMES = """
        select scope.partnership,
            concat_ws(' – ',
                (select name from time_cost_v1.project_fact
                    where project = scope.project order by position desc limit 1),
                (select string_agg(name, ', ' order by name)
                    from (
                        select distinct on (partner) name
                        from time_cost_v1.participation_fact participation
                        join time_cost_v1.partner_fact card using (partner)
                        where participation.partnership = scope.partnership
                        order by partner, card.position desc) called)) as name
        from scope
        """;

    private static final String PARTNERSHIP_EXISTS = """
        select exists (
            select from time_cost_v1.partnership_fact where partnership = :id and recorded_at <= :asOf)
        """;

    private static final String EPN_EXISTS = """
        select exists (
            select from time_cost_v1.epn_fact where epn = :id and recorded_at <= :asOf)
        """;

    private final JdbcClient database;

    TimeCost(JdbcClient database) {
        this.database = database;
    }

    record OfPhase(Phase phase, long minutes, BigDecimal cost) {}

    record OfPerson(UUID personId, long minutes, BigDecimal cost) {}

    /** @param month {@code 2026-01} */
    record OfMonth(String month, long minutes, BigDecimal cost) {}

    record Intangible(
            IntangibleBenefit kind, int level, @Nullable String note) {}

    /** Sums, and how the work in them divides; costs still in euro-minutes. */
    record Figures(
            Sums total,
            Map<UUID, Sums> byPartnership,
            List<OfPhase> byPhase,
            List<OfPerson> byPerson,
            List<OfMonth> byMonth,
            List<Intangible> intangible) {}

    /** A partnership among those of its centre. */
    record Ranked(
            UUID id,
            String name,
            BigDecimal hours,
            BigDecimal totalCost,
            BigDecimal totalReturn,
            BigDecimal cashReturn,
            BigDecimal net,
            @Nullable BigDecimal ratio,
            @Nullable BigDecimal returnPerHour) {}

    record Portfolio(Figures figures, List<Ranked> partnerships) {}

    /** @throws UnknownResource when no such partnership was known then */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Figures ofPartnership(UUID id, AsOf asOf) {
        if (!exists(PARTNERSHIP_EXISTS, id, asOf)) {
            throw UnknownResource.partnership();
        }
        return figures(ONE_PARTNERSHIP, id, Period.ALWAYS, asOf);
    }

    /**
     * The figures of every partnership of a centre, restricted to what happened in a period.
     *
     * @throws UnknownResource when no such centre was known then
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Portfolio ofEpn(UUID id, Period period, Ranking ranking, AsOf asOf) {
        if (!exists(EPN_EXISTS, id, asOf)) {
            throw UnknownResource.epn();
        }
        var figures = figures(ALL_OF_EPN, id, period, asOf);
        var partnerships = database
                .sql("with " + ALL_OF_EPN + NAMES)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query((row, number) -> {
                    var partnership = row.getObject("partnership", UUID.class);
                    return ranked(
                            partnership,
                            row.getString("name"),
                            figures.byPartnership().getOrDefault(partnership, Sums.NONE));
                })
                .stream()
                .sorted(ranking.order())
                .toList();
        return new Portfolio(figures, partnerships);
    }

    private static Ranked ranked(UUID id, String name, Sums sums) {
        return new Ranked(
                id,
                name.isEmpty() ? "Partenariat" : name,
                sums.hours(),
                sums.totalCost(),
                sums.totalReturn(),
                sums.cashReturn(),
                sums.net(),
                sums.ratio(),
                sums.returnPerHour());
    }

    private boolean exists(String sql, UUID id, AsOf asOf) {
        return database.sql(sql)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
    }

    private Figures figures(String scope, UUID id, Period period, AsOf asOf) {
        var sums = new HashMap<UUID, Sums>();
        var phases = new ArrayList<OfPhase>();
        var persons = new ArrayList<OfPerson>();
        var months = new ArrayList<OfMonth>();
        sql(scope + WORK, id, period, asOf).query(row -> {
            var minutes = row.getLong("minutes");
            var worth = row.getBigDecimal("euro_minutes");
            var partnership = row.getObject("partnership", UUID.class);
            var phase = row.getString("phase");
            var person = row.getObject("person", UUID.class);
            if (partnership != null) {
                sums.put(partnership, Sums.NONE.withWork(minutes, row.getLong("unrated"), worth));
            } else if (phase != null) {
                phases.add(new OfPhase(Phase.valueOf(phase), minutes, Sums.euros(worth)));
            } else if (person != null) {
                persons.add(new OfPerson(person, minutes, Sums.euros(worth)));
            } else {
                months.add(new OfMonth(row.getString("month"), minutes, Sums.euros(worth)));
            }
        });
        sql(scope + MONEY, id, period, asOf).query(row -> {
            var money = Sums.NONE.withMoney(
                    row.getBigDecimal("spent"), row.getBigDecimal("cash"), row.getBigDecimal("in_kind"));
            sums.merge(row.getObject("partnership", UUID.class), money, Sums::plus);
        });
        var intangible = database.sql("with " + scope + INTANGIBLE)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query((row, number) -> new Intangible(
                        IntangibleBenefit.valueOf(row.getString("kind")), row.getInt("level"), row.getString("note")))
                .list();
        phases.sort(Comparator.comparing(OfPhase::phase));
        persons.sort(Comparator.comparing(OfPerson::minutes).reversed().thenComparing(OfPerson::personId));
        months.sort(Comparator.comparing(OfMonth::month));
        return new Figures(
                sums.values().stream().reduce(Sums.NONE, Sums::plus), sums, phases, persons, months, intangible);
    }

    private JdbcClient.StatementSpec sql(String query, UUID id, Period period, AsOf asOf) {
        return database.sql("with " + query)
                .param("id", id)
                .param("asOf", asOf.bound())
                .param("from", period.from())
                .param("until", period.until());
    }

    /**
     * An entry of a timesheet as it stands.
     *
     * @param position of its first fact in the ledger
     * @param correctedAt null for an entry that never was corrected
     */
    record Entry(
            @JsonIgnore long position,
            UUID id,
            UUID partnershipId,
            UUID epnId,
            UUID personId,
            @Nullable String role,
            Phase phase,
            LocalDate day,
            int minutes,
            @Nullable String note,
            Instant recordedAt,
            @Nullable Instant correctedAt,
            @Nullable String correctionReason) {

        static Entry of(ResultSet row, int number) throws SQLException {
            var corrected = row.getString("kind").equals("CORRECTED");
            return new Entry(
                    row.getLong("first_position"),
                    row.getObject("entry", UUID.class),
                    row.getObject("partnership", UUID.class),
                    row.getObject("epn", UUID.class),
                    row.getObject("person", UUID.class),
                    row.getString("role"),
                    Phase.valueOf(row.getString("phase")),
                    row.getObject("day", LocalDate.class),
                    row.getInt("minutes"),
                    row.getString("note"),
                    row.getObject("logged_at", OffsetDateTime.class).toInstant(),
                    corrected
                            ? row.getObject("recorded_at", OffsetDateTime.class).toInstant()
                            : null,
                    corrected ? row.getString("remark") : null);
        }
    }

    private static final String ENTRIES = """
        select logged.position as first_position, logged.remark as note, logged.recorded_at as logged_at, entry.*
        from time_cost_v1.time_fact logged
        cross join lateral (
            select entry, partnership, epn, person, role, phase, day, minutes, kind, remark, recorded_at
            from time_cost_v1.time_fact
            where partnership = logged.partnership and entry = logged.entry and recorded_at <= :asOf
            order by position desc
            limit 1) entry
        where logged.kind = 'LOGGED' and logged.position > :after and logged.recorded_at <= :asOf
            and entry.day between :from and :until
        """;

    /** @throws UnknownResource when no entry had that id then */
    Entry entry(UUID id, AsOf asOf) {
        var always = Period.of(null, null);
        return database.sql(ENTRIES + " and logged.entry = :id")
                .param("id", id)
                .param("after", 0L)
                .param("asOf", asOf.bound())
                .param("from", always.from())
                .param("until", always.until())
                .query(Entry::of)
                .optional()
                .orElseThrow(UnknownResource::timeEntry);
    }

    /** The entries of a partnership, of a person or of both, in the order in which they were logged. */
    List<Entry> entries(
            @Nullable UUID partnership, @Nullable UUID person, Period period, long after, int limit, AsOf asOf) {
        // A condition is added only where one is asked for, so that each shape of the question gets its own plan.
        var query = database.sql(ENTRIES
                        + (partnership == null ? "" : " and logged.partnership = :partnership")
                        + (person == null ? "" : " and logged.person = :person")
                        + " order by logged.position limit :limit")
                .param("after", after)
                .param("limit", limit)
                .param("asOf", asOf.bound())
                .param("from", period.from())
                .param("until", period.until());
        if (partnership != null) {
            query = query.param("partnership", partnership);
        }
        if (person != null) {
            query = query.param("person", person);
        }
        return query.query(Entry::of).list();
    }
}
