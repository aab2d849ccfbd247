package org.maillage.query.timecost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.kernel.Event;
import org.maillage.kernel.Ids;
import org.maillage.kernel.calendar.Minutes;
import org.maillage.kernel.epn.EpnEvent.HourlyRateSet;
import org.maillage.kernel.epn.EpnEvent.StaffAppointed;
import org.maillage.kernel.money.Money;
import org.maillage.kernel.organisation.Role;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardAbsorbed;
import org.maillage.kernel.partner.PartnerEvent.PartnerCardMerged;
import org.maillage.kernel.partner.PartnerEvent.PartnerRegistered;
import org.maillage.kernel.partner.PartnerId;
import org.maillage.kernel.partner.PartnerKind;
import org.maillage.kernel.partnership.ContributionKind;
import org.maillage.kernel.partnership.ContributionNature;
import org.maillage.kernel.partnership.CostId;
import org.maillage.kernel.partnership.PartnershipEvent.ContributionReceived;
import org.maillage.kernel.partnership.PartnershipEvent.DirectCostCorrected;
import org.maillage.kernel.partnership.PartnershipEvent.DirectCostRecorded;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerJoined;
import org.maillage.kernel.partnership.PartnershipEvent.PartnerLeft;
import org.maillage.kernel.partnership.PartnershipEvent.PledgeAmended;
import org.maillage.kernel.partnership.PartnershipEvent.ReceiptCorrected;
import org.maillage.kernel.partnership.PartnershipEvent.SupportGranted;
import org.maillage.kernel.partnership.ReceiptId;
import org.maillage.kernel.partnership.SupportId;
import org.maillage.kernel.timesheet.Phase;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeCorrected;
import org.maillage.kernel.timesheet.TimesheetEvent.TimeLogged;
import org.maillage.query.CaseA;
import org.maillage.query.Period;
import org.maillage.query.Returns;
import org.maillage.query.UnknownResource;
import org.maillage.query.Visible;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.ToldFacts;
import org.maillage.query.timecost.TimeCost.Figures;
import org.maillage.query.timecost.TimeCost.Intangible;
import org.maillage.query.timecost.TimeCost.OfMonth;
import org.maillage.query.timecost.TimeCost.OfPerson;
import org.maillage.query.timecost.TimeCost.OfPhase;
import org.maillage.query.timecost.TimeCost.Portfolio;
import org.maillage.query.timecost.TimeCost.Ranked;

class TimeCostTest {

