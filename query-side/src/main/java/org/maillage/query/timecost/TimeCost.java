package org.maillage.query.timecost;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.partnership.IntangibleBenefit;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.query.Period;
import org.maillage.query.Returns;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Time spent, what it cost and what came back, summed from the facts when somebody asks. */
@Component
class TimeCost implements Returns {

    private static final String ONE_PARTNERSHIP = """
        scope as (
            select partnership, epn, project
            from time_cost_v3.partnership_fact
            where partnership = :id and recorded_at <= :asOf
        )\
        """;

    private static final String ALL_OF_EPN = """
        scope as (
            select partnership, epn, project
            from time_cost_v3.partnership_fact
            where epn = :id and recorded_at <= :asOf
        )\
        """;

    private static final String THESE = """
        scope as (
            select partnership, epn, project
            from time_cost_v3.partnership_fact
            where partnership = any(:ids) and recorded_at <= :asOf
        )\
        """;

    /** The partnerships in which the partner takes part then, itself or under the card of a double it took over from. */
    private static final String ALL_OF_PARTNER = """
        card as (
            select cast(:id as uuid) as id
            union
            select merged
            from time_cost_v3.double_fact taken_over
            join card on taken_over.card = card.id
            where taken_over.recorded_at <= :asOf
        ),
        scope as (
            select partnership, epn, project
            from time_cost_v3.partnership_fact
            where recorded_at <= :asOf and partnership in (
                select partnership
                from (
                    select distinct on (partner, partnership) partnership, joined
                    from time_cost_v3.participation_fact
                    where partner in (select id from card) and recorded_at <= :asOf
                    order by partner, partnership, position desc) participation
                where joined)
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
                from time_cost_v3.rate_fact
                where epn in (select epn from scope) and recorded_at <= :asOf
                order by epn, who, effective_from, position desc) latest
        ),
        staff as materialized (
            select distinct on (epn, person) epn, person, role
            from time_cost_v3.staff_fact
            where epn in (select epn from scope) and recorded_at <= :asOf
            order by epn, person, position desc
        ),
        work as (
            select scope.partnership, entry.phase, entry.person, to_char(entry.day, 'YYYY-MM') as month, entry.minutes,
                entry.position, entry.recorded_at, coalesce(own.amount, of_role.amount, of_staff.amount) as rate
            from scope
            cross join lateral (
                select distinct on (entry) person, role, phase, day, minutes, position, recorded_at
                from time_cost_v3.time_fact
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
        """;

    private static final String DIVIDED = """
        select partnership, phase, person, month,
            sum(minutes) as minutes,
            coalesce(sum(minutes) filter (where rate is null), 0) as unrated,
            coalesce(sum(minutes * rate), 0) as euro_minutes
        from work
        group by grouping sets ((partnership), (phase), (person), (month))
        """;

    private static final String BY_PARTNERSHIP = """
        select partnership,
            sum(minutes) as minutes,
            coalesce(sum(minutes) filter (where rate is null), 0) as unrated,
            coalesce(sum(minutes * rate), 0) as euro_minutes
        from work
        group by partnership
        """;

    /** The last fact of each receipt and cost, with the day that it gives. */
    private static final String MONEY = """
        select scope.partnership,
            coalesce(sum(fact.amount) filter (where fact.kind = 'COST'), 0) as spent,
            coalesce(sum(fact.amount) filter (where fact.kind = 'CASH'), 0) as cash,
            coalesce(sum(fact.amount) filter (where fact.kind = 'IN_KIND'), 0) as in_kind
        from scope
        cross join lateral (
            select distinct on (ref) kind, amount, occurred_on
            from time_cost_v3.money_fact
            where partnership = scope.partnership and recorded_at <= :asOf
            order by ref, position desc) fact
        where fact.occurred_on between :from and :until
        group by scope.partnership
        """;

