package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maillage.infra.demonstration.ApiClient;
import org.maillage.infra.demonstration.Tokens;
import org.maillage.infra.issuer.DemoClient;
import org.maillage.infra.issuer.DemoPerson;
import org.maillage.kernel.access.AccessRole;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TokenIssuer;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who asks, through the front door, on real servers: programs and people of our own issuer, and somebody else's. */
class IdentityJourneyTest {

    private static final JsonMapper JSON = Json.mapper().build();
    private static final String EPN = """
        {"name": "Centre", "legalForm": "ASSOCIATION", "communeCode": "38185", "missions": ["inclusion"], "audiences": []}
        """;

    @TempDir
    private Path dataDir;

    @Test
    void programs_and_people_are_let_in_by_our_own_issuer_and_still_are_after_a_restart() throws Exception {
        var demonstration = Map.of("MAILLAGE_DEMO", "true");
        String secret;
        String token;
        String epn;
        try (var platform = PlatformProcess.start(dataDir, demonstration).awaitReady()) {
            assertThat(platform.errors()).isEmpty();
            assertThatNobodyElseReads("demo-client.json");
            assertThatNobodyElseReads("demo-people.json");
            assertThatNobodyElseReads("issuer-keys.json");
            secret = client().clientSecret();
            assertThat(client().tokenUrl()).hasToString(platform.http() + "/oauth2/token");
            token = token(secretInHeader(), 200).get("access_token").asString();
            assertThat(token(secretInBody(), 200).get("expires_in").asInt()).isBetween(7100, 7200);
            assertThatTheIssuerDescribesItself(platform);
            assertThatAWrongSecretGetsNothing();

            epn = register(platform, token);
            assertThatItIsReached(platform, as(token), epn);
            assertThatNobodyIsAnswered(platform);
            assertThatPeopleSignIn(platform);
            assertThatWhoTriesPasswordsWaits(platform);
            assertThatNoSecretIsPrinted(platform, secret);
        }
        try (var again = PlatformProcess.start(dataDir, demonstration).awaitReady()) {
            assertThat(client().clientSecret()).isEqualTo(secret);
            assertThat(client().tokenUrl()).hasToString(again.http() + "/oauth2/token");
            assertThatItIsReached(again, again.tokens(), epn);
            try (var api = new ApiClient(again.http(), as(token), null)) {
                // The keys are the same; the port, which is another one, is a part of what the issuer is called.
                assertThat(api.tryGet("/epns/" + epn).status()).isEqualTo(401);
            }
            assertThat(again.output()).noneMatch(line -> line.contains("demo-people.json"));
            assertThatPeopleSignIn(again);
            assertThatNoSecretIsPrinted(again, secret);
        }
    }

    @Test
    void a_token_holds_over_a_restart_at_the_same_address() throws Exception {
        var port = Map.of("MAILLAGE_HTTP_PORT", Integer.toString(Ports.free()));
        String token;
        String epn;
        try (var platform = PlatformProcess.start(dataDir, port).awaitReady()) {
            token = platform.tokens().token();
            epn = register(platform, token);
            assertThat(dataDir.resolve("demo-people.json")).doesNotExist();
        }
        try (var again = PlatformProcess.start(dataDir, port).awaitReady()) {
            assertThatItIsReached(again, as(token), epn);
        }
    }

    @Test
    void somebody_elses_issuer_takes_the_place_of_ours() throws Exception {
        try (var town = TokenIssuer.start();
                var platform = PlatformProcess.start(
                                dataDir, Map.of("MAILLAGE_ISSUER", town.issuer(), "MAILLAGE_DEMO", "true"))
                        .awaitReady()) {
            assertThat(dataDir.resolve("demo-client.json")).doesNotExist();
            assertThat(dataDir.resolve("demo-people.json")).doesNotExist();
            assertThat(dataDir.resolve("issuer-keys.json")).doesNotExist();
            assertThat(platform.output())
                    .filteredOn(line -> line.contains("MAILLAGE_CLIENT_ID"))
                    .hasSize(1);
            for (var path : new String[] {"/login", "/.well-known/openid-configuration", "/oauth2/jwks"}) {
                assertThat(platform.get(path).statusCode()).as(path).isEqualTo(404);
            }
            var token = town.token("7c1f3a52-0c1e-4a58-8c7a-6d6f9a3b2e11", "administrateur");
            assertThatItIsReached(platform, as(token), register(platform, token));
        }
    }

