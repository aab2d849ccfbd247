package org.maillage.query.bilan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.BilanAmended;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.bilan.Bilan.Statistics;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;

class BilanTest {

    private static ToldFacts told;
    private static Bilan bilan;

    private final CaseA it = new CaseA();
    private final Sheets sheets = new Sheets(it);

    @BeforeAll
    static void tables() {
        told = new ToldFacts(new BilanProjection());
        bilan = new Bilan(told.client());
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private Statistics statistics(AsOf asOf) {
        return bilan.ofPartnership(it.partnership.value(), asOf);
    }

    private Statistics statistics() {
        return statistics(AsOf.NOW);
    }

    @Test
    void case_A_counts_its_sessions_and_its_attendance_before_and_after_the_correction() {
        told.tell(it.whole());
        var before = told.asOfNow();
        told.tell(it.correction());

        var then = statistics(before).attendance();
        var now = statistics().attendance();

        assertThat(statistics().sessions()).isEqualTo(new Bilan.Sessions(10, 10, 0, 1, 0));
        assertThat(then.expected()).isEqualTo(120);
        assertThat(then.present()).isEqualTo(102);
        assertThat(then.excused()).isEqualTo(8);
        assertThat(then.absent()).isEqualTo(10);
        assertThat(then.rate()).isEqualTo(new BigDecimal("0.8500"));
        assertThat(then.rateExcludingExcused()).isEqualTo(new BigDecimal("0.9107"));
        assertThat(then.personHours()).isEqualTo(new BigDecimal("204.00"));
        assertThat(then.newAudience()).isEqualTo(3);
        assertThat(now.present()).isEqualTo(103);
        assertThat(now.rate()).isEqualTo(new BigDecimal("0.8583"));
        assertThat(now.rateExcludingExcused()).isEqualTo(new BigDecimal("0.9196"));
        assertThat(now.personHours()).isEqualTo(new BigDecimal("206.00"));
        assertThat(statistics().contributions())
                .isEqualTo(new Bilan.Contributions(new BigDecimal("2100.00"), new BigDecimal("2100.00")));
    }

    @Test
    void the_attendance_of_a_centre_is_a_ratio_of_sums_over_the_sessions_of_a_period() {
        told.tell(it.whole());

        assertThat(bilan.rate(it.epn.value(), LocalDate.MIN, LocalDate.MAX, AsOf.NOW))
                .isEqualTo(new BigDecimal("0.8500"));
        // The first two sessions alone: 23 of 24.
        assertThat(bilan.rate(it.epn.value(), LocalDate.of(2025, 10, 7), LocalDate.of(2025, 10, 14), AsOf.NOW))
                .isEqualTo(new BigDecimal("0.9583"));
        assertThat(bilan.rate(it.epn.value(), LocalDate.of(2024, 1, 1), LocalDate.of(2024, 12, 31), AsOf.NOW))
                .isNull();
    }

    @Test
    void the_report_tells_who_received_it_and_what_partners_added() {
        told.tell(it.whole());
        var amended = told.tell(new BilanAmended(it.bilan, it.partnership, it.epn, it.partner, "Et une exposition."));

        var report = statistics().report();

        assertThat(report).isNotNull();
        assertThat(report.id()).isEqualTo(it.bilan.value());
        assertThat(report.status()).isEqualTo(BilanState.FINAL);
        assertThat(report.version()).isEqualTo(1);
        assertThat(report.sharedWith()).containsExactly(it.partner.value());
        assertThat(report.amendments())
                .containsExactly(new Bilan.Amendment(
                        it.partner.value(),
                        "Et une exposition.",
                        amended.getFirst().at()));
    }

    @Test
    void without_sessions_every_rate_is_null_and_there_is_no_report() {
        told.tell(it.proposed());

        assertThat(statistics())
                .isEqualTo(new Statistics(
                        new Bilan.Sessions(0, 0, 0, 0, 0),
                        new Bilan.AttendanceFigures(0, 0, 0, 0, null, null, new BigDecimal("0.00"), 0, 0),
                        new Bilan.Contributions(new BigDecimal("0.00"), new BigDecimal("0.00")),
                        null));
    }

    @Test
    void an_unknown_partnership_has_no_bilan() {
        assertThatThrownBy(this::statistics).isInstanceOf(UnknownResource.class);
    }

    @Test
    void someone_present_who_was_not_expected_joins_the_roster_and_someone_without_a_line_was_absent() {
        var walkIn = new PersonId(Ids.next());
        told.tell(it.proposed());
        told.tell(
                sheets.planned(0, it.learners.subList(0, 3)),
                sheets.held(0),
                sheets.recorded(0, walkIn, AttendanceStatus.PRESENT, true),
                sheets.recorded(0, it.learners.getFirst(), AttendanceStatus.PRESENT, false));

        var attendance = statistics().attendance();

        assertThat(attendance.expected()).isEqualTo(4);
        assertThat(attendance.present()).isEqualTo(2);
        assertThat(attendance.absent()).isEqualTo(2);
        assertThat(attendance.newAudience()).isEqualTo(1);
    }

    @Test
    void a_headcount_stands_apart_and_an_unrecorded_sheet_is_counted_but_expects_nobody() {
        told.tell(it.proposed());
        told.tell(
                sheets.planned(0, List.of()),
                sheets.held(0),
                new HeadcountRecorded(it.sessions.get(0), it.partnership, it.epn, 30),
                new HeadcountRecorded(it.sessions.get(0), it.partnership, it.epn, 35),
                sheets.planned(1, it.learners),
                sheets.held(1),
                sheets.planned(2, it.learners),
                new SessionCancelled(it.sessions.get(2), it.partnership, it.epn, "panne"),
                sheets.planned(3, it.learners));

        assertThat(statistics().sessions()).isEqualTo(new Bilan.Sessions(4, 2, 1, 0, 1));
        assertThat(statistics().attendance())
                .isEqualTo(new Bilan.AttendanceFigures(0, 0, 0, 0, null, null, new BigDecimal("0.00"), 0, 35));
    }

    @Test
    void every_type_of_event_is_folded_or_is_no_concern() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(*) from bilan_v1.report_fact")
                        .query(Long.class)
                        .single())
                .isPositive();
    }
}
