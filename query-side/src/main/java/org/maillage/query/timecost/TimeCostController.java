package org.maillage.query.timecost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.query.Period;
import org.maillage.query.Visible;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.intake.Page;
import org.maillage.query.intake.Paging;
import org.maillage.query.timecost.TimeCost.Entry;
import org.maillage.query.timecost.TimeCost.Figures;
import org.maillage.query.timecost.TimeCost.Intangible;
import org.maillage.query.timecost.TimeCost.OfMonth;
import org.maillage.query.timecost.TimeCost.OfPerson;
import org.maillage.query.timecost.TimeCost.OfPhase;
import org.maillage.query.timecost.TimeCost.Portfolio;
import org.maillage.query.timecost.TimeCost.Ranked;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Answers(from = TimeCostProjection.NAME)
final class TimeCostController {

    private final TimeCost timeCost;

    TimeCostController(TimeCost timeCost) {
        this.timeCost = timeCost;
    }

    /**
     * What a partnership cost and brought back.
     *
     * @param ratio null when nothing was spent
     * @param returnPerHour null when nobody worked
     * @param breakEvenHours null when an hour cost nothing
     */
    record TimeCostAnswer(
            long minutes,
            BigDecimal hours,
            BigDecimal labourCost,
            BigDecimal directCosts,
            BigDecimal totalCost,
            BigDecimal cashReturn,
            BigDecimal inKindReturn,
            BigDecimal totalReturn,
            BigDecimal net,
            BigDecimal cashNet,
            @Nullable BigDecimal ratio,
            @Nullable BigDecimal returnPerHour,
            @Nullable BigDecimal breakEvenHours,
            List<OfPhase> byPhase,
            List<OfPerson> byPerson,
            List<OfMonth> byMonth,
            List<Intangible> intangible,
            long unratedMinutes) {

        static TimeCostAnswer of(Figures figures) {
            var total = figures.total();
            return new TimeCostAnswer(
                    total.minutes(),
                    total.hours(),
                    total.labourCost(),
                    total.directCostsRounded(),
                    total.totalCost(),
                    total.cashReturn(),
                    total.inKindReturn(),
                    total.totalReturn(),
                    total.net(),
                    total.cashNet(),
                    total.ratio(),
                    total.returnPerHour(),
                    total.breakEvenHours(),
                    figures.byPhase(),
                    figures.byPerson(),
                    figures.byMonth(),
                    figures.intangible(),
                    total.unratedMinutes());
        }
    }

    @GetMapping("/partnerships/{id}/time-cost")
    TimeCostAnswer timeCost(@PathVariable UUID id, AsOf asOf) {
        return TimeCostAnswer.of(timeCost.ofPartnership(id, asOf));
    }

    /**
     * The same over every partnership in which a partner takes part, each counted whole: ratios of sums, never means of ratios.
     *
     * @param partnerships best first
     */
    record PartnerTimeCostAnswer(
            long minutes,
            BigDecimal hours,
            BigDecimal labourCost,
            BigDecimal directCosts,
            BigDecimal totalCost,
            BigDecimal cashReturn,
            BigDecimal inKindReturn,
            BigDecimal totalReturn,
            BigDecimal net,
            BigDecimal cashNet,
            @Nullable BigDecimal ratio,
            @Nullable BigDecimal returnPerHour,
            @Nullable BigDecimal breakEvenHours,
            List<OfPhase> byPhase,
            List<OfPerson> byPerson,
            List<OfMonth> byMonth,
            List<Intangible> intangible,
            long unratedMinutes,
            List<Ranked> partnerships) {

        static PartnerTimeCostAnswer of(Portfolio portfolio) {
            var figures = portfolio.figures();
            var total = figures.total();
            return new PartnerTimeCostAnswer(
                    total.minutes(),
                    total.hours(),
                    total.labourCost(),
                    total.directCostsRounded(),
                    total.totalCost(),
                    total.cashReturn(),
                    total.inKindReturn(),
                    total.totalReturn(),
                    total.net(),
                    total.cashNet(),
                    total.ratio(),
                    total.returnPerHour(),
                    total.breakEvenHours(),
                    figures.byPhase(),
                    figures.byPerson(),
                    figures.byMonth(),
                    figures.intangible(),
                    total.unratedMinutes(),
                    portfolio.partnerships());
        }
    }

    @GetMapping("/partners/{id}/time-cost")
    PartnerTimeCostAnswer ofPartner(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(defaultValue = "returnPerHour") String sort,
            AsOf asOf) {
        return PartnerTimeCostAnswer.of(timeCost.ofPartner(id, Period.of(from, until), Ranking.named(sort), asOf));
    }

    @GetMapping("/time-entries/{id}")
    Entry entry(@PathVariable UUID id, AsOf asOf) {
        return timeCost.entry(id, asOf);
    }

    @GetMapping("/time-entries")
    Page<Entry> entries(
            @RequestParam(required = false) @Nullable UUID partnershipId,
            @RequestParam(required = false) @Nullable UUID personId,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            Visible visible,
            AsOf asOf,
            Paging paging) {
        var found = timeCost.entries(
                partnershipId,
                personId,
                Period.of(from, until),
                visible,
                Objects.requireNonNullElse(paging.afterNumber(0), 0L),
                paging.limitAndOne(),
                asOf);
        return Page.of(found, paging, entry -> List.of(entry.position()));
    }
}
