package org.maillage.query.bilan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Ids;
import org.maillage.kernel.bilan.BilanEvent.BilanAmended;
import org.maillage.kernel.bilan.BilanEvent.BilanReopened;
import org.maillage.kernel.bilan.BilanEvent.BilanRevised;
import org.maillage.kernel.bilan.BilanEvent.BilanShared;
import org.maillage.kernel.bilan.BilanState;
import org.maillage.kernel.consent.ImageUser;
import org.maillage.kernel.convention.PartyId;
import org.maillage.kernel.deliverable.DeliverableEvent.*;
import org.maillage.kernel.deliverable.DeliverableId;
import org.maillage.kernel.deliverable.Medium;
import org.maillage.kernel.document.StoredFile;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.PartnershipEvent.ContributionReceived;
import org.maillage.kernel.partnership.PartnershipEvent.PledgeAmended;
import org.maillage.kernel.partnership.PartnershipEvent.ReceiptCorrected;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.person.PersonId;
import org.maillage.kernel.session.AttendanceStatus;
import org.maillage.kernel.session.SessionEvent.*;
import org.maillage.query.CaseA;
import org.maillage.query.UnknownResource;
import org.maillage.query.bilan.Bilan.Statistics;
import org.maillage.query.bilan.Deliverable.Transmission;
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
                        amended.getFirst().at(),
                        1));
    }

    @Test
    void a_report_written_anew_or_reopened_is_a_draft_of_its_next_version_that_nobody_has_received() {
        told.tell(it.whole());
        var first = told.asOfNow();
        var centre = PartyId.of(it.epn);
        var rewritten = told.tell(
                new BilanReopened(it.bilan, it.partnership, it.epn, 2, "chiffres à revoir"),
                new BilanRevised(it.bilan, it.partnership, it.epn, 3, "Onze séances.", centre),
                new BilanAmended(it.bilan, it.partnership, it.epn, it.partner, "Et une exposition."));
        var draft = told.asOfNow();
        told.tell(new BilanShared(it.bilan, it.partnership, it.epn, it.partner, true));

        var then = Objects.requireNonNull(statistics(draft).report());
        var now = Objects.requireNonNull(statistics().report());

        assertThat(Objects.requireNonNull(statistics(first).report()).versions())
                .singleElement()
                .extracting(Bilan.Version::number)
                .isEqualTo(1);
        assertThat(then.status()).isEqualTo(BilanState.DRAFT);
        assertThat(then.version()).isEqualTo(3);
        assertThat(then.sharedWith()).isEmpty();
        assertThat(then.amendments())
                .containsExactly(new Bilan.Amendment(
                        it.partner.value(),
                        "Et une exposition.",
                        rewritten.getLast().at(),
                        3));
        assertThat(then.versions().subList(1, 3))
                .containsExactly(
                        new Bilan.Version(2, null, rewritten.getFirst().at(), "chiffres à revoir"),
                        new Bilan.Version(3, centre.value(), rewritten.get(1).at(), null));
        assertThat(now.status()).isEqualTo(BilanState.SHARED);
        assertThat(now.version()).isEqualTo(3);
        assertThat(now.sharedWith()).containsExactly(it.partner.value());
    }

    @Test
    void contributions_count_as_they_were_amended_and_corrected() {
        var receipt = new ReceiptId(Ids.next());
        told.tell(it.agreement());
        told.tell(new ContributionReceived(
                it.partnership,
                it.epn,
                receipt,
                it.cashPledge,
                ContributionKind.CASH,
                Money.of("150.00"),
                LocalDate.of(2025, 11, 3)));
        var before = told.asOfNow();
        told.tell(
                new PledgeAmended(
                        it.partnership,
                        it.epn,
                        it.cashPledge,
                        it.partner,
                        ContributionKind.CASH,
                        ContributionNature.EQUIPMENT,
                        Money.of("1800.00"),
                        "Participation aux ateliers",
                        "un atelier de plus",
                        List.of()),
                new ReceiptCorrected(
                        it.partnership,
                        it.epn,
                        receipt,
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("1500.00"),
                        LocalDate.of(2025, 11, 3),
                        "zéro oublié"));

        assertThat(statistics(before).contributions())
                .isEqualTo(new Bilan.Contributions(new BigDecimal("2100.00"), new BigDecimal("150.00")));
        assertThat(statistics().contributions())
                .isEqualTo(new Bilan.Contributions(new BigDecimal("2400.00"), new BigDecimal("1500.00")));
    }

    @Test
    void deliverables_tell_where_they_lie_on_what_terms_and_who_received_them() {
        var film = new DeliverableId(Ids.next());
        var card = new DeliverableId(Ids.next());
        var file = new StoredFile("a".repeat(64), "carte.pdf", "application/pdf", 4_813);
        told.tell(it.proposed());
        var before = told.asOfNow();
        told.tell(
                collected(film, "Portraits", Medium.MOVING, "https://video.example/portraits", null),
                collected(card, "Carte de visite", Medium.OBJECT, null, file));
        var sent = told.tell(
                new DeliverableLicensed(film, it.partnership, it.epn, List.of(it.animatrice), "CC BY-NC 4.0"),
                new DeliverableTransmitted(
                        film, it.partnership, it.epn, it.partner, ImageUser.PARTNERS, "site web", List.of()),
                new DeliverableTransmitted(film, it.partnership, it.epn, null, ImageUser.EPN, "affiche", List.of()));

        assertThat(statistics(before).deliverables()).isEmpty();
        assertThat(statistics().deliverables())
                .containsExactly(
                        new Deliverable(
                                film.value(),
                                "Portraits",
                                Medium.MOVING,
                                "CC BY-NC 4.0",
                                "https://video.example/portraits",
                                null,
                                List.of(
                                        new Transmission(
                                                it.partner.value(),
                                                ImageUser.PARTNERS,
                                                "site web",
                                                sent.get(1).at()),
                                        new Transmission(
                                                null,
                                                ImageUser.EPN,
                                                "affiche",
                                                sent.get(2).at()))),
                        new Deliverable(card.value(), "Carte de visite", Medium.OBJECT, null, null, file, List.of()));
    }

    private DeliverableCollected collected(
            DeliverableId id, String title, Medium medium, @Nullable String url, @Nullable StoredFile file) {
        return new DeliverableCollected(
                id, it.partnership, it.epn, it.project, title, medium, List.of(), List.of(), null, url, file);
    }

    @Test
    void without_sessions_every_rate_is_null_and_there_is_no_report() {
        told.tell(it.proposed());

        assertThat(statistics())
                .isEqualTo(new Statistics(
                        new Bilan.Sessions(0, 0, 0, 0, 0),
                        new Bilan.AttendanceFigures(0, 0, 0, 0, null, null, new BigDecimal("0.00"), 0, 0),
                        new Bilan.Contributions(new BigDecimal("0.00"), new BigDecimal("0.00")),
                        List.of(),
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
                        .sql("select count(*) from bilan_v2.report_fact")
                        .query(Long.class)
                        .single())
                .isPositive();
    }
}
