package org.maillage.query.bilan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.query.Attendance;
import org.maillage.query.UnknownResource;
import org.maillage.query.intake.AsOf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The statistics of a bilan, counted from the facts when somebody asks. */
@Component
class Bilan implements Attendance {

    private static final String ONE_PARTNERSHIP = """
        scope as (
            select partnership from bilan_v2.partnership_fact
            where partnership = :id and recorded_at <= :asOf
        )\
        """;

    private static final String ALL_OF_EPN = """
        scope as (
            select partnership from bilan_v2.partnership_fact
            where epn = :id and recorded_at <= :asOf
        )\
        """;

    /**
     * A sheet is recorded once it has a line or a headcount. Expected are the roster and whoever was once present without being on
     * it; an expected person without a line was absent.
     */
    private static final String SHEETS = """
        , session as (
            select fact.*
            from scope
            cross join lateral (
                select session,
                    (array_agg(kind order by position desc)
                        filter (where kind in ('PLANNED', 'HELD', 'CANCELLED', 'RESCHEDULED')))[1] as state,
                    max(minutes) as minutes,
                    max(takes_place_on) as takes_place_on,
                    (array_agg(headcount order by position desc) filter (where headcount is not null))[1] as headcount
                from bilan_v2.session_fact
                where partnership = scope.partnership and recorded_at <= :asOf
                group by session) fact
        ),
        line as (
            select fact.*
            from scope
            cross join lateral (
                select session, person,
                    (array_agg(status order by position desc))[1] as status,
                    (array_agg(new_audience order by position desc))[1] as new_audience,
                    bool_or(status = 'PRESENT') as was_present
                from bilan_v2.attendance_fact
                where partnership = scope.partnership and recorded_at <= :asOf
                group by session, person) fact
        ),
        roster as (
            select fact.*
            from scope
            cross join lateral (
                select session, person
                from bilan_v2.roster_fact
                where partnership = scope.partnership and recorded_at <= :asOf) fact
        ),
        sheet as (
            select session, minutes, headcount,
                headcount is not null or session in (select session from line) as recorded
            from session
            where state = 'HELD' and takes_place_on between :from and :until
        ),
        expected as (
            select session, minutes, person,
                coalesce(line.status, 'ABSENT') as status,
                coalesce(line.new_audience, false) as new_audience
            from (
                select session, person from roster
                union
                select session, person from line where was_present) awaited
            join sheet using (session)
            left join line using (session, person)
            where sheet.recorded
        )
        """;

    private static final String STATISTICS = """
        select
            (select count(*) from session where state <> 'RESCHEDULED') as planned,
            (select count(*) from session where state = 'HELD') as held,
            (select count(*) from session where state = 'CANCELLED') as cancelled,
            (select count(*) from session where state = 'RESCHEDULED') as rescheduled,
            (select count(*) from sheet where not recorded) as unrecorded,
            (select coalesce(sum(headcount), 0) from sheet) as headcount,
            count(*) as expected,
            count(*) filter (where status = 'PRESENT') as present,
            count(*) filter (where status = 'EXCUSED') as excused,
            count(*) filter (where status = 'ABSENT') as absent,
            coalesce(sum(minutes) filter (where status = 'PRESENT'), 0) as person_minutes,
            count(distinct person) filter (where status = 'PRESENT' and new_audience) as new_audience
        from expected
        """;

    private static final String RATE = """
        select count(*) as expected, count(*) filter (where status = 'PRESENT') as present
        from expected
        """;

    private static final String CONTRIBUTIONS = """
        select
            coalesce(sum(amount) filter (where kind = 'PLEDGED'), 0) as pledged,
            coalesce(sum(amount) filter (where kind = 'RECEIVED'), 0) as received
        from (
            select distinct on (kind, ref) kind, amount
            from bilan_v2.contribution_fact
            where partnership = :id and recorded_at <= :asOf
            order by kind, ref, position desc) latest
        """;

    private static final String REPORT = """
        select bilan, kind, version, party, text, recorded_at
        from bilan_v2.report_fact
        where partnership = :id and recorded_at <= :asOf
        order by position
        """;

    private static final String DELIVERABLES = """
        select *
        from bilan_v2.deliverable_fact
        where partnership = :id and recorded_at <= :asOf
        order by position
        """;

    private static final String EXISTS = """
        select exists (
            select from bilan_v2.partnership_fact where partnership = :id and recorded_at <= :asOf)
        """;

    private final JdbcClient database;

    Bilan(JdbcClient database) {
        this.database = database;
    }

    /**
     * @param planned every session that was planned, a rescheduled one counted once, as the session that replaces it: so planned =
     *     held + cancelled + those still to come, and compares with the number of sessions in the convention
     * @param unrecorded held, but with neither lines nor a headcount on the sheet
     */
    record Sessions(long planned, long held, long cancelled, long rescheduled, long unrecorded) {}

    /**
     * @param rate present over expected; null when nobody was expected
     * @param newAudience persons who came for the first time, each counted once
     * @param openEventHeadcount people counted, not named; in none of the other figures
     */
    record AttendanceFigures(
            long expected,
            long present,
            long excused,
            long absent,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal rateExcludingExcused,
            BigDecimal personHours,
            long newAudience,
            long openEventHeadcount) {}

    /** Euros, cash and in kind together. */
    record Contributions(BigDecimal pledged, BigDecimal received) {}

    /** @param version of the text to which it was added */
    record Amendment(UUID partnerId, String text, Instant at, int version) {}

