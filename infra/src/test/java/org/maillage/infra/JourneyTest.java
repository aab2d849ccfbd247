package org.maillage.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.CaseA;
import org.maillage.kernel.servers.PostgresServer;
import org.maillage.kernel.wire.CloudEvents;
import tools.jackson.databind.JsonNode;

/** The whole story of case A through the front door, on real servers: what was decided, published and answered agrees. */
class JourneyTest {

    @TempDir
    private Path dataDir;

    @Test
    void lire_ensemble_from_the_proposal_to_the_renewal() throws Exception {
        String partnership;
        Map<String, String> readModels;
        try (var platform = PlatformProcess.start(dataDir, Map.of()).awaitReady()) {
            partnership = tellTheStory(platform);
            assertThatTheFeedIsTheLedger(platform);
            assertThatNoNameWasStoredInClear(platform);
            try (var connection = superuser(platform.database(), platform.superuserPassword())) {
                readModels = contents(connection);
            }
            assertThat(platform.terminate()).isEqualTo(143);
        }
        deleteTheReadModels();
        try (var rebuilt = PlatformProcess.start(dataDir, Map.of()).awaitReady();
                var api = new ApiClient(rebuilt.http(), rebuilt.tokens(), null);
                var connection = superuser(rebuilt.database(), rebuilt.superuserPassword())) {
            // Until they are rebuilt, the read models say that they are behind rather than answer wrongly.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> api.tryGet("/partnerships/" + partnership + "/history")
                                            .status()
                                    == 200
                            && api.tryGet("/partnerships/" + partnership + "/bilan")
                                            .status()
                                    == 200
                            && api.tryGet("/partnerships/" + partnership + "/time-cost")
                                            .status()
                                    == 200
                            && api.tryGet("/partnerships/" + partnership).status() == 200);
            assertThat(api.get("/partnerships/" + partnership + "/time-cost")
                            .get("net")
                            .decimalValue())
                    .isEqualByComparingTo("999.75");
            assertThat(contents(connection)).isEqualTo(readModels);
        }
    }

    private static String tellTheStory(PlatformProcess platform) throws Exception {
        var contract = new Conformance(platform.get("/openapi.json").body());
        try (var api = new ApiClient(platform.http(), platform.tokens(), "journey", contract::check)) {
            var story = new CaseA(api);
            story.prepare();
            story.negotiate();
            var partnership = "/partnerships/" + story.id("partnership");
            assertThat(api.get(partnership).get("state").asString()).isEqualTo("NEGOTIATING");

            story.draftConvention();
            refused(
                    api,
                    "/conventions/" + story.id("convention") + "/signatures",
                    """
                    {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-09-15"}
                    """.formatted(story.id("epn"), story.id("responsable"), "0".repeat(64)),
                    "outdated-version-signed");
            assertThat(api.get("/conventions/" + story.id("convention"))
                            .get("state")
                            .asString())
                    .isEqualTo("VALIDATED");

            story.signAndStart();
            assertThat(api.get(partnership).get("state").asString()).isEqualTo("RUNNING");
            var convention = api.get("/conventions/" + story.id("convention"));
            assertThat(convention.get("state").asString()).isEqualTo("SIGNED");
            assertThat(convention.get("versions")).hasSize(2);
            assertThat(convention.get("signatures")).hasSize(2);
            refused(
                    api,
                    "/conventions/" + story.id("convention") + "/signatures",
                    """
                    {"party": "%s", "signatoryId": "%s", "versionHash": "%s", "signedOn": "2025-09-15"}
                    """.formatted(story.id("epn"), story.id("animatrice"), story.versionHash()),
                    "already-signed");

            story.holdSessions();
            refused(
                    api,
                    "/sessions/" + story.session(6) + "/attendance",
                    """
                    {"entries": [{"personId": "%s", "status": "PRESENT"}]}
                    """.formatted(story.learner(0)),
                    "session-not-held");
            var attendance = api.get(partnership + "/bilan").get("attendance");
            figure(attendance, "expected", "120");
            figure(attendance, "present", "102");
            figure(attendance, "excused", "8");
            figure(attendance, "absent", "10");
            figure(attendance, "rate", "0.8500");
            figure(attendance, "rateExcludingExcused", "0.9107");
            figure(api.get(partnership + "/bilan").get("sessions"), "held", "10");
            figure(api.get(partnership + "/bilan").get("sessions"), "rescheduled", "1");

            story.account();
            assertThatTheTimeCostIs(api.get(partnership + "/time-cost"));

            var before = lastRecorded(platform);
            story.correctTheSheet();
            attendance = api.get(partnership + "/bilan").get("attendance");
            figure(attendance, "present", "103");
            figure(attendance, "rate", "0.8583");
            figure(attendance, "rateExcludingExcused", "0.9196");
            figure(attendance, "personHours", "206.00");
            figure(api.get(partnership + "/bilan?asOf=" + before).get("attendance"), "rate", "0.8500");

            story.completeAndDraftBilan();
            assertThat(api.get(partnership).get("state").asString()).isEqualTo("AWAITING_BILAN");
            refused(api, "/bilans/" + story.id("bilan") + "/finalisation", "{}", "bilan-not-shared-with-every-partner");

            story.shareBilan();
            assertThat(api.get(partnership).get("state").asString()).isEqualTo("BILAN_SHARED");

            var renewed = "/partnerships/" + story.renew();
            assertThat(api.get(partnership).get("state").asString()).isEqualTo("FOLLOWED_UP");
            var card = api.get(renewed);
            assertThat(card.get("state").asString()).isEqualTo("PROPOSED");
            assertThat(card.get("renewedFrom").asString()).isEqualTo(story.id("partnership"));
            assertThat(card.get("partnerIds").get(0).asString()).isEqualTo(story.id("partner"));
            assertThat(card.get("conventionId").isNull()).isTrue();
            figure(api.get(renewed + "/time-cost"), "minutes", "0");
            assertThat(api.get(renewed + "/time-cost").get("ratio").isNull()).isTrue();
            assertThat(api.get("/sessions?partnershipId=" + renewed.substring(renewed.lastIndexOf('/') + 1))
                            .get("items"))
                    .isEmpty();

            assertThatTheHistoryIsToldInFrench(api.get(partnership + "/history?limit=500"));
            var portfolio = api.get("/epns/" + story.id("epn") + "/portfolio?sort=returnPerHour");
            figure(portfolio, "net", "999.75");
            figure(portfolio, "attendanceRate", "0.8583");
            assertThat(portfolio.get("partnerships")).hasSize(2);
            assertThatEveryCardIsAnswered(api, story);
            assertThatNoAnswerKeepsAConnection(api, story);
            assertThat(contract.seen()).hasSizeGreaterThan(50);
            return story.id("partnership");
        }
    }

    private static void assertThatEveryCardIsAnswered(ApiClient api, CaseA story) {
        var epn = "?epnId=" + story.id("epn");
        assertThat(api.get("/persons" + epn).get("items")).hasSize(16);
        assertThat(api.get("/persons/" + story.id("animatrice")).get("fullName").asString())
                .isEqualTo("Inès Maillard");
        assertThat(api.get("/epns/" + story.id("epn")).get("name").asString()).isEqualTo("La Passerelle Numérique");
        assertThat(api.get("/epns").get("items")).hasSize(1);
        assertThat(api.get("/partners" + epn).get("items")).hasSize(1);
        assertThat(api.get("/partners/" + story.id("partner")).get("name").asString())
                .isEqualTo("Lire Ensemble");
        assertThat(api.get("/partners/" + story.id("partner") + "/history?limit=500")
                        .get("items"))
                .hasSizeGreaterThan(60);
        assertThat(api.get("/projects" + epn).get("items")).hasSize(1);
        assertThat(api.get("/projects/" + story.id("project")).get("duration").asString())
                .isEqualTo("LONG_RUNNING");
        assertThat(api.get("/partnerships" + epn).get("items")).hasSize(2);
        assertThat(api.get("/sessions/" + story.session(6)).get("state").asString())
                .isEqualTo("RESCHEDULED");
        assertThat(api.get("/sessions?partnershipId=" + story.id("partnership")).get("items"))
                .hasSize(11);
        assertThat(api.get("/time-entries?partnershipId=" + story.id("partnership"))
                        .get("items"))
                .hasSize(15);
        var entry = api.get("/time-entries?limit=1&partnershipId=" + story.id("partnership"))
                .get("items")
                .get(0);
        assertThat(api.get("/time-entries/" + entry.get("id").asString())).isEqualTo(entry);
        assertThat(api.tryGet("/time-entries/" + story.id("partner")).text("code"))
                .isEqualTo("unknown-time-entry");
        assertThat(api.get("/bilans/" + story.id("bilan")).get("partnershipId").asString())
                .isEqualTo(story.id("partnership"));
        assertThat(api.tryGet("/partnerships/" + story.id("partner")).status()).isEqualTo(404);
        assertThat(api.tryGet("/partners?limit=0").status()).isEqualTo(400);
    }

    /** More often than a pool has connections. */
    private static void assertThatNoAnswerKeepsAConnection(ApiClient api, CaseA story) {
        var partnership = "/partnerships/" + story.id("partnership");
        var partner = "/partners/" + story.id("partner");
        var epn = story.id("epn");
        for (var path : List.of(
                partnership,
                partnership + "/history",
                partnership + "/time-cost",
                partnership + "/bilan",
                partner,
                partner + "/history",
                partner + "/time-cost",
                "/epns/" + epn + "/portfolio",
                "/pipeline?epnId=" + epn,
                "/agenda?epnId=" + epn,
                "/compliance?epnId=" + epn,
                "/partners/keep-in-touch?epnId=" + epn,
                "/partners/trombinoscope?epnId=" + epn,
                "/partners/matches?projectId=" + story.id("project"))) {
            for (int i = 0; i < 25; i++) {
                assertThat(api.tryGet(path).status()).as("%s, time %d", path, i).isEqualTo(200);
            }
        }
    }

    private static void refused(ApiClient api, String path, String json, String code) {
        var answer = api.tryPost(path, json);
        assertThat(answer.status()).as(path).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("detail")).isNotBlank();
    }

    private static void figure(JsonNode node, String name, String expected) {
        assertThat(node.get(name).decimalValue()).as(name).isEqualByComparingTo(new BigDecimal(expected));
    }

    private static void assertThatTheTimeCostIs(JsonNode cost) {
        figure(cost, "minutes", "2460");
        figure(cost, "hours", "41.00");
        figure(cost, "labourCost", "1040.25");
        figure(cost, "directCosts", "60.00");
        figure(cost, "totalCost", "1100.25");
        figure(cost, "cashReturn", "1500.00");
        figure(cost, "inKindReturn", "600.00");
        figure(cost, "totalReturn", "2100.00");
        figure(cost, "net", "999.75");
        figure(cost, "cashNet", "399.75");
        figure(cost, "ratio", "1.9087");
        figure(cost, "returnPerHour", "51.22");
        figure(cost, "unratedMinutes", "0");
        var phases = new HashMap<String, String>();
        cost.get("byPhase")
                .forEach(phase -> phases.put(
                        phase.get("phase").asString(),
                        phase.get("cost").decimalValue().setScale(2).toPlainString()));
        assertThat(phases)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "NEGOTIATION", "36.00",
                        "DRAFTING", "157.50",
                        "PREPARATION", "216.00",
                        "DELIVERY", "480.00",
                        "FOLLOW_UP", "72.00",
                        "BILAN", "78.75"));
    }

    private static void assertThatTheHistoryIsToldInFrench(JsonNode history) {
        var positions = new ArrayList<Long>();
        history.get("items").forEach(item -> {
            positions.add(item.get("position").asLong());
            assertThat(item.get("text").asString()).isNotBlank();
        });
        assertThat(positions).isSorted().hasSizeGreaterThan(60);
        assertThat(history.toString())
                .contains("«\u00a0Lire Ensemble\u00a0»", "Claire Besnard", "grève des transports");
    }

    private static Instant lastRecorded(PlatformProcess platform) throws Exception {
        try (var connection = superuser(platform.database(), platform.superuserPassword());
                var rows = connection.createStatement().executeQuery("select max(recorded_at) from ledger.event")) {
            rows.next();
            return rows.getTimestamp(1).toInstant();
        }
    }

    private static Connection superuser(String url, String password) throws SQLException {
        return DriverManager.getConnection(url, "postgres", password);
    }

    /** Every stored event is published once, byte for byte, in an order that each partition can prove by itself. */
    private static void assertThatTheFeedIsTheLedger(PlatformProcess platform) throws Exception {
        var stored = new TreeMap<Long, String>();
        try (var connection = superuser(platform.database(), platform.superuserPassword());
                var rows = connection
                        .createStatement()
                        .executeQuery("select position, event_id, payload from ledger.event order by position")) {
            while (rows.next()) {
                stored.put(
                        rows.getLong(1),
                        rows.getString(2) + " " + new String(rows.getBytes(3), StandardCharsets.UTF_8));
            }
        }
        assertThat(stored.firstKey()).isEqualTo(1);
        assertThat(stored.lastKey()).as("positions are dense").isEqualTo(stored.size());

        var published = new TreeMap<Long, String>();
        var last = new HashMap<Integer, Long>();
        for (var message : feed(platform.kafka(), stored.size())) {
            var position = Long.parseLong(header(message, CloudEvents.HEADER_POSITION));
            assertThat(Long.parseLong(header(message, CloudEvents.HEADER_PREVIOUS)))
                    .isEqualTo(last.getOrDefault(message.partition(), 0L));
            last.put(message.partition(), position);
            published.put(
                    position,
                    header(message, CloudEvents.HEADER_ID) + " " + new String(message.value(), StandardCharsets.UTF_8));
        }
        assertThat(published).isEqualTo(stored);
    }

    private static List<ConsumerRecord<String, byte[]>> feed(String bootstrap, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed", "enable.auto.commit", false);
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, CloudEvents.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(CloudEvents.EVENTS_TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var deadline = Instant.now().plusSeconds(30);
            while (records.size() < count && Instant.now().isBefore(deadline)) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static String header(ConsumerRecord<?, ?> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void assertThatNoNameWasStoredInClear(PlatformProcess platform) throws Exception {
        try (var connection = superuser(platform.database(), platform.superuserPassword())) {
            for (var table : tables(connection)) {
                try (var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from %s t where t::text like '%%Besnard%%'".formatted(table))) {
                    rows.next();
                    assertThat(rows.getLong(1)).as(table).isZero();
                }
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var rows = connection.createStatement().executeQuery("""
            select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
            order by 1
            """)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** A digest of every row of every read model, by table. */
    private static Map<String, String> contents(Connection connection) throws SQLException {
        var contents = new TreeMap<String, String>();
        for (var table : tables(connection)) {
            if (table.matches("[a-z_]+_v\\d+\\..*")) {
                try (var rows = connection.createStatement().executeQuery("""
                    select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from %s t
                    """.formatted(table))) {
                    rows.next();
                    contents.put(table, rows.getString(1));
                }
            }
        }
        assertThat(contents).hasSizeGreaterThanOrEqualTo(5);
        return contents;
    }

    private void deleteTheReadModels() throws Exception {
        try (var server = new PostgresServer.Start(dataDir.resolve("postgresql"), 0)
                        .programs(dataDir.resolve("postgresql/programs"))
                        .run();
                var connection = superuser(server.jdbcUrl("maillage"), server.password())) {
            for (var table : tables(connection)) {
                if (table.matches("[a-z_]+_v\\d+\\..*")) {
                    connection.createStatement().execute("drop table " + table);
                }
            }
        }
    }
}
