package org.maillage.command;

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
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.kernel.calendar.BusinessDay;
import org.maillage.kernel.person.MasterKey;
import org.maillage.kernel.servers.TestServers;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Deliverables, image consents and date polls on the whole command side, over HTTP. */
class ImagesAndDatesTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String NOBODY = UUID.randomUUID().toString();

    private static ConfigurableApplicationContext side;

    private final LocalDate today = BusinessDay.of(Clock.systemUTC().instant());
    private String epn = "";
    private String project = "";
    private String partner = "";
    private String ines = "";
    private String bernard = "";
    private String partnership = "";

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
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @BeforeEach
    void agree_on_a_partnership() {
        epn = created("/epns", """
            {"name": "La Passerelle", "legalForm": "ASSOCIATION", "communeCode": "49007", "missions": ["Accueil"], "audiences": []}
            """);
        project = created("/projects", """
            {"epnId": "%s", "name": "Le film", "duration": "LONG_RUNNING"}
            """.formatted(epn));
        partner = created("/partners", """
            {"epnId": "%s", "name": "Le cinéma", "kind": "CULTURAL_VENUE"}
            """.formatted(epn));
        ines = person("Inès", false);
        bernard = person("Bernard", false);
        partnership = created("/partnerships", """
            {"epnId": "%s", "projectId": "%s", "partnerIds": ["%s"], "pilotId": "%s", "ourBenefits": [], "theirBenefits": ["Public"]}
            """.formatted(epn, project, partner, ines));
        ok(post("/partnerships/" + partnership + "/negotiation", ""));
        ok(post("/partnerships/" + partnership + "/agreement-without-convention", "{\"reason\": \"confiance\"}"));
    }

    @Test
    void a_film_goes_out_once_everybody_in_it_has_consented_and_not_after() {
        var film = deliverable("MOVING", ines, bernard);
        var consent = asked(ines);
        granted(consent, "MOVING");

        var missing = transmit(film, partner, "PARTNERS", "site web");
        refused(missing, 409, "image-consent-missing");
        assertThat(json(missing).path("detail").asString()).startsWith("Une personne");
        granted(asked(bernard), "MOVING");
        var sent = transmit(film, partner, "PARTNERS", "Site WEB");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(json(sent).at("/warnings/0/code").asString()).isEqualTo("unlicensed-deliverable");

        ok(post("/image-consents/" + consent + "/withdrawal", "{\"on\": \"%s\"}".formatted(today)));
        refused(transmit(film, partner, "PARTNERS", "affiche"), 409, "image-consent-missing");
        refused(transmit(film, partner, "PARTNERS", "site web"), 409, "image-consent-missing");
    }

    @Test
    void a_licensed_text_goes_out_without_advice() {
        var text = deliverable("TEXT", ines);
        ok(post(
                "/deliverables/" + text + "/licences",
                "{\"licence\": \"CC BY\", \"authorIds\": [\"%s\"]}".formatted(ines)));

        var sent = transmit(text, null, "EPN", "site web");

        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(json(sent).path("warnings").isArray()).isTrue();
        assertThat(json(sent).path("warnings").isEmpty()).isTrue();
    }

    @Test
    void a_partner_receives_what_partners_use_and_nothing_else() {
        var text = deliverable("TEXT", ines);

        invalid(transmit(text, partner, "EPN", "site web"), "toPartnerId");
        refused(transmit(text, NOBODY, "PARTNERS", "site web"), 409, "not-a-party");
        ok(transmit(text, partner, "PARTNERS", "site web"));
        ok(transmit(text, null, "PARTNERS", "affiche"));
    }

    @Test
    void a_deliverable_lies_here_or_elsewhere() {
        var bytes = "%PDF-1.7 " + UUID.randomUUID();
        var stored = send(request("/documents?epnId=" + epn)
                .header("Content-Type", "application/pdf")
                .POST(BodyPublishers.ofString(bytes)));
        var file = "\"file\": {\"sha256\": \"%s\", \"name\": \"affiche.pdf\"}"
                .formatted(json(stored).path("sha256").asString());
        var url = "\"url\": \"https://video.example/film\"";

        assertThat(post("/deliverables", collection("TEXT", file)).statusCode()).isEqualTo(201);
        assertThat(post("/deliverables", collection("TEXT", url)).statusCode()).isEqualTo(201);
        invalid(post("/deliverables", collection("TEXT", file + ", " + url)), "file");
        refused(
                post(
                        "/deliverables",
                        collection(
                                "TEXT", "\"file\": {\"sha256\": \"%s\", \"name\": \"x\"}".formatted("0".repeat(64)))),
                404,
                "unknown-file");
        invalid(
                post("/deliverables", collection("TEXT", "\"file\": {\"sha256\": \"AB\", \"name\": \"x\"}")),
                "file.sha256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://serveur/film", "https://", "http://a b", "film"})
    void an_address_is_one_on_the_web(String address) {
        var answer = post("/deliverables", collection("TEXT", "\"url\": \"%s\"".formatted(address)));

        invalid(answer, "url");
        assertThat(answer.body()).contains("Une adresse web est attendue");
    }

    @Test
    void a_licence_says_something() {
        invalid(post("/deliverables", collection("TEXT", "\"licence\": \"  \"")), "licence");
        invalid(post("/deliverables/" + deliverable("TEXT", ines) + "/licences", "{\"licence\": \"\"}"), "licence");
    }

    @Test
    void one_consent_is_asked_of_a_person_for_a_project_until_they_say_no() {
        var first = asked(ines);
        refused(post("/image-consents", consent(ines, null)), 409, "consent-already-requested");

        ok(post("/image-consents/" + first + "/refusal", "{\"on\": \"%s\"}".formatted(today)));
        var second = asked(ines);
        granted(second, "STILL");
        refused(post("/image-consents", consent(ines, null)), 409, "consent-already-requested");

        ok(post("/image-consents/" + second + "/withdrawal", "{\"on\": \"%s\"}".formatted(today)));
        assertThat(post("/image-consents", consent(ines, null)).statusCode()).isEqualTo(201);
    }

    @Test
    void a_minor_needs_a_guardian_who_is_somebody_else() {
        var child = person("Zoé", true);

        refused(post("/image-consents", consent(child, null)), 409, "guardian-required");
        invalid(post("/image-consents", consent(child, child)), "guardianId");
        refused(post("/image-consents", consent(child, NOBODY)), 404, "unknown-person");
        assertThat(post("/image-consents", consent(child, ines)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        media    | []
        users    | []
        contexts | []
        contexts | [" "]
        until    | "2025-01-09"
        signedOn | "2999-01-01"
        """)
    void a_grant_that_cannot_be_is_refused(String field, String value) {
        var consent = asked(ines);
        var grant = (ObjectNode) JsonMapper.shared().readTree("""
            {"media": ["STILL"], "users": ["EPN"], "contexts": ["site web"], "signedOn": "2025-01-10", "until": "2025-01-10"}
            """);
        grant.set(field, JsonMapper.shared().readTree(value));

        var answer = post("/image-consents/" + consent + "/grant", grant.toString());

        refused(answer, 422, "invalid-request");
        assertThat(json(answer).at("/violations/0/field").asString()).startsWith(field);
    }

    @Test
    void a_no_has_its_day_and_not_in_the_future() {
        var consent = asked(ines);

        invalid(post("/image-consents/" + consent + "/refusal", "{\"on\": \"2999-01-01\"}"), "on");
        invalid(post("/image-consents/" + consent + "/withdrawal", "{}"), "on");
    }

    @Test
    void a_poll_is_opened_answered_and_closed() {
        var poll = created("/date-polls", poll("\"2026-01-31T14:00:00Z\", \"2026-02-01T14:00:00Z\""));
        var answers = "{\"personId\": \"%s\", \"answers\": [{\"option\": \"%s\", \"answer\": \"IF_NEED_BE\"}]}";

        ok(post("/date-polls/" + poll + "/answers", answers.formatted(ines, "2026-01-31T14:00:00Z")));
        refused(
                post("/date-polls/" + poll + "/answers", answers.formatted(ines, "2026-03-01T14:00:00Z")),
                409,
                "not-an-option");
        ok(post("/date-polls/" + poll + "/closure", "{\"chosen\": \"2026-01-31T14:00:00Z\"}"));
        refused(
                post("/date-polls/" + poll + "/closure", "{\"chosen\": \"2026-02-01T14:00:00Z\"}"),
                409,
                "poll-is-closed");
        refused(
                post("/date-polls/" + poll + "/answers", answers.formatted(bernard, "2026-01-31T14:00:00Z")),
                409,
                "poll-is-closed");
    }

    @Test
    void a_poll_gives_a_choice_of_different_dates() {
        invalid(post("/date-polls", poll("\"2026-01-31T14:00:00Z\"")), "options");
        invalid(post("/date-polls", poll("\"2026-01-31T14:00:00Z\", \"2026-01-31T14:00:00Z\"")), "options[1]");
    }

    @Test
    void each_date_is_answered_at_most_once() {
        var poll = created("/date-polls", poll("\"2026-01-31T14:00:00Z\", \"2026-02-01T14:00:00Z\""));
        var line = "{\"option\": \"2026-01-31T14:00:00Z\", \"answer\": \"YES\"}";

        invalid(post("/date-polls/" + poll + "/answers", """
            {"personId": "%s", "answers": [%s, %s]}
            """.formatted(ines, line, line)), "answers[1].option");
        invalid(
                post("/date-polls/" + poll + "/answers", "{\"personId\": \"%s\", \"answers\": []}".formatted(ines)),
                "answers");
    }

    private String person(String name, boolean minor) {
        return created("/persons", """
            {"epnId": "%s", "fullName": "%s", "minor": %s}
            """.formatted(epn, name, minor));
    }

    private String asked(String person) {
        return created("/image-consents", consent(person, null));
    }

    private String consent(String person, @Nullable String guardian) {
        return "{\"projectId\": \"%s\", \"personId\": \"%s\"%s}"
                .formatted(project, person, guardian == null ? "" : ", \"guardianId\": \"" + guardian + "\"");
    }

    private void granted(String consent, String medium) {
        ok(post("/image-consents/" + consent + "/grant", """
            {"media": ["%s"], "users": ["EPN", "PARTNERS"], "contexts": ["site web", "affiche"], "signedOn": "%s"}
            """.formatted(medium, today)));
    }

    private String deliverable(String medium, String... depicts) {
        return created("/deliverables", """
            {"partnershipId": "%s", "title": "Le film", "medium": "%s", "depicts": %s}
            """.formatted(
                        partnership, medium, JsonMapper.shared().writeValueAsString(depicts)));
    }

    private String collection(String medium, String more) {
        return "{\"partnershipId\": \"%s\", \"title\": \"Le film\", \"medium\": \"%s\", \"depicts\": [], %s}"
                .formatted(partnership, medium, more);
    }

    private static HttpResponse<String> transmit(String deliverable, @Nullable String to, String user, String context) {
        return post(
                "/deliverables/" + deliverable + "/transmissions",
                "{%s\"user\": \"%s\", \"context\": \"%s\"}"
                        .formatted(to == null ? "" : "\"toPartnerId\": \"" + to + "\", ", user, context));
    }

    private String poll(String options) {
        return "{\"partnershipId\": \"%s\", \"question\": \"Quand ?\", \"options\": [%s]}"
                .formatted(partnership, options);
    }

    private static String created(String path, String body) {
        var answer = post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        var id = json(answer).path("id").asString();
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1" + path + "/" + id);
        return id;
    }

    private static void ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void invalid(HttpResponse<String> answer, String field) {
        refused(answer, 422, "invalid-request");
        assertThat(json(answer).at("/violations/0/field").asString()).isEqualTo(field);
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        var port = side.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
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
        return JsonMapper.shared().readTree(answer.body());
    }
}