    private static ToldFacts told;
    private static TimeCost timeCost;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        told = new ToldFacts(new TimeCostProjection());
        timeCost = new TimeCost(told.client());
    }

    @AfterAll
    static void close() {
        told.close();
    }

    private Figures figures(AsOf asOf) {
        return timeCost.ofPartnership(it.partnership.value(), asOf);
    }

    private Figures figures() {
        return figures(AsOf.NOW);
    }

    private static Visible everything() {
        return Visible.whole(told.centres());
    }

    @Test
    void case_A_costs_and_returns_what_the_frozen_figures_say() {
        told.tell(it.whole());

        var sums = figures().total();

        assertThat(sums.minutes()).isEqualTo(2_460);
        assertThat(sums.hours()).isEqualTo(new BigDecimal("41.00"));
        assertThat(sums.labourCost()).isEqualTo(new BigDecimal("1040.25"));
        assertThat(sums.directCostsRounded()).isEqualTo(new BigDecimal("60.00"));
        assertThat(sums.totalCost()).isEqualTo(new BigDecimal("1100.25"));
        assertThat(sums.cashReturn()).isEqualTo(new BigDecimal("1500.00"));
        assertThat(sums.inKindReturn()).isEqualTo(new BigDecimal("600.00"));
        assertThat(sums.totalReturn()).isEqualTo(new BigDecimal("2100.00"));
        assertThat(sums.net()).isEqualTo(new BigDecimal("999.75"));
        assertThat(sums.cashNet()).isEqualTo(new BigDecimal("399.75"));
        assertThat(sums.ratio()).isEqualTo(new BigDecimal("1.9087"));
        assertThat(sums.returnPerHour()).isEqualTo(new BigDecimal("51.22"));
        // (2 100 − 60) × 41 h / 1 040.25 €
        assertThat(sums.breakEvenHours()).isEqualTo(new BigDecimal("80.40"));
        assertThat(sums.unratedMinutes()).isZero();
    }

    @Test
    void case_A_divides_its_time_by_phase_person_and_month() {
        told.tell(it.whole());

        var figures = figures();

        assertThat(figures.byPhase())
                .containsExactly(
                        new OfPhase(Phase.NEGOTIATION, 90, new BigDecimal("36.00")),
                        new OfPhase(Phase.DRAFTING, 300, new BigDecimal("157.50")),
                        new OfPhase(Phase.PREPARATION, 540, new BigDecimal("216.00")),
                        new OfPhase(Phase.DELIVERY, 1_200, new BigDecimal("480.00")),
                        new OfPhase(Phase.FOLLOW_UP, 180, new BigDecimal("72.00")),
                        new OfPhase(Phase.BILAN, 150, new BigDecimal("78.75")));
        assertThat(figures.byPerson())
                .containsExactly(
                        new OfPerson(it.animatrice.value(), 2_010, new BigDecimal("804.00")),
                        new OfPerson(it.responsable.value(), 450, new BigDecimal("236.25")));
        assertThat(figures.byMonth())
                .startsWith(new OfMonth("2025-06", 90, new BigDecimal("36.00")))
                .endsWith(new OfMonth("2026-06", 150, new BigDecimal("78.75")));
        assertThat(figures.intangible())
                .singleElement()
                .extracting(Intangible::level)
                .isEqualTo(4);
    }

    @Test
    void a_renewed_partnership_begins_at_zero_with_nulls_for_every_zero_denominator() {
        told.tell(it.whole());

        var renewed = timeCost.ofPartnership(it.renewal.value(), AsOf.NOW);

        assertThat(renewed.total()).isEqualTo(Sums.NONE);
        assertThat(renewed.total().ratio()).isNull();
        assertThat(renewed.total().returnPerHour()).isNull();
        assertThat(renewed.total().breakEvenHours()).isNull();
        assertThat(renewed.total().net()).isEqualTo(new BigDecimal("0.00"));
        assertThat(renewed.byPhase()).isEmpty();
    }

    @Test
    void a_rate_set_later_for_an_earlier_day_changes_today_and_not_what_was_known_before() {
        told.tell(it.whole());
        var before = told.asOfNow();

        told.tell(new HourlyRateSet(it.epn, null, new Role("animatrice"), Money.of("30.00"), LocalDate.of(2025, 9, 1)));

        assertThat(figures(before).total().labourCost()).isEqualTo(new BigDecimal("1040.25"));
        // 1 920 minutes of the animatrice since September cost 6 € more an hour.
        assertThat(figures().total().labourCost()).isEqualTo(new BigDecimal("1232.25"));
    }

    @Test
    void the_same_rate_set_again_for_the_same_day_replaces_the_first() {
        told.tell(it.whole());

        told.tell(
                new HourlyRateSet(it.epn, null, new Role("responsable"), Money.of("40.00"), LocalDate.of(2025, 1, 1)));

        assertThat(figures().total().labourCost()).isEqualTo(new BigDecimal("1104.00"));
    }

    @Test
    void facts_give_the_same_figures_in_whatever_order_their_keys_arrive() {
        var facts = it.whole().stream().map(told::record).toList();
        // Rates, staff and project lie on other keys than the time: here they arrive last.
        told.write(facts.reversed());
        assertThat(figures().total().totalCost()).isEqualTo(new BigDecimal("1100.25"));

        var other = new CaseA();
        var shuffled = new ArrayList<>(other.whole().stream().map(told::record).toList());
        Collections.shuffle(shuffled, new Random(7));
        shuffled.forEach(fact -> told.write(List.of(fact)));
        assertThat(timeCost.ofPartnership(other.partnership.value(), AsOf.NOW).total())
                .isEqualTo(figures().total());
    }

    @Test
    void the_rate_is_the_persons_else_the_entrys_roles_else_the_staff_roles_in_force_on_the_day() {
        var day = LocalDate.of(2025, 3, 10);
        told.tell(it.organisations());
        told.tell(it.rates());
        told.tell(it.proposed());
        told.tell(
                // The person's own rate begins only later.
                new HourlyRateSet(it.epn, it.animatrice, null, Money.of("60.00"), day.plusDays(1)),
                new HourlyRateSet(it.epn, null, new Role("formatrice"), Money.of("48.00"), day),
                time(null, day),
                time("formatrice", day),
                time("sans taux", day),
                time("formatrice", day.plusDays(1)));

        // 60 minutes each: staff role 24 + entry's role 48 + staff role 24 + own rate 60.
        assertThat(figures().total().labourCost()).isEqualTo(new BigDecimal("156.00"));
        assertThat(figures().total().unratedMinutes()).isZero();
    }

    private TimeLogged time(@Nullable String role, LocalDate day) {
        var logged = it.logged(null, it.animatrice, Phase.DELIVERY, day, 60);
        return new TimeLogged(
                logged.id(),
                logged.partnershipId(),
                logged.epnId(),
                logged.entryId(),
                logged.personId(),
                role == null ? null : new Role(role),
                logged.phase(),
                day,
                logged.minutes(),
                null);
    }

    @Test
    void minutes_before_the_first_rate_cost_nothing_and_are_shown() {
        told.tell(it.organisations());
        told.tell(it.rates());
        told.tell(it.proposed());
        told.tell(it.logged(null, it.animatrice, Phase.PROSPECTING, LocalDate.of(2024, 12, 31), 45));

        var sums = figures().total();

        assertThat(sums.unratedMinutes()).isEqualTo(45);
        assertThat(sums.labourCost()).isEqualTo(new BigDecimal("0.00"));
        assertThat(sums.ratio()).isNull();
        assertThat(sums.returnPerHour()).isEqualTo(new BigDecimal("0.00"));
        assertThat(sums.breakEvenHours()).isNull();
    }

    @Test
    void a_new_staff_role_counts_as_of_its_recording() {
        told.tell(it.whole());
        var before = told.asOfNow();

        told.tell(new StaffAppointed(it.epn, it.animatrice, new Role("responsable")));

        assertThat(figures(before).total().labourCost()).isEqualTo(new BigDecimal("1040.25"));
        assertThat(figures().total().labourCost()).isEqualTo(new BigDecimal("1291.50"));
    }

    @Test
    void a_corrected_entry_counts_as_it_stands_and_as_it_stood() {
        told.tell(it.whole());
        var before = told.asOfNow();
        var logged = it.logged(it.negotiation, it.animatrice, Phase.NEGOTIATION, LocalDate.of(2025, 6, 3), 90);

        told.tell(new TimeCorrected(
                logged.id(),
                it.partnership,
                it.epn,
                it.negotiation,
                it.animatrice,
                null,
                Phase.PROSPECTING,
                LocalDate.of(2025, 6, 4),
                new Minutes(30),
                "erreur de saisie"));

        assertThat(figures(before).total().minutes()).isEqualTo(2_460);
        assertThat(figures().total().minutes()).isEqualTo(2_400);
        assertThat(figures().byPhase().getFirst())
                .isEqualTo(new OfPhase(Phase.PROSPECTING, 30, new BigDecimal("12.00")));
        var entry = timeCost.entries(it.partnership.value(), null, Period.ALWAYS, everything(), 0, 1, AsOf.NOW)
                .getFirst();
        assertThat(entry.id()).isEqualTo(it.negotiation.value());
        assertThat(entry.minutes()).isEqualTo(30);
        assertThat(entry.correctionReason()).isEqualTo("erreur de saisie");
        assertThat(entry.correctedAt()).isAfter(entry.recordedAt());
        assertThat(timeCost.entries(it.partnership.value(), null, Period.ALWAYS, everything(), 0, 1, before)
                        .getFirst()
                        .minutes())
                .isEqualTo(90);
    }

    @Test
    void entries_are_found_by_partnership_person_and_period_and_paged_in_the_order_of_logging() {
        told.tell(it.whole());
        var autumn = Period.of(LocalDate.of(2025, 9, 1), LocalDate.of(2025, 12, 31));

        var all = timeCost.entries(it.partnership.value(), null, Period.ALWAYS, everything(), 0, 500, AsOf.NOW);
        var bilan = timeCost.entries(null, it.responsable.value(), Period.ALWAYS, everything(), 0, 500, AsOf.NOW);
        var both =
                timeCost.entries(it.partnership.value(), it.animatrice.value(), autumn, everything(), 0, 500, AsOf.NOW);
        var second = timeCost.entries(
                it.partnership.value(),
                null,
                Period.ALWAYS,
                everything(),
                all.get(2).position(),
                3,
                AsOf.NOW);

        assertThat(all).hasSize(15);
        assertThat(bilan).hasSize(2);
        assertThat(both).hasSize(11);
        assertThat(second).isEqualTo(all.subList(3, 6));
        assertThat(timeCost.entries(UUID.randomUUID(), null, Period.ALWAYS, everything(), 0, 5, AsOf.NOW))
                .isEmpty();
    }

    @Test
    void a_portfolio_is_a_ratio_of_sums_over_every_partnership_of_the_centre() {
        told.tell(it.whole());
        told.tell(forRenewal(it.logged(null, it.animatrice, Phase.PROSPECTING, LocalDate.of(2026, 6, 30), 60)));

        var portfolio = timeCost.ofEpn(it.epn.value(), Period.ALWAYS, Ranking.RETURN_PER_HOUR, AsOf.NOW)
                .portfolio();

        assertThat(portfolio.figures().total().hours()).isEqualTo(new BigDecimal("42.00"));
        assertThat(portfolio.figures().total().totalCost()).isEqualTo(new BigDecimal("1124.25"));
        assertThat(portfolio.figures().total().ratio()).isEqualTo(new BigDecimal("1.8679"));
        assertThat(portfolio.partnerships()).hasSize(2);
        assertThat(portfolio.partnerships().getFirst().id()).isEqualTo(it.partnership.value());
        assertThat(portfolio.partnerships().getFirst().returnPerHour()).isEqualTo(new BigDecimal("51.22"));
        assertThat(portfolio.partnerships().getFirst().name()).isEqualTo("Lire et écrire en numérique – Lire Ensemble");
        assertThat(portfolio.partnerships().getLast().totalCost()).isEqualTo(new BigDecimal("24.00"));
    }

    private TimeLogged forRenewal(TimeLogged logged) {
        return new TimeLogged(
                logged.id(),
                it.renewal,
                it.epn,
                logged.entryId(),
                logged.personId(),
                null,
                logged.phase(),
                logged.day(),
                logged.minutes(),
                null);
    }

    @Test
    void a_portfolio_of_a_period_counts_what_was_worked_paid_and_received_in_it_both_days_included() {
        told.tell(it.whole());
        var november = Period.of(LocalDate.of(2025, 11, 3), LocalDate.of(2025, 11, 25));

        var sums = timeCost.ofEpn(it.epn.value(), november, Ranking.NET, AsOf.NOW)
                .portfolio()
                .figures()
                .total();

        // Deliveries of 4, 18 and 25 November (11 November was rescheduled), the cash of 3 November.
        assertThat(sums.minutes()).isEqualTo(360);
        assertThat(sums.cashReturn()).isEqualTo(new BigDecimal("1500.00"));
        assertThat(sums.totalReturn()).isEqualTo(new BigDecimal("1500.00"));
        assertThat(sums.totalCost()).isEqualTo(new BigDecimal("144.00"));
    }

    @Test
    void a_ranking_puts_the_best_first_and_those_without_the_figure_last() {
        told.tell(it.whole());

        for (var ranking : Ranking.values()) {
            assertThat(timeCost.ofEpn(it.epn.value(), Period.ALWAYS, ranking, AsOf.NOW)
                            .portfolio()
                            .partnerships())
                    .extracting(TimeCost.Ranked::id)
                    .containsExactly(it.partnership.value(), it.renewal.value());
        }
    }

    @Test
    void a_receipt_and_a_cost_count_as_they_were_corrected_on_the_day_of_the_correction() {
        var receipt = new ReceiptId(Ids.next());
        var cost = new CostId(Ids.next());
        told.tell(it.organisations());
        told.tell(it.proposed());
        told.tell(
                new ContributionReceived(
                        it.partnership,
                        it.epn,
                        receipt,
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("150.00"),
                        LocalDate.of(2025, 11, 3)),
                new DirectCostRecorded(
                        it.partnership, it.epn, cost, Money.of("60.00"), "Goûter", LocalDate.of(2025, 12, 16)));
        var before = told.asOfNow();
        var corrections = told.tell(
                new ReceiptCorrected(
                        it.partnership,
                        it.epn,
                        receipt,
                        it.cashPledge,
                        ContributionKind.CASH,
                        Money.of("1500.00"),
                        LocalDate.of(2026, 1, 3),
                        "zéro oublié"),
                new DirectCostCorrected(
                        it.partnership,
                        it.epn,
                        cost,
                        Money.of("6.00"),
                        "Goûter",
                        LocalDate.of(2026, 1, 4),
                        "zéro de trop"));

        assertThat(corrections).hasSize(2);
        assertThat(figures(before).total().net()).isEqualTo(new BigDecimal("90.00"));
        assertThat(figures().total().cashReturn()).isEqualTo(new BigDecimal("1500.00"));
        assertThat(figures().total().directCostsRounded()).isEqualTo(new BigDecimal("6.00"));
        assertThat(of(Period.of(null, LocalDate.of(2025, 12, 31)), AsOf.NOW)).isEqualTo(Sums.NONE);
        assertThat(of(Period.of(null, LocalDate.of(2025, 12, 31)), before).net())
                .isEqualTo(new BigDecimal("90.00"));
    }

    private Sums of(Period period, AsOf asOf) {
        return timeCost.ofEpn(it.epn.value(), period, Ranking.NET, asOf)
                .portfolio()
                .figures()
                .total();
    }

    @Test
    void a_support_granted_is_neither_a_cost_nor_a_return_and_an_amended_pledge_is_not_received() {
        told.tell(it.whole());
        var before = figures();

        told.tell(
                new SupportGranted(
                        it.partnership,
                        it.epn,
                        new SupportId(Ids.next()),
                        it.partner,
                        ContributionKind.CASH,
                        Money.of("900.00"),
                        "ateliers",
                        LocalDate.of(2025, 10, 1),
                        null,
                        null,
                        null),
                new PledgeAmended(
                        it.partnership,
                        it.epn,
                        it.cashPledge,
                        it.partner,
                        ContributionKind.CASH,
                        ContributionNature.EQUIPMENT,
                        Money.of("1.00"),
                        "Participation aux ateliers",
                        "budget revu",
                        List.of()));

        assertThat(figures()).isEqualTo(before);
    }

    private PartnerRegistered registered(PartnerId card, String name) {
        return new PartnerRegistered(
                card,
                it.epn,
                name,
                PartnerKind.SCHOOL,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of());
    }

    private Portfolio ofPartner(PartnerId card, AsOf asOf) {
        return timeCost.ofPartner(card.value(), Period.ALWAYS, Ranking.RETURN_PER_HOUR, asOf);
    }

    @Test
    void a_partner_has_the_sums_of_the_partnerships_in_which_it_takes_part_then() {
        var guest = new PartnerId(Ids.next());
        told.tell(it.whole());
        told.tell(registered(guest, "Collège"));
        told.tell(forRenewal(it.logged(null, it.animatrice, Phase.PROSPECTING, LocalDate.of(2026, 6, 30), 60)));
        var before = told.asOfNow();
        told.tell(new PartnerJoined(it.renewal, it.epn, guest));
        var joined = told.asOfNow();
        told.tell(new PartnerLeft(it.renewal, it.epn, guest, "fermeture"));

        var whole = ofPartner(it.partner, AsOf.NOW);
        assertThat(whole.figures().total().hours()).isEqualTo(new BigDecimal("42.00"));
        assertThat(whole.figures().total().ratio()).isEqualTo(new BigDecimal("1.8679"));
        assertThat(whole.partnerships())
                .extracting(Ranked::id)
                .containsExactly(it.partnership.value(), it.renewal.value());
        assertThat(ofPartner(guest, before).figures().total()).isEqualTo(Sums.NONE);
        assertThat(ofPartner(guest, joined).figures().total().totalCost()).isEqualTo(new BigDecimal("24.00"));
        assertThat(ofPartner(guest, joined).partnerships())
                .singleElement()
                .extracting(Ranked::name)
                .isEqualTo("Lire et écrire en numérique – Collège, Lire Ensemble");
        assertThat(ofPartner(guest, AsOf.NOW).partnerships()).isEmpty();
        assertThat(ofPartner(it.partner, AsOf.NOW).partnerships().getLast().name())
                .isEqualTo("Lire et écrire en numérique – Lire Ensemble");
        var november = timeCost.ofPartner(
                it.partner.value(),
                Period.of(LocalDate.of(2025, 11, 3), LocalDate.of(2025, 11, 25)),
                Ranking.NET,
                AsOf.NOW);
        assertThat(november.figures().total().minutes()).isEqualTo(360);
        assertThatThrownBy(() -> ofPartner(new PartnerId(it.epn.value()), AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-partner"));
    }

    @Test
    void a_card_that_took_over_from_a_double_has_its_partnerships_and_gives_them_its_name() {
        var survivor = new PartnerId(Ids.next());
        told.tell(it.whole());
        told.tell(registered(survivor, "Lire et Dire"));
        var before = told.asOfNow();
        told.tell(
                new PartnerCardMerged(it.partner, it.epn, survivor),
                new PartnerCardAbsorbed(survivor, it.epn, it.partner));

        assertThat(ofPartner(survivor, before).partnerships()).isEmpty();
        assertThat(ofPartner(survivor, AsOf.NOW).figures().total())
                .isEqualTo(figures().total());
        var ofEpn = timeCost.ofEpn(it.epn.value(), Period.ALWAYS, Ranking.HOURS, AsOf.NOW);
        assertThat(ofEpn.partners())
                .singleElement()
                .isEqualTo(Ranked.of(survivor.value(), "Lire et Dire", figures().total()));
        assertThat(ofEpn.portfolio().partnerships().getFirst().name())
                .isEqualTo("Lire et écrire en numérique – Lire et Dire");
        assertThat(timeCost.ofEpn(it.epn.value(), Period.ALWAYS, Ranking.HOURS, before)
                        .portfolio()
                        .partnerships()
                        .getFirst()
                        .name())
                .isEqualTo("Lire et écrire en numérique – Lire Ensemble");
    }

    @Test
    void a_portfolio_ranks_the_partners_too() {
        var guest = new PartnerId(Ids.next());
        told.tell(it.whole());
        told.tell(registered(guest, "Collège"), new PartnerJoined(it.renewal, it.epn, guest));
        told.tell(forRenewal(it.logged(null, it.animatrice, Phase.PROSPECTING, LocalDate.of(2026, 6, 30), 60)));

        var partners = timeCost.ofEpn(it.epn.value(), Period.ALWAYS, Ranking.RETURN_PER_HOUR, AsOf.NOW)
                .partners();

        assertThat(partners).extracting(Ranked::name).containsExactly("Lire Ensemble", "Collège");
        assertThat(partners).extracting(Ranked::hours).containsExactly(new BigDecimal("42.00"), new BigDecimal("1.00"));
    }

    @Test
    void what_partnerships_are_worth_is_answered_for_all_of_them_at_once() {
        told.tell(it.whole());
        var before = told.asOfNow();
        told.tell(forRenewal(it.logged(null, it.elu, Phase.PROSPECTING, LocalDate.of(2026, 6, 30), 60)));
        var unknown = UUID.randomUUID();
        var asked = List.of(it.partnership.value(), it.renewal.value(), unknown);
        var nothing = new Returns.Worth(new BigDecimal("0.00"), new BigDecimal("0.00"), 0);

        assertThat(timeCost.of(asked, AsOf.NOW))
                .isEqualTo(Map.of(
                        it.partnership.value(),
                        new Returns.Worth(new BigDecimal("1040.25"), new BigDecimal("2100.00"), 0),
                        it.renewal.value(),
                        new Returns.Worth(new BigDecimal("0.00"), new BigDecimal("0.00"), 60),
                        unknown,
                        nothing));
        assertThat(timeCost.of(asked, before)).containsEntry(it.renewal.value(), nothing);
        assertThat(timeCost.of(List.of(), AsOf.NOW)).isEmpty();
    }

    @Test
    void what_was_not_known_at_an_instant_is_unknown() {
        told.tell(it.organisations());
        var before = told.asOfNow();
        told.tell(it.proposed());

        assertThat(figures().total()).isEqualTo(Sums.NONE);
        assertThatThrownBy(() -> figures(before))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-partnership"));
        assertThatThrownBy(() -> timeCost.ofPartnership(it.epn.value(), AsOf.NOW))
                .isInstanceOf(UnknownResource.class);
        assertThatThrownBy(() -> timeCost.ofEpn(it.partnership.value(), Period.ALWAYS, Ranking.NET, AsOf.NOW))
                .isInstanceOfSatisfying(
                        UnknownResource.class,
                        unknown -> assertThat(unknown.code()).isEqualTo("unknown-epn"));
    }

    @Test
    void a_centre_without_partnerships_has_an_empty_portfolio() {
        told.tell(it.organisations());

        var portfolio = timeCost.ofEpn(it.epn.value(), Period.ALWAYS, Ranking.HOURS, AsOf.NOW)
                .portfolio();

        assertThat(portfolio.partnerships()).isEmpty();
        assertThat(portfolio.figures().total()).isEqualTo(Sums.NONE);
    }

    @Test
    void a_fraction_of_a_cent_is_rounded_half_up_only_in_the_answer() {
        told.tell(it.organisations());
        told.tell(it.proposed());
        told.tell(new HourlyRateSet(it.epn, it.animatrice, null, Money.of("10.01"), LocalDate.of(2025, 1, 1)));
        // 30 minutes are 5.005 €: two entries are 10.01 €, not twice 5.01 €.
        Stream<Event> halves = Stream.of(
                it.logged(null, it.animatrice, Phase.DELIVERY, LocalDate.of(2025, 5, 5), 30),
                it.logged(null, it.animatrice, Phase.FOLLOW_UP, LocalDate.of(2025, 5, 6), 30));
        told.tell(halves.toList());

        assertThat(figures().total().labourCost()).isEqualTo(new BigDecimal("10.01"));
        assertThat(figures().byPhase()).extracting(OfPhase::cost).containsOnly(new BigDecimal("5.01"));
    }

    @Test
    void every_type_of_event_is_folded_or_is_no_concern() {
        told.tell(ToldFacts.everyType());

        assertThat(told.client()
                        .sql("select count(*) from time_cost_v3.rate_fact")
                        .query(Long.class)
                        .single())
                .isPositive();
    }
}
