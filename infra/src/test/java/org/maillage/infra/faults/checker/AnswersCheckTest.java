package org.maillage.infra.faults.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that answer what was worked out by hand, until one of them is told to say something else. */
class AnswersCheckTest {

    private static final String PATH = "/api/v1/partnerships/" + Past.PARTNERSHIP;

    /**
     * Two hours by somebody whose role costs 24 EUR an hour, of which half an hour is corrected to preparation; 60 EUR paid, 1,500
     * received; one session held of two hours, one present of one expected.
     */
    private static final Past PAST = new Past()
            .add(1, "EpnRegistered", 3, Map.of())
            .add(2, "HourlyRateSet")
            .add(3, "StaffAppointed")
            .add(4, "PartnershipProposed")
            .add(5, "DirectCostRecorded")
            .add(6, "ContributionPledged")
            .add(7, "ContributionReceived")
            .add(8, "TimeLogged")
            .add(9, "SessionPlanned")
            .add(10, "SessionHeld")
            .add(11, "AttendanceRecorded");

    private static final String TIME_COST = """
        {"minutes": 120, "hours": 2.00, "labourCost": 48.00, "directCosts": 60.00, "totalCost": 108.00,
         "cashReturn": 1500.00, "inKindReturn": 0.00, "totalReturn": 1500.00, "net": 1392.00, "cashNet": 1392.00,
         "ratio": 13.8889, "returnPerHour": 750.00, "breakEvenHours": 60.00, "unratedMinutes": 0,
         "byPhase": [{"phase": "DELIVERY", "minutes": 120, "cost": 48.00}],
         "byPerson": [{"personId": "%s", "minutes": 120, "cost": 48.00}],
         "byMonth": [{"month": "2025-10", "minutes": 120, "cost": 48.00}], "intangible": []}
        """.formatted(Past.PERSON);

    private static final String BILAN = """
        {"sessions": {"planned": 1, "held": 1, "cancelled": 0, "rescheduled": 0, "unrecorded": 0},
         "attendance": {"expected": 1, "present": 1, "excused": 0, "absent": 0, "rate": 1.0000,
             "rateExcludingExcused": 1.0000, "personHours": 2.00, "newAudience": 1, "openEventHeadcount": 0},
         "contributions": {"pledged": 1500.00, "received": 1500.00}, "deliverables": [], "report": null}
        """;

    private static final String BILAN_BEFORE = """
        {"sessions": {"planned": 0, "held": 0, "cancelled": 0, "rescheduled": 0, "unrecorded": 0},
         "attendance": {"expected": 0, "present": 0, "excused": 0, "absent": 0, "rate": null,
             "rateExcludingExcused": null, "personHours": 0.00, "newAudience": 0, "openEventHeadcount": 0},
         "contributions": {"pledged": 1500.00, "received": 0.00}, "deliverables": [], "report": null}
        """;

    private static final String TIME_COST_BEFORE = """
        {"minutes": 0, "hours": 0.00, "labourCost": 0.00, "directCosts": 60.00, "totalCost": 60.00,
         "cashReturn": 0.00, "inKindReturn": 0.00, "totalReturn": 0.00, "net": -60.00, "cashNet": -60.00,
         "ratio": 0.0000, "returnPerHour": null, "breakEvenHours": null, "unratedMinutes": 0,
         "byPhase": [], "byPerson": [], "byMonth": [], "intangible": []}
        """;

    private final Map<String, String> first = new HashMap<>();
    private final Map<String, String> second = new HashMap<>();
    private HttpServer one;
    private HttpServer other;

    @BeforeEach
    void start() throws IOException {
        for (var pages : List.of(first, second)) {
            pages.put(PATH + "/time-cost", TIME_COST);
            pages.put(PATH + "/bilan", BILAN);
            pages.put(PATH + "/time-cost?asOf=" + before(), TIME_COST_BEFORE);
            pages.put(PATH + "/bilan?asOf=" + before(), BILAN_BEFORE);
            pages.put(PATH + "/history?limit=500", history(4, 5, 6, 7, 8, 9, 10, 11));
        }
        one = node(first);
        other = node(second);
    }