    /**
     * A text of the report.
     *
     * @param number from 1
     * @param draftedBy the party in whose name it speaks, null when nobody said
     * @param reason why a final report was reopened, null for any other version
     */
    record Version(
            int number,
            @Nullable UUID draftedBy,
            Instant at,
            @Nullable String reason) {}

    /**
     * @param version of the current text, from 1
     * @param sharedWith whom the current text has reached
     * @param amendments those of every version: they stand beside the text
     */
    record Report(
            UUID id,
            BilanState status,
            int version,
            List<UUID> sharedWith,
            List<Amendment> amendments,
            List<Version> versions) {}

    record Statistics(
            Sessions sessions,
            AttendanceFigures attendance,
            Contributions contributions,
            List<Deliverable> deliverables,
            @Nullable Report report) {}

    /** @throws UnknownResource when no such partnership was known then */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Statistics ofPartnership(UUID id, AsOf asOf) {
        var known = database.sql(EXISTS)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query(Boolean.class)
                .single();
        if (!known) {
            throw UnknownResource.partnership();
        }
        var contributions = database.sql(CONTRIBUTIONS)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query((row, number) ->
                        new Contributions(money(row.getBigDecimal("pledged")), money(row.getBigDecimal("received"))))
                .single();
        return sheets(ONE_PARTNERSHIP, STATISTICS, id, LocalDate.MIN, LocalDate.MAX, asOf)
                .query((row, number) -> new Statistics(
                        sessions(row), attendance(row), contributions, deliverables(id, asOf), report(id, asOf)))
                .single();
    }

    @Override
    public @Nullable BigDecimal rate(UUID epn, LocalDate from, LocalDate until, AsOf asOf) {
        // A record and not the figure itself: the client would take a null row for a missing one.
        return sheets(ALL_OF_EPN, RATE, epn, from, until, asOf)
                .query((row, number) -> new Counted(row.getLong("present"), row.getLong("expected")))
                .single()
                .rate();
    }

    private record Counted(long present, long expected) {

        @Nullable
        BigDecimal rate() {
            return over(present, expected);
        }
    }

    private JdbcClient.StatementSpec sheets(
            String scope, String question, UUID id, LocalDate from, LocalDate until, AsOf asOf) {
        return database.sql("with " + scope + SHEETS + question)
                .param("id", id)
                .param("asOf", asOf.bound())
                .param("from", from)
                .param("until", until);
    }

    private static Sessions sessions(ResultSet row) throws SQLException {
        return new Sessions(
                row.getLong("planned"),
                row.getLong("held"),
                row.getLong("cancelled"),
                row.getLong("rescheduled"),
                row.getLong("unrecorded"));
    }

    private static AttendanceFigures attendance(ResultSet row) throws SQLException {
        var expected = row.getLong("expected");
        var present = row.getLong("present");
        var excused = row.getLong("excused");
        return new AttendanceFigures(
                expected,
                present,
                excused,
                row.getLong("absent"),
                over(present, expected),
                over(present, expected - excused),
                row.getBigDecimal("person_minutes").divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP),
                row.getLong("new_audience"),
                row.getLong("headcount"));
    }

    private static @Nullable BigDecimal over(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    private static BigDecimal money(BigDecimal exact) {
        return exact.setScale(2, RoundingMode.HALF_UP);
    }

    private List<Deliverable> deliverables(UUID id, AsOf asOf) {
        return Deliverable.fold(database.sql(DELIVERABLES)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query(Deliverable.Fact::of)
                .list());
    }

    private @Nullable Report report(UUID id, AsOf asOf) {
        var facts = database.sql(REPORT)
                .param("id", id)
                .param("asOf", asOf.bound())
                .query(ReportFact::of)
                .list();
        return ReportFact.fold(facts);
    }

    private record ReportFact(
            UUID bilan,
            String kind,
            int version,
            @Nullable UUID party,
            @Nullable String text,
            Instant at) {

        static ReportFact of(ResultSet row, int number) throws SQLException {
            return new ReportFact(
                    row.getObject("bilan", UUID.class),
                    row.getString("kind"),
                    row.getInt("version"),
                    row.getObject("party", UUID.class),
                    row.getString("text"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant());
        }

        static @Nullable Report fold(List<ReportFact> facts) {
            if (facts.isEmpty()) {
                return null;
            }
            var state = BilanState.DRAFT;
            var sharedWith = new LinkedHashSet<UUID>();
            var amendments = new ArrayList<Amendment>();
            var versions = new ArrayList<Version>();
            int current = 1;
            for (var fact : facts) {
                switch (fact.kind) {
                    case "DRAFTED", "REVISED", "REOPENED" -> {
                        state = BilanState.DRAFT;
                        current = fact.version;
                        sharedWith.clear();
                        versions.add(new Version(current, fact.party, fact.at, fact.text));
                    }
                    case "SHARED" -> {
                        state = BilanState.SHARED;
                        sharedWith.add(known(fact.party));
                    }
                    case "AMENDED" ->
                        amendments.add(
                                new Amendment(known(fact.party), fact.text == null ? "" : fact.text, fact.at, current));
                    case "FINALISED" -> state = BilanState.FINAL;
                    default -> throw new IllegalStateException("Unknown kind of report fact " + fact.kind);
                }
            }
            return new Report(
                    facts.getLast().bilan,
                    state,
                    current,
                    List.copyOf(sharedWith),
                    List.copyOf(amendments),
                    List.copyOf(versions));
        }

        private static UUID known(@Nullable UUID partner) {
            if (partner == null) {
                throw new IllegalStateException("A share or an amendment without a partner");
            }
            return partner;
        }
    }
}
