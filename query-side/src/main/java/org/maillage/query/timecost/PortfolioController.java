package org.maillage.query.timecost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.maillage.query.Attendance;
import org.maillage.query.Period;
import org.maillage.query.intake.Answers;
import org.maillage.query.intake.AsOf;
import org.maillage.query.timecost.TimeCost.Intangible;
import org.maillage.query.timecost.TimeCost.OfEpn;
import org.maillage.query.timecost.TimeCost.OfMonth;
import org.maillage.query.timecost.TimeCost.OfPerson;
import org.maillage.query.timecost.TimeCost.OfPhase;
import org.maillage.query.timecost.TimeCost.Ranked;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The partnerships of a centre side by side; attendance comes from the model that counts it. */
@RestController
@RequestMapping("/api/v1")
@Answers(from = {TimeCostProjection.NAME, "bilan"})
final class PortfolioController {

    private final TimeCost timeCost;
    private final Attendance attendance;

    PortfolioController(TimeCost timeCost, Attendance attendance) {
        this.timeCost = timeCost;
        this.attendance = attendance;
    }

    /**
     * Sums over all partnerships and ratios of those sums, never means of ratios.
     *
     * @param partners each with every partnership in which it takes part: one that several share counts whole for each
     */
    record PortfolioAnswer(
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
            @Nullable BigDecimal attendanceRate,
            List<OfPhase> byPhase,
            List<OfPerson> byPerson,
            List<OfMonth> byMonth,
            List<Intangible> intangible,
            long unratedMinutes,
            List<Ranked> partnerships,
            List<Ranked> partners) {

        static PortfolioAnswer of(OfEpn epn, @Nullable BigDecimal attendanceRate) {
            var figures = epn.portfolio().figures();
            var total = figures.total();
            return new PortfolioAnswer(
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
                    attendanceRate,
                    figures.byPhase(),
                    figures.byPerson(),
                    figures.byMonth(),
                    figures.intangible(),
                    total.unratedMinutes(),
                    epn.portfolio().partnerships(),
                    epn.partners());
        }
    }

    @GetMapping("/epns/{id}/portfolio")
    PortfolioAnswer portfolio(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate until,
            @RequestParam(defaultValue = "returnPerHour") String sort,
            AsOf asOf) {
        var period = Period.of(from, until);
        var ofEpn = timeCost.ofEpn(id, period, Ranking.named(sort), asOf);
        return PortfolioAnswer.of(ofEpn, attendance.rate(id, period.from(), period.until(), asOf));
    }
}
