package org.maillage.query.timecost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maillage.query.CaseA;
import org.maillage.query.Web;
import org.maillage.query.intake.ToldFacts;

class TimeCostControllerTest {

    private static ToldFacts told;
    private static Web web;

    private final CaseA it = new CaseA();

    @BeforeAll
    static void tables() {
        told = new ToldFacts(new TimeCostProjection());
        var timeCost = new TimeCost(told.client());
        web = new Web(
                told,
                new TimeCostController(timeCost),
                new PortfolioController(timeCost, (epn, from, until, asOf) -> new BigDecimal("0.8500")));
    }

    @AfterAll
    static void close() {
        told.close();
    }

    @Test
    void time_cost_has_the_promised_fields_and_numbers_with_their_decimals() {
        told.tell(it.whole());

        var answer = web.get("/partnerships/" + it.partnership + "/time-cost");

        assertThat(answer.fields())
                .containsExactly(
                        "minutes",
                        "hours",
                        "labourCost",
                        "directCosts",
                        "totalCost",
                        "cashReturn",
                        "inKindReturn",
                        "totalReturn",
                        "net",
                        "cashNet",
                        "ratio",
                        "returnPerHour",
                        "breakEvenHours",
                        "byPhase",
                        "byPerson",
                        "byMonth",
                        "intangible",
                        "unratedMinutes");
        assertThat(answer.body())
                .startsWith("{\"minutes\":2460,\"hours\":41.00,\"labourCost\":1040.25,\"directCosts\":60.00,"
                        + "\"totalCost\":1100.25,\"cashReturn\":1500.00,\"inKindReturn\":600.00,"
                        + "\"totalReturn\":2100.00,\"net\":999.75,\"cashNet\":399.75,\"ratio\":1.9087,"
                        + "\"returnPerHour\":51.22,\"breakEvenHours\":80.40,"
                        + "\"byPhase\":[{\"phase\":\"NEGOTIATION\",\"minutes\":90,\"cost\":36.00},")
                .contains("\"byMonth\":[{\"month\":\"2025-06\",\"minutes\":90,\"cost\":36.00},")
                .contains("\"intangible\":[{\"kind\":\"NEW_AUDIENCE\",\"level\":4,\"note\":\"un public nouveau\"}]");
        assertThat(web.get("/partnerships/" + it.renewal + "/time-cost").body())
                .contains("\"ratio\":null,\"returnPerHour\":null,\"breakEvenHours\":null");
    }

    @Test
    void as_of_an_instant_answers_what_was_known_then() {
        told.tell(it.organisations());
        told.tell(it.rates());
        told.tell(it.proposed());
        var before = told.now();
        told.tell(it.work());

        var path = "/partnerships/" + it.partnership + "/time-cost";
        assertThat(web.get(path).json().get("minutes").asInt()).isEqualTo(2_460);
        assertThat(web.get(path + "?asOf=" + before).json().get("minutes").asInt())
                .isZero();
        assertThat(web.get(path + "?asOf=2001-01-01T00:00:00Z").code()).isEqualTo("unknown-partnership");
    }

    @Test
    void a_portfolio_ranks_partnerships_beside_the_attendance_of_the_centre() {
        told.tell(it.whole());

        var answer = web.get("/epns/" + it.epn + "/portfolio?from=2025-01-01&until=2026-12-31&sort=cashReturn");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"attendanceRate\":0.8500");
        assertThat(answer.json().get("partnerships").get(0).propertyNames())
                .containsExactly(
                        "id",
                        "name",
                        "hours",
                        "totalCost",
                        "totalReturn",
                        "cashReturn",
                        "net",
                        "ratio",
                        "returnPerHour");
    }

    @Test
    void the_time_cost_of_a_partner_has_the_same_figures_and_its_partnerships_in_order() {
        told.tell(it.whole());
        var path = "/partners/" + it.partner + "/time-cost";

        var answer = web.get(path + "?sort=cashReturn&from=2025-01-01&until=2026-12-31");

        assertThat(answer.fields())
                .startsWith("minutes", "hours", "labourCost")
                .endsWith("intangible", "unratedMinutes", "partnerships");
        assertThat(answer.body())
                .startsWith("{\"minutes\":2460,\"hours\":41.00,\"labourCost\":1040.25,\"directCosts\":60.00,")
                .contains("\"ratio\":1.9087");
        assertThat(answer.json().get("partnerships").get(0).get("id").asString())
                .isEqualTo(it.partnership.toString());
        assertThat(web.get(path + "?sort=best").code()).isEqualTo("invalid-parameter");
        assertThat(web.get(path + "?asOf=2001-01-01T00:00:00Z").code()).isEqualTo("unknown-partner");
        assertThat(web.get("/partners/" + it.partnership + "/time-cost").status())
                .isEqualTo(404);
    }

    @Test
    void a_parameter_that_makes_no_sense_is_refused_by_its_name() {
        told.tell(it.organisations());
        var portfolio = "/epns/" + it.epn + "/portfolio";

        for (var bad : new String[] {
            portfolio + "?sort=best",
            portfolio + "?from=2026-02-01&until=2026-01-31",
            portfolio + "?from=hier",
            portfolio + "?from=2006-01-01&until=2026-01-02",
            "/partners/" + it.epn + "/time-cost?from=2006-01-01&until=2026-01-02",
            "/partners/" + it.epn + "/time-cost?from=2026-02-01&until=2026-01-31",
            "/time-entries?from=2006-01-01&until=2026-01-02",
            "/time-entries?from=2026-02-01&until=2026-01-31",
            "/time-entries?personId=7",
            "/time-entries?limit=0",
            "/time-entries?cursor=x",
            "/partnerships/7/time-cost"
        }) {
            var answer = web.get(bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.code()).as(bad).isEqualTo("invalid-parameter");
        }
        assertThat(web.get(portfolio + "?sort=best")
                        .json()
                        .get("violations")
                        .get(0)
                        .get("field")
                        .asString())
                .isEqualTo("sort");
    }

    @Test
    void what_is_unknown_is_404_under_its_own_code() {
        assertThat(web.get("/partnerships/" + UUID.randomUUID() + "/time-cost").status())
                .isEqualTo(404);
        assertThat(web.get("/epns/" + UUID.randomUUID() + "/portfolio").code()).isEqualTo("unknown-epn");
    }

    @Test
    void entries_come_in_parts_that_follow_each_other() {
        told.tell(it.whole());
        var path = "/time-entries?partnershipId=" + it.partnership + "&limit=8";

        var first = web.get(path).json();
        var second = web.get(path + "&cursor=" + first.get("next").asString()).json();

        assertThat(first.get("items")).hasSize(8);
        assertThat(second.get("items")).hasSize(7);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(first.get("items").get(0).propertyNames())
                .containsExactly(
                        "id",
                        "partnershipId",
                        "epnId",
                        "personId",
                        "role",
                        "phase",
                        "day",
                        "minutes",
                        "note",
                        "recordedAt",
                        "correctedAt",
                        "correctionReason");
    }
}
