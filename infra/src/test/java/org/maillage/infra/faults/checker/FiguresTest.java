package org.maillage.infra.faults.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Worked out by hand. */
class FiguresTest {

    private static Map<String, String> timeCost(Past past) {
        return new Figures(past.events()).timeCost(Past.PARTNERSHIP, Instant.MAX);
    }

    private static Past proposed() {
        return new Past().add(1, "EpnRegistered", 3, Map.of()).add(2, "PartnershipProposed");
    }

    @Test
    void work_without_a_rate_costs_nothing_and_is_told_apart() {
        assertThat(timeCost(proposed().add(3, "TimeLogged")))
                .containsEntry("minutes", "120")
                .containsEntry("unratedMinutes", "120")
                .containsEntry("labourCost", "0")
                .containsEntry("ratio", null)
                .containsEntry("breakEvenHours", null);
    }

    @Test
    void a_rate_of_the_person_goes_before_that_of_a_role_and_counts_from_its_day_on() {
        var past = proposed().add(3, "HourlyRateSet").add(4, "StaffAppointed").add(5, "TimeLogged");
        assertThat(timeCost(past)).containsEntry("labourCost", "48").containsEntry("unratedMinutes", "0");

        past.add(6, "TimeCorrected");
        assertThat(timeCost(past))
                .containsEntry("minutes", "90")
                .containsEntry("labourCost", "36")
                .containsEntry("byPhase PREPARATION", "90 min, 36 EUR")
                .doesNotContainKey("byPhase DELIVERY");

        past.add(7, "HourlyRateSet", Map.of("personId", Past.PERSON, "effectiveFrom", "2025-10-07"));
        assertThat(timeCost(past)).as("it begins a day later").containsEntry("labourCost", "36");

        past.add(8, "HourlyRateSet", Map.of("personId", Past.PERSON, "effectiveFrom", "2025-10-06"));
        assertThat(timeCost(past)).as("the same amount, of the person").containsEntry("labourCost", "36");
    }

    @Test
    void the_last_word_on_a_receipt_counts() {
        var past = proposed()
                .add(3, "ContributionReceived")
                .add(
                        4,
                        "ReceiptCorrected",
                        Map.of("receiptId", "0199d3a0-7c00-7000-8000-000000000015", "kind", "IN_KIND"));

        assertThat(timeCost(past))
                .containsEntry("cashReturn", "0")
                .containsEntry("inKindReturn", "600")
                .containsEntry("net", "600")
                .containsEntry("cashNet", "0");
    }

    @Test
    void somebody_expected_without_a_line_is_absent_and_somebody_who_came_is_expected() {
        var other = "0199d3a0-7c00-7000-8000-0000000000aa";
        var past = proposed()
                .add(3, "SessionPlanned")
                .add(4, "SessionHeld")
                .add(5, "AttendanceCorrected", Map.of("personId", other));

        assertThat(new Figures(past.events()).bilan(Past.PARTNERSHIP, Instant.MAX))
                .containsEntry("attendance.expected", "2")
                .containsEntry("attendance.present", "1")
                .containsEntry("attendance.absent", "1")
                .containsEntry("attendance.rate", "0.5")
                .containsEntry("attendance.personHours", "2");
    }

    @Test
    void a_held_session_without_a_sheet_is_unrecorded_and_a_headcount_is_told_apart() {
        var past = proposed().add(3, "SessionPlanned").add(4, "SessionHeld");
        assertThat(new Figures(past.events()).bilan(Past.PARTNERSHIP, Instant.MAX))
                .containsEntry("sessions.unrecorded", "1")
                .containsEntry("attendance.expected", "0")
                .containsEntry("attendance.rate", null);

        past.add(5, "HeadcountRecorded");
        assertThat(new Figures(past.events()).bilan(Past.PARTNERSHIP, Instant.MAX))
                .containsEntry("sessions.unrecorded", "0")
                .containsEntry("attendance.openEventHeadcount", "37");
    }
}