    private static Tokens as(String token) {
        return () -> token;
    }

    private void assertThatNobodyElseReads(String file) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve(file))))
                .as(file)
                .isEqualTo("rw-------");
    }

    private DemoClient client() {
        return DemoClient.read(dataDir).orElseThrow();
    }

    private HttpRequest.Builder ask(String body) {
        return HttpRequest.newBuilder(client().tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest secretInHeader() {
        var pair = client().clientId() + ":" + client().clientSecret();
        return ask("grant_type=client_credentials")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                .build();
    }

    private HttpRequest secretInBody() {
        return ask("grant_type=client_credentials&client_id=" + client().clientId() + "&client_secret="
                        + client().clientSecret())
                .build();
    }

    private static JsonNode token(HttpRequest request, int status) throws Exception {
        var answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    private void assertThatAWrongSecretGetsNothing() throws Exception {
        for (var id : new String[] {client().clientId(), "nobody", "maillage-web"}) {
            var refused = token(
                    ask("grant_type=client_credentials&client_id=" + id + "&client_secret=wrong")
                            .build(),
                    401);
            assertThat(refused.get("error").asString()).isEqualTo("invalid_client");
        }
    }

    private static void assertThatTheIssuerDescribesItself(PlatformProcess platform) throws Exception {
        var description =
                JSON.readTree(platform.get("/.well-known/openid-configuration").body());
        assertThat(description.get("issuer").asString()).isEqualTo(platform.http());
        for (var endpoint :
                new String[] {"authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"}) {
            assertThat(description.get(endpoint).asString()).startsWith(platform.http() + "/oauth2/");
        }
        assertThat(description.toString()).doesNotContain("revocation", "introspection", "device");
        var keys = platform.get("/oauth2/jwks").body();
        assertThat(keys).contains("\"kty\":\"RSA\"").doesNotContain("\"d\":", "\"p\":");
    }

    private static String register(PlatformProcess platform, String token) {
        try (var api = new ApiClient(platform.http(), as(token), null)) {
            return api.post("/epns", EPN).text("id");
        }
    }

    /** Both sides let in at once whoever registered the centre. */
    private static void assertThatItIsReached(PlatformProcess platform, Tokens tokens, String epn) {
        try (var api = new ApiClient(platform.http(), tokens, null)) {
            var person = api.post("/persons", """
                {"epnId": "%s", "fullName": "Claire Besnard"}
                """.formatted(epn)).text("id");
            assertThat(api.get("/persons/" + person).get("fullName").asString()).isEqualTo("Claire Besnard");
        }
    }

    private static void assertThatNobodyIsAnswered(PlatformProcess platform) {
        try (var nobody = new ApiClient(platform.http(), null, null)) {
            for (var answer : new ApiClient.Answer[] {
                nobody.tryGet("/epns"),
                nobody.tryGet("/nothing"),
                nobody.tryPost("/epns", EPN),
                nobody.tryPost("/x", "{")
            }) {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.text("code")).isEqualTo("unauthenticated");
                assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
                assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
            }
        }
    }

    private Map<AccessRole, DemoPerson> people() throws Exception {
        var people = new HashMap<AccessRole, DemoPerson>();
        Arrays.stream(JSON.readValue(Files.readString(dataDir.resolve("demo-people.json")), DemoPerson[].class))
                .forEach(person -> people.put(person.role(), person));
        return people;
    }

    private void assertThatPeopleSignIn(PlatformProcess platform) throws Exception {
        var people = people();
        assertThat(people.keySet())
                .containsExactlyInAnyOrder(
                        AccessRole.RESPONSABLE,
                        AccessRole.ANIMATEUR,
                        AccessRole.DECIDEUR,
                        AccessRole.PARTENAIRE,
                        AccessRole.AUDITEUR);
        for (var person : people.values()) {
            try (var browser = new SignIn(platform.http())) {
                var tokens = browser.as(person.login(), person.password());
                var claims = claims(tokens.get("access_token").asString());
                assertThat(claims.get("sub").asString())
                        .isEqualTo(person.subject().value());
                assertThat(claims.at("/roles/0").asString())
                        .isEqualTo(person.role().claim());
                assertThat(claims(tokens.get("id_token").asString()).get("name").asString())
                        .isEqualTo(person.name());
                assertThatOnlyTheCentreOfTheDemonstrationIsSeen(
                        platform, tokens.get("access_token").asString());
            }
        }
        assertThatACodeIsGoodOnceAndForItsVerifierAlone(
                platform, Objects.requireNonNull(people.get(AccessRole.ANIMATEUR)));
    }

    private static JsonNode claims(String token) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static void assertThatOnlyTheCentreOfTheDemonstrationIsSeen(PlatformProcess platform, String token) {
        try (var api = new ApiClient(platform.http(), as(token), null)) {
            var centres = api.get("/epns").get("items");
            assertThat(centres).hasSize(1);
            assertThat(centres.get(0).get("name").asString()).isEqualTo("La Passerelle Numérique");
            assertThat(api.tryPost("/epns", EPN).text("code")).isEqualTo("forbidden");
        }
    }

    private static void assertThatACodeIsGoodOnceAndForItsVerifierAlone(PlatformProcess platform, DemoPerson person)
            throws Exception {
        // A tool on the same machine, at a port of its own.
        try (var browser = new SignIn(platform.http(), "http://127.0.0.1:51234/signed-in");
                var thief = new SignIn(platform.http(), "http://127.0.0.1:51234/signed-in");
                var liar = new SignIn(platform.http(), "https://elsewhere.example/signed-in")) {
            assertThat(browser.as(person.login(), person.password()).has("access_token"))
                    .isTrue();
            var signedIn = browser.ask();
            assertThat(thief.exchange(browser.code(signedIn)).statusCode()).isEqualTo(400);
            var code = browser.code(browser.ask());
            assertThat(browser.exchange(code).statusCode()).isEqualTo(200);
            assertThat(browser.exchange(code).statusCode()).isEqualTo(400);
            var refused = liar.ask();
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("Demande refusée");
            assertThat(browser.get("/login").body()).contains(person.name());
            assertThat(SignIn.location(browser.submit("/logout", Map.of()))).hasPath("/login");
            assertThat(SignIn.location(browser.ask())).hasPath("/login");
        }
    }

    private void assertThatWhoTriesPasswordsWaits(PlatformProcess platform) throws Exception {
        var auditor = Objects.requireNonNull(people().get(AccessRole.AUDITEUR));
        try (var browser = new SignIn(platform.http())) {
            var page = browser.get("/login");
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'; "));
            assertThat(page.body()).contains("lang=\"fr\"", "autocomplete=\"current-password\"");
            assertThat(browser.post("/login", Map.of("login", auditor.login(), "password", auditor.password()))
                            .statusCode())
                    .as("a form that another page sends")
                    .isEqualTo(403);
            var wrong = Map.of("login", auditor.login(), "password", "wrong");
            HttpResponse<String> answer;
            int tries = 0;
            do {
                answer = browser.submit("/login", wrong);
                tries++;
            } while (answer.statusCode() != 429 && tries < 20);
            assertThat(tries).isBetween(6, 10);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("10");
            assertThat(answer.body()).contains("Trop d’essais\u00a0: ");
            assertThat(browser.submit("/login", Map.of("login", "animateur", "password", "wrong"))
                            .statusCode())
                    .as("somebody else")
                    .isEqualTo(302);
        }
    }

    private void assertThatNoSecretIsPrinted(PlatformProcess platform, String secret) throws Exception {
        assertThat(platform.output()).noneMatch(line -> line.contains(secret));
        for (var person : people().values()) {
            assertThat(platform.output()).noneMatch(line -> line.contains(person.password()));
        }
    }
}
