package org.maillage.command.partnership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.command.CommandSide;
import org.maillage.command.Identity;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said of a partnership over HTTP: paths, bodies, what a request alone shows wrong, claims that hold in the database. */
class PartnershipHttpTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static ConfigurableApplicationContext side;
    private static String epn;
    private static String pilot;

    private String project;
    private String partner;
    private String partnership;

    @BeforeAll
    static void start(@TempDir Path directory) {
        var database = TestServers.freshDatabase();
        MasterKey.readOrCreate(directory.resolve("master.key"));
        side = new SpringApplicationBuilder(CommandSide.class)
                .run(
                        "--server.port=0",
                        Identity.setting(),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.kafka.bootstrap-servers="
                                + TestServers.kafka().bootstrap(),
                        "--maillage.data-dir=" + directory,
                        "--maillage.master-key-file=" + directory.resolve("master.key"));
        epn = created("/api/v1/epns", """
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """);
        pilot = created("/api/v1/persons", """
            {"epnId": "%s", "fullName": "Camille Martin"}
            """.formatted(epn));
    }

    @BeforeEach
    void propose() {
        project = created("/api/v1/projects", """
            {"epnId": "%s", "name": "Mémoire du quartier", "duration": "LONG_RUNNING"}
            """.formatted(epn));
        partner = partner();
        partnership = proposed(partner);
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    private static String partner() {
        return created("/api/v1/partners", """
            {"epnId": "%s", "name": "Maison de retraite", "kind": "ASSOCIATION"}
            """.formatted(epn));
    }

    private String proposed(String with) {
        return created("/api/v1/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": ["un film"]}
            """.formatted(epn, project, with, pilot));
    }

    @Test
    void a_proposal_is_revised() {
        assertThat(said("proposal-revisions", "{'theirBenefits': [], 'missions': ['Tourisme']}")
                        .findValuesAsString("code"))
                .containsExactly("no-partner-benefit", "mission-incoherence");
        refused("proposal-revisions", "{}", "ourBenefits");
    }

    @Test
    void who_joins_claims_the_open_proposal_and_who_leaves_releases_it() {
        var newcomer = partner();
        var elsewhere = proposed(newcomer);
        refused(409, "proposal-already-open", "partners", "{'partnerId': '%s'}", newcomer);

        saidOf(elsewhere, "partners", "{'partnerId': '%s'}", partner());
        saidOf(elsewhere, "partner-removals", "{'partnerId': '%s', 'reason': 'un motif'}", newcomer);
        said("partners", "{'partnerId': '%s'}", newcomer);

        said("partner-removals", "{'partnerId': '%s', 'reason': 'un motif'}", partner);
        said("withdrawal", "{'reason': 'un motif'}");
        proposed(newcomer);
        proposed(partner);
    }

    @Test
    void a_renewal_is_with_who_takes_part_in_the_end() {
        var successor = partner();
        said("partners", "{'partnerId': '%s'}", successor);
        said("partner-removals", "{'partnerId': '%s', 'reason': 'un motif'}", partner);
        said("negotiation", "");
        said("agreement-without-convention", "{'reason': 'un motif'}");
        said("start", "{'startedOn': '2026-01-05'}");
        said("completion", "{'completedOn': '2026-02-05'}");
        var bilan = created("/api/v1/bilans", """
            {"partnershipId": "%s", "narrative": "Une réussite."}
            """.formatted(partnership));
        assertThat(post("/api/v1/bilans/" + bilan + "/shares", "{'partnerId': '%s'}".formatted(successor))
                        .statusCode())
                .isEqualTo(200);

        var renewed = said("follow-up", "{'decision': 'RENEW_IDENTICAL'}")
                .path("renewedAs")
                .asString();

        var claimed = post("/api/v1/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": []}
            """.formatted(epn, project, successor, pilot));
        assertThat(json(claimed).path("code").asString()).isEqualTo("proposal-already-open");
        saidOf(renewed, "proposal-revisions", "{'theirBenefits': ['un film']}");
        proposed(partner);
    }

    @Test
    void pilot_responsibilities_posture_and_presence_are_told() {
        said("pilot", "{'personId': '%s', 'partnerId': '%s'}", pilot, partner);
        said("responsibilities", "{'field': 'Communication', 'personId': '%s'}", pilot);
        said("posture", "{'posture': 'WITH'}");
        said("partner-presence", "{'partnerId': '%s', 'on': '2026-01-31'}", partner);
        refused("partner-presence", "{'partnerId': '%s', 'on': '2199-01-31'}".formatted(partner), "on");
        refused("posture", "{'posture': 'AGAINST'}", "posture");
        refused("responsibilities", "{'field': ' ', 'personId': '%s'}".formatted(pilot), "field");
    }

    @Test
    void there_is_nothing_to_waive() {
        refused(409, "no-cumulation-conflict", "cumulation-waivers", "{'reason': 'un motif'}");
        refused("cumulation-waivers", "{}", "reason");
    }

    @Test
    void money_is_promised_received_spent_and_corrected() {
        said("negotiation", "");
        var pledge = said(
                        "pledges",
                        "{'partnerId': '%s', 'kind': 'CASH', 'nature': 'EQUIPMENT', 'amount': 100, 'description':"
                                + " 'matériel'}",
                        partner)
                .path("pledgeId")
                .asString();
        var receipt = said("receipts", "{'pledgeId': '%s', 'amount': 60, 'receivedOn': '2026-01-31'}", pledge)
                .path("receiptId")
                .asString();
        var cost = said("direct-costs", "{'amount': 12.5, 'label': 'affiches', 'incurredOn': '2026-01-31'}")
                .path("costId")
                .asString();

        assertThat(said("pledge-amendments", "{'pledgeId': '%s', 'nature': 'OPERATING', 'reason': 'un motif'}", pledge)
                        .findValuesAsString("code"))
                .containsExactly("operating-contribution");
        said("receipt-corrections", "{'receiptId': '%s', 'amount': 70, 'reason': 'un motif'}", receipt);
        said("direct-cost-corrections", "{'costId': '%s', 'label': 'livrets', 'reason': 'un motif'}", cost);

        refused("pledge-amendments", "{'pledgeId': '%s', 'reason': 'un motif'}".formatted(pledge), "amount");
        refused("pledge-amendments", "{'pledgeId': '%s', 'amount': 80}".formatted(pledge), "reason");
        refused(
                "pledge-amendments",
                "{'pledgeId': '%s', 'description': ' ', 'reason': 'un motif'}".formatted(pledge),
                "description");
        refused("receipt-corrections", "{'receiptId': '%s', 'reason': 'un motif'}".formatted(receipt), "amount");
        refused(
                "receipt-corrections",
                "{'receiptId': '%s', 'receivedOn': '2199-01-31', 'reason': 'un motif'}".formatted(receipt),
                "receivedOn");
        refused("direct-cost-corrections", "{'costId': '%s', 'reason': 'un motif'}".formatted(cost), "amount");
        refused(409, "received-more-than-pledged", "pledge-amendments", """
            {'pledgeId': '%s', 'amount': 69.99, 'reason': 'un motif'}\
            """, pledge);
    }

    @Test
    void a_support_is_paid_from_a_day_until_another() {
        said("negotiation", "");
        var support =
                "{'partnerId': '%s', 'kind': 'CASH', 'amount': 1500, 'purpose': 'aide', 'decidedOn': '2026-01-31', "
                        + "'paidFrom': '2026-03-01', 'paidUntil': '%s'}";

        assertThat(said("supports-granted", support, partner, "2026-03-01")
                        .path("supportId")
                        .asString())
                .isNotBlank();
        refused("supports-granted", support.formatted(partner, "2026-02-28"), "paidUntil");
    }

    @Test
    void a_step_is_planned_moved_and_reached() {
        var planned = said("milestones", "{'kind': 'INFORMAL_MEETING', 'at': '2020-01-31T14:00:00Z'}");
        var milestone = planned.path("milestoneId").asString();
        var moved = said(
                "milestones",
                "{'kind': 'INFORMAL_MEETING', 'at': '2020-02-01T14:00:00Z', 'milestoneId': '%s'}",
                milestone);
        said("milestones-reached", "{'milestoneId': '%s', 'on': '2020-02-01'}", milestone);

        assertThat(moved.path("milestoneId").asString()).isEqualTo(milestone);
        refused("milestones-reached", "{'milestoneId': '%s', 'on': '2199-01-01'}".formatted(milestone), "on");
    }

    @Test
    void hours_are_those_of_one_partner_or_one_supplier() {
        var openings = "'openings': [{'day': 'TUESDAY', 'from': '09:00', 'until': '12:00'}, {'day': 'TUESDAY', 'from':"
                + " '14:00', 'until': '18:30'}]";
        var constraint = said("time-constraints", "{'partnerId': '%s', %s}", partner, openings)
                .path("constraintId")
                .asString();
        said("time-constraints", "{'supplier': 'loueur', %s}", openings);
        said("time-constraints-lifted", "{'constraintId': '%s', 'reason': 'un motif'}", constraint);

        refused("time-constraints", "{%s}".formatted(openings), "partnerId");
        refused(
                "time-constraints",
                "{'partnerId': '%s', 'supplier': 'loueur', %s}".formatted(partner, openings),
                "partnerId");
        refused("time-constraints", "{'supplier': ' ', %s}".formatted(openings), "supplier");
        refused("time-constraints", "{'supplier': 'loueur', 'openings': []}", "openings");
        refused(
                "time-constraints",
                "{'supplier': 'loueur', 'openings': [{'day': 'MONDAY', 'from': '12:00', 'until': '12:00'}]}",
                "openings[0].until");
        refused(
                "time-constraints",
                "{'supplier': 'loueur', 'openings': [{'day': 'LUNDI', 'from': '9h', 'until': '12:00'}]}",
                "openings[0].day",
                "openings[0].from");
    }

    @Test
    void a_document_is_a_link_or_a_file_that_was_stored_before() {
        var sha256 = json(send(request("/documents?epnId=" + epn)
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .POST(BodyPublishers.ofString("Le dossier " + partnership))))
                .path("sha256")
                .asString();
        var first = said(
                "documents", "{'kind': 'DOSSIER', 'title': 'Le dossier', 'url': 'https://exemple.fr/dossier.pdf'}");
        var second = said(
                "documents",
                "{'documentId': '%s', 'kind': 'DOSSIER', 'title': 'Le dossier', 'file': {'sha256': '%s', 'name':"
                        + " 'dossier.txt'}}",
                first.path("documentId").asString(),
                sha256);

        assertThat(first.path("documentVersion").asInt()).isEqualTo(1);
        assertThat(second.path("documentVersion").asInt()).isEqualTo(2);
        assertThat(second.path("documentId")).isEqualTo(first.path("documentId"));
        refused(404, "unknown-file", "documents", """
            {'kind': 'DOSSIER', 'title': 'Le dossier', 'file': {'sha256': '%s', 'name': 'dossier.txt'}}\
            """, "0".repeat(64));
        refused("documents", "{'kind': 'DOSSIER', 'title': 'Le dossier'}", "url");
        refused(
                "documents",
                "{'kind': 'DOSSIER', 'title': 'Le dossier', 'url': 'https://exemple.fr/', 'file': {'sha256': '%s', 'name': 'dossier.txt'}}"
                        .formatted(sha256),
                "url");
        refused(
                "documents",
                "{'kind': 'DOSSIER', 'title': 'Le dossier', 'file': {'sha256': 'AB', 'name': ''}}",
                "file.name",
                "file.sha256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://exemple.fr/", "exemple.fr", "https://", "file:///etc/passwd"})
    void only_an_address_on_the_web_is_linked(String url) {
        refused("documents", "{'kind': 'OTHER', 'title': 'Un lien', 'url': '%s'}".formatted(url), "url");
        refused("tools", "{'name': 'Un outil', 'url': '%s', 'free': true, 'lackedBy': []}".formatted(url), "url");
    }

    @Test
    void a_tool_is_agreed_on_and_learnt() {
        var agreed = said("tools", "{'name': 'Montage', 'free': false, 'lackedBy': ['%1$s', '%1$s']}", partner);
        said(
                "tool-trainings",
                "{'toolId': '%s', 'at': '2026-12-01T14:00:00Z', 'place': 'à l’EPN'}",
                agreed.path("toolId").asString());

        assertThat(agreed.findValuesAsString("code")).containsExactly("tool-lacked");
        refused("tools", "{'name': 'Montage', 'lackedBy': []}", "free");
    }

    /** Quotes are easier to read in bodies when they are single. */
    private static HttpResponse<String> post(String path, String body) {
        var request = request(path).POST(BodyPublishers.ofString(body.replace('\'', '"')));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    private static String created(String path, String body) {
        var answer = post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer).path("id").asString();
    }

    private JsonNode said(String path, String body, Object... values) {
        return saidOf(partnership, path, body, values);
    }

    private static JsonNode saidOf(String of, String path, String body, Object... values) {
        var answer = post("/api/v1/partnerships/" + of + "/" + path, body.formatted(values));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private void refused(int status, String code, String path, String body, Object... values) {
        var answer = post("/api/v1/partnerships/" + partnership + "/" + path, body.formatted(values));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
    }

    /** 422, for these fields. */
    private void refused(String path, String body, String... fields) {
        var answer = post("/api/v1/partnerships/" + partnership + "/" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(StreamSupport.stream(json(answer).path("violations").spliterator(), false)
                        .map(violation -> violation.path("field").asString()))
                .as(answer.body())
                .containsExactly(fields);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + side.getEnvironment().getProperty("local.server.port") + path))
                .header("Authorization", Identity.bearer());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return MAPPER.readTree(answer.body());
    }
}