    /** The first entry without a rate, and the one with which the cost passed the return. */
    private static final String SINCE = """
        , running as (
            select partnership, recorded_at, rate,
                sum(minutes * coalesce(rate, 0)) over (partition by partnership order by position) as euro_minutes
            from work
        )
        select running.partnership,
            min(recorded_at) filter (where rate is null) as unrated,
            min(recorded_at) filter (where euro_minutes > 60 * (coalesce(cash, 0) + coalesce(in_kind, 0))) as loss
        from running
        left join money on money.partnership = running.partnership
        group by running.partnership
        """;

    private static final String INTANGIBLE = """
        select fact.kind, fact.level, fact.note
        from scope
        cross join lateral (
            select kind, level, note, position
            from time_cost_v3.intangible_fact
            where partnership = scope.partnership and recorded_at <= :asOf) fact
        order by fact.position
        """;

    /** The partners of the moment, a double as the card that took over from it, as they were called then. */
    private static final String PARTNERS = """
        , participation as (
            select distinct on (partnership, partner) partnership, partner, joined
            from time_cost_v3.participation_fact
            where partnership in (select partnership from scope) and recorded_at <= :asOf
            order by partnership, partner, position desc
        ),
        standing as (
            select partner, partner as card from participation where joined
            union
            select standing.partner, taken_over.card
            from standing
            join time_cost_v3.double_fact taken_over on taken_over.merged = standing.card
            where taken_over.recorded_at <= :asOf
        ),
        taking_part as (
            select distinct partnership, card
            from participation join standing using (partner)
            where joined and not exists (
                select from time_cost_v3.double_fact further
                where further.merged = standing.card and further.recorded_at <= :asOf)
        ),
        called as (
            select distinct on (partner) partner as card, name
            from time_cost_v3.partner_fact
            where partner in (select card from taking_part) and recorded_at <= :asOf
            order by partner, position desc
        )
        """;

    /** The project and the partners, as far as they are known. */
    private static final String NAMED_PARTNERSHIPS = PARTNERS + """
        select scope.partnership,
            concat_ws(' – ',
                (select name from time_cost_v3.project_fact
                    where project = scope.project and recorded_at <= :asOf order by position desc limit 1),
                (select string_agg(name, ', ' order by name)
                    from taking_part join called using (card)
                    where taking_part.partnership = scope.partnership)) as name
        from scope
        """;

    private static final String NAMED_PARTNERS = PARTNERS + """
        select card, coalesce(name, '') as name, partnership
        from taking_part left join called using (card)
        """;

    private static final String PARTNERSHIP_EXISTS = """
        select exists (
            select from time_cost_v3.partnership_fact where partnership = :id and recorded_at <= :asOf)
        """;

    private static final String PARTNER_EXISTS = """
        select exists (
            select from time_cost_v3.partner_fact where partner = :id and recorded_at <= :asOf)
        """;