    /** Position 6 of 11: the pledge. */
    private static Instant before() {
        return PAST.events().get(5).recordedAt();
    }

    private static String history(int... positions) {
        var items = new StringBuilder();
        for (int position : positions) {
            var event = PAST.events().get(position - 1);
            items.append(items.isEmpty() ? "" : ",").append("""
                {"position": %d, "eventId": "%s", "type": "%s", "occurredOn": "%s", "recordedAt": "%s", "text": "…"}
                """.formatted(
                            position,
                            event.id(),
                            event.type(),
                            switch (event.type()) {
                                case "DirectCostRecorded" -> "2025-10-02";
                                case "ContributionReceived" -> "2025-11-03";
                                default -> "2025-10-07";
                            },
                            event.recordedAt()));
        }
        return "{\"items\": [" + items + "], \"next\": null}";
    }

    private static HttpServer node(Map<String, String> pages) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var authorized = "Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var page = pages.getOrDefault(exchange.getRequestURI().toString(), "{\"items\": []}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(
                    !authorized ? 401 : page.length == 0 ? 500 : 200, page.length == 0 ? -1 : page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        one.stop(0);
        other.stop(0);
    }

    private List<String> found() throws Exception {
        return Past.found(new AnswersCheck(PAST.events(), List.of(uri(one), uri(other)), "token"));
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @Test
    void nodes_that_answer_what_follows_from_the_events_are_right() throws Exception {
        assertThat(found()).isEmpty();
    }

    @Test
    void a_figure_that_is_wrong_by_a_cent_is_found() throws Exception {
        second.put(PATH + "/time-cost", TIME_COST.replace("\"labourCost\": 48.00", "\"labourCost\": 48.01"));

        assertThat(found())
                .singleElement()
                .asString()
                .startsWith(uri(other).toString())
                .contains("says labourCost = 48.01, but by the events it is 48");
    }

    @Test
    void work_that_is_missing_in_a_division_is_found() throws Exception {
        first.put(PATH + "/time-cost", TIME_COST.replaceAll("\"byPhase\": \\[\\{.*?}]", "\"byPhase\": []"));

        assertThat(found()).singleElement().asString().contains("byPhase DELIVERY");
    }

    @Test
    void a_person_counted_twice_is_found() throws Exception {
        first.put(PATH + "/bilan", BILAN.replace("\"present\": 1", "\"present\": 2"));

        assertThat(found())
                .singleElement()
                .asString()
                .contains("says attendance.present = 2, but by the events it is 1");
    }

    @Test
    void a_past_that_knows_the_future_is_found() throws Exception {
        first.put(PATH + "/bilan?asOf=" + before(), BILAN);

        assertThat(found()).hasSizeGreaterThan(3).allMatch(finding -> finding.contains("asOf"));
    }

    @Test
    void a_history_that_lacks_or_repeats_a_fact_is_found() throws Exception {
        first.put(PATH + "/history?limit=500", history(4, 5, 6, 7, 9, 10, 11));
        second.put(PATH + "/history?limit=500", history(4, 5, 6, 7, 8, 9, 10, 11, 11));

        assertThat(found())
                .satisfiesExactly(
                        lacking -> assertThat(lacking).contains("7 facts, of 8").contains("position 8"),
                        repeating ->
                                assertThat(repeating).contains("9 facts, of 8").contains("after the last"));
    }

    @Test
    void a_history_in_several_pages_is_read_whole() throws Exception {
        var page = history(4, 5, 6, 7, 8).replace("\"next\": null", "\"next\": \"more\"");
        first.put(PATH + "/history?limit=500", page);
        first.put(PATH + "/history?limit=500&cursor=more", history(9, 10, 11));

        assertThat(found()).isEmpty();
    }

    @Test
    void nodes_that_say_different_things_are_found() throws Exception {
        second.put("/api/v1/pipeline?epnId=" + Past.CENTRE, "{\"items\": [1]}");

        assertThat(found()).singleElement().asString().contains("/pipeline").contains("something else than");
    }

    @Test
    void a_node_that_does_not_answer_is_found() throws Exception {
        second.put(PATH + "/bilan", "");

        assertThat(found()).singleElement().asString().contains("/bilan gives no answer: status 500");
    }
}