    private static final String EPN_EXISTS = """
        select exists (
            select from time_cost_v3.epn_fact where epn = :id and recorded_at <= :asOf)
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
            List<Intangible> intangible) {

        Sums of(UUID partnership) {
            return byPartnership.getOrDefault(partnership, Sums.NONE);
        }
    }

    /** A partnership among those of its centre or partner, or a partner with all its partnerships. */
    record Ranked(
            UUID id,
            String name,
            BigDecimal hours,
            BigDecimal totalCost,
            BigDecimal totalReturn,
            BigDecimal cashReturn,
            BigDecimal net,
            @Nullable BigDecimal ratio,
            @Nullable BigDecimal returnPerHour) {

        static Ranked of(UUID id, String name, Sums sums) {
            return new Ranked(
                    id,
                    name,
                    sums.hours(),
                    sums.totalCost(),
                    sums.totalReturn(),
                    sums.cashReturn(),
                    sums.net(),
                    sums.ratio(),
                    sums.returnPerHour());
        }
    }

    /** Every partnership of a centre or of a partner, best first. */
    record Portfolio(Figures figures, List<Ranked> partnerships) {}

    /** The same of a centre, and its partners with all they take part in: what several share counts whole for each. */
    record OfEpn(Portfolio portfolio, List<Ranked> partners) {}

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
    OfEpn ofEpn(UUID id, Period period, Ranking ranking, AsOf asOf) {
        if (!exists(EPN_EXISTS, id, asOf)) {
            throw UnknownResource.epn();
        }
        var portfolio = portfolio(ALL_OF_EPN, id, period, ranking, asOf);
        var names = new HashMap<UUID, String>();
        var sums = new HashMap<UUID, Sums>();
        named(ALL_OF_EPN + NAMED_PARTNERS, id, asOf).query(row -> {
            var card = row.getObject("card", UUID.class);
            names.put(card, row.getString("name"));
            sums.merge(card, portfolio.figures().of(row.getObject("partnership", UUID.class)), Sums::plus);
        });
        var partners = names.entrySet().stream()
                .map(card -> Ranked.of(
                        card.getKey(),
                        card.getValue().isEmpty() ? "Partenaire" : card.getValue(),
                        sums.getOrDefault(card.getKey(), Sums.NONE)))
                .sorted(ranking.order())
                .toList();
        return new OfEpn(portfolio, partners);
    }

    /**
     * The figures of every partnership in which a partner takes part, each counted whole: what several partners share is not
     * divided among them.
     *
     * @throws UnknownResource when no such partner card was known then
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Portfolio ofPartner(UUID id, Period period, Ranking ranking, AsOf asOf) {
        if (!exists(PARTNER_EXISTS, id, asOf)) {
            throw UnknownResource.partner();
        }
        return portfolio(ALL_OF_PARTNER, id, period, ranking, asOf);
    }

    @Override
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Map<UUID, Worth> of(Collection<UUID> partnerships, AsOf asOf) {
        var sums = new HashMap<UUID, Sums>();
        partnerships.forEach(partnership -> sums.put(partnership, Sums.NONE));
        if (!sums.isEmpty()) {
            var ids = partnerships.toArray(UUID[]::new);
            ask(THESE + WORK + BY_PARTNERSHIP, Period.ALWAYS, asOf)
                    .param("ids", ids)
                    .query(row -> {
                        add(sums, row, worked(row));
                    });
            ask(THESE + MONEY, Period.ALWAYS, asOf).param("ids", ids).query(row -> {
                add(sums, row, moved(row));
            });
        }
        var worths = new HashMap<UUID, Worth>();
        sums.forEach((partnership, sum) ->
                worths.put(partnership, new Worth(sum.labourCost(), sum.totalReturn(), sum.unratedMinutes())));
        return worths;
    }

    @Override
    public Map<UUID, Since> since(Collection<UUID> partnerships, AsOf asOf) {
        var since = new HashMap<UUID, Since>();
        partnerships.forEach(partnership -> since.put(partnership, Since.NEVER));
        if (!since.isEmpty()) {
            ask(THESE + WORK + ", money as (" + MONEY + ")" + SINCE, Period.ALWAYS, asOf)
                    .param("ids", partnerships.toArray(UUID[]::new))
                    .query(row -> {
                        since.put(
                                row.getObject("partnership", UUID.class),
                                new Since(instant(row, "loss"), instant(row, "unrated")));
                    });
        }
        return since;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private Portfolio portfolio(String scope, UUID id, Period period, Ranking ranking, AsOf asOf) {
        var figures = figures(scope, id, period, asOf);
        var partnerships = named(scope + NAMED_PARTNERSHIPS, id, asOf)
                .query((row, number) -> {
                    var partnership = row.getObject("partnership", UUID.class);
                    var name = row.getString("name");
                    return Ranked.of(partnership, name.isEmpty() ? "Partenariat" : name, figures.of(partnership));
                })
                .list()
                .stream()
                .sorted(ranking.order())
                .toList();
        return new Portfolio(figures, partnerships);
    }

    private JdbcClient.StatementSpec named(String query, UUID id, AsOf asOf) {
        return database.sql("with recursive " + query).param("id", id).param("asOf", asOf.bound());
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
        ask(scope + WORK + DIVIDED, period, asOf).param("id", id).query(row -> {
            var minutes = row.getLong("minutes");
            var worth = row.getBigDecimal("euro_minutes");
            var partnership = row.getObject("partnership", UUID.class);
            var phase = row.getString("phase");
            var person = row.getObject("person", UUID.class);
            if (partnership != null) {
                add(sums, row, worked(row));
            } else if (phase != null) {
                phases.add(new OfPhase(Phase.valueOf(phase), minutes, Sums.euros(worth)));
            } else if (person != null) {
                persons.add(new OfPerson(person, minutes, Sums.euros(worth)));
            } else {
                months.add(new OfMonth(row.getString("month"), minutes, Sums.euros(worth)));
            }
        });
        ask(scope + MONEY, period, asOf).param("id", id).query(row -> {
            add(sums, row, moved(row));
        });
        var intangible = named(scope + INTANGIBLE, id, asOf)
                .query((row, number) -> new Intangible(
                        IntangibleBenefit.valueOf(row.getString("kind")), row.getInt("level"), row.getString("note")))
                .list();
        phases.sort(Comparator.comparing(OfPhase::phase));
        persons.sort(Comparator.comparing(OfPerson::minutes).reversed().thenComparing(OfPerson::personId));
        months.sort(Comparator.comparing(OfMonth::month));
        return new Figures(
                sums.values().stream().reduce(Sums.NONE, Sums::plus), sums, phases, persons, months, intangible);
    }

    private static void add(Map<UUID, Sums> sums, ResultSet row, Sums some) throws SQLException {
        sums.merge(row.getObject("partnership", UUID.class), some, Sums::plus);
    }

    private static Sums worked(ResultSet row) throws SQLException {
        return Sums.NONE.withWork(row.getLong("minutes"), row.getLong("unrated"), row.getBigDecimal("euro_minutes"));
    }

    private static Sums moved(ResultSet row) throws SQLException {
        return Sums.NONE.withMoney(row.getBigDecimal("spent"), row.getBigDecimal("cash"), row.getBigDecimal("in_kind"));
    }

    private JdbcClient.StatementSpec ask(String query, Period period, AsOf asOf) {
        return database.sql("with recursive " + query)
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
        from time_cost_v3.time_fact logged
        cross join lateral (
            select entry, partnership, epn, person, role, phase, day, minutes, kind, remark, recorded_at
            from time_cost_v3.time_fact
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

    /** Of each centre as many as are asked for, before they are merged. */
    private static final String ENTRIES_OF_CENTRES = """
        select found.*
        from unnest(cast(:centres as uuid[])) as centre (id)
        cross join lateral (%s and logged.epn = centre.id order by logged.position limit :limit) found
        order by first_position
        limit :limit
        """.formatted(ENTRIES);

    /** The entries of a partnership, of a person or of both, or all that may be seen, in the order in which they were logged. */
    List<Entry> entries(
            @Nullable UUID partnership,
            @Nullable UUID person,
            Period period,
            Visible visible,
            long after,
            int limit,
            AsOf asOf) {
        // A condition is added only where one is asked for, so that each shape of the question gets its own plan.
        var query = database.sql(
                        partnership == null && person == null
                                ? ENTRIES_OF_CENTRES
                                : ENTRIES
                                        + (partnership == null ? "" : " and logged.partnership = :partnership")
                                        + (person == null ? "" : " and logged.person = :person")
                                        + " and logged.epn = any(:centres) order by logged.position limit :limit")
                .param("centres", visible.centres().toArray(UUID[]::new))
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
