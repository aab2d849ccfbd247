package org.maillage.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maillage.door.Door.Answer;
import org.maillage.kernel.servers.Ports;
import org.maillage.kernel.servers.TokenIssuer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What every HTTP door asks before anybody is heard. */
@ExtendWith(OutputCaptureExtension.class)
class DoorTest {

    private static final String A_PARTNERSHIP = "/api/v1/partnerships/1";

    private static TokenIssuer issuer;
    private static Door door;

    @BeforeAll
    static void open() {
        issuer = TokenIssuer.start();
        door = Door.open("--maillage.issuer=" + issuer.issuer());
    }

    @AfterAll
    static void close() {
        door.close();
        issuer.close();
    }

    private static String claire() {
        return issuer.token("claire", "responsable");
    }

    @Test
    void a_token_says_who_asks() {
        assertThat(door.get(A_PARTNERSHIP, claire()).text()).isEqualTo("claire by claire as responsable");
        assertThat(said(Map.of("client_id", "carnet", "roles", "auditeur"))).isEqualTo("claire by carnet as auditeur");
        assertThat(said(Map.of("azp", "agenda", "roles", List.of("auditeur", "pilote", "AUDITEUR"))))
                .isEqualTo("claire by agenda as auditeur");
        assertThat(said(Map.of(
                        "roles",
                        List.of("auditeur"),
                        "epns",
                        List.of(UUID.randomUUID().toString()))))
                .isEqualTo("claire by claire as auditeur in 1");
        assertThat(said(Map.of("roles", List.of("auditeur"), "epns", List.of())))
                .isEqualTo("claire by claire as auditeur in 0");
        // What we do not understand narrows to nothing, and never widens.
        assertThat(said(Map.of("roles", List.of("auditeur"), "epns", Map.of("all", true))))
                .isEqualTo("claire by claire as auditeur in 0");
    }

    private static String said(Map<String, Object> claims) {
        var answer = door.get(A_PARTNERSHIP, with(claims));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private static String with(Map<String, Object> claims) {
        return issuer.token(token -> {
            token.subject("claire");
            claims.forEach(token::claim);
            return token;
        });
    }

    @Test
    void whoever_does_not_say_who_they_are_is_asked_to() {
        var answer = door.get(A_PARTNERSHIP, null);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo("unauthenticated");
        assertThat(answer.problem().path("type").asString()).isEqualTo("/problems/unauthenticated");
        assertThat(answer.problem().path("traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(door.get("/nothing", null).status()).isEqualTo(401);
        assertThat(door.send("DELETE", A_PARTNERSHIP, null).status()).isEqualTo(401);
    }

    @Test
    void a_token_that_does_not_hold_is_no_token(CapturedOutput output) throws Exception {
        try (var impostor = TokenIssuer.start()) {
            unfit(impostor).forEach((fault, token) -> {
                var answer = door.get(A_PARTNERSHIP, token);
                assertThat(answer.status()).as(fault).isEqualTo(401);
                assertThat(answer.code()).as(fault).isEqualTo("unauthenticated");
                assertThat(answer.header("WWW-Authenticate")).as(fault).isEqualTo("Bearer error=\"invalid_token\"");
                assertThat(output).doesNotContain(token);
            });
        }
        assertThat(door.get(A_PARTNERSHIP, claire()).status()).isEqualTo(200);
    }

    private static Map<String, String> unfit(TokenIssuer impostor) throws Exception {
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("expired", issuer.token(token -> old(token).expirationTime(secondsFromNow(-60))));
        tokens.put("never expires", issuer.token(token -> responsable(token).expirationTime(null)));
        tokens.put("not yet", issuer.token(token -> responsable(token).notBeforeTime(secondsFromNow(60))));
        tokens.put("for somebody else", issuer.token(token -> responsable(token).audience("compta")));
        tokens.put("for nobody", issuer.token(token -> responsable(token).audience((String) null)));
        tokens.put("by somebody else", issuer.token(token -> responsable(token).issuer(impostor.issuer())));
        tokens.put("by an impostor", impostor.token(token -> responsable(token).issuer(issuer.issuer())));
        tokens.put("of nobody", issuer.token(token -> token.claim("roles", List.of("responsable"))));
        tokens.put("of a name", issuer.token(token -> responsable(token).subject("Claire Besnard")));
        tokens.put(
                "centres that are none",
                issuer.token(token -> responsable(token).claim("epns", List.of("all"))));
        tokens.put("unsigned", new PlainJWT(claims()).serialize());
        tokens.put("signed with what everybody knows", withThePublicKey());
        tokens.put("of another type", otherType());
        tokens.put("altered", altered(claire()));
        tokens.put("cut", claire().substring(0, claire().lastIndexOf('.') + 1));
        tokens.put("no token", "bonjour");
        return tokens;
    }

    private static JWTClaimsSet.Builder responsable(JWTClaimsSet.Builder token) {
        return token.subject("claire").claim("roles", List.of("responsable"));
    }

    private static JWTClaimsSet.Builder old(JWTClaimsSet.Builder token) {
        return responsable(token).issueTime(secondsFromNow(-600)).notBeforeTime(secondsFromNow(-600));
    }

    private static Date secondsFromNow(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static JWTClaimsSet claims() {
        return responsable(new JWTClaimsSet.Builder())
                .issuer(issuer.issuer())
                .audience(TokenIssuer.AUDIENCE)
                .expirationTime(secondsFromNow(600))
                .build();
    }

    /** The classic: the public key as a shared secret. */
    private static String withThePublicKey() throws Exception {
        var key = JWKSet.load(URI.create(issuer.issuer() + "/keys").toURL())
                .getKeys()
                .getFirst()
                .toRSAKey();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims());
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    /** A refresh token, or whatever else the issuer signs with the same key. */
    private static String otherType() throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("rt+jwt"))
                        .build(),
                claims());
        token.sign(new MACSigner(new byte[32]));
        return token.serialize();
    }

    private static String altered(String token) {
        var parts = token.split("\\.");
        var last = parts[1].charAt(10);
        var payload = parts[1].substring(0, 10) + (last == 'A' ? 'B' : 'A') + parts[1].substring(11);
        return parts[0] + "." + payload + "." + parts[2];
    }

    @Test
    void clocks_may_differ_a_little() {
        var late = issuer.token(token -> old(token).expirationTime(secondsFromNow(-10)));
        var early = issuer.token(token -> responsable(token).notBeforeTime(secondsFromNow(10)));

        assertThat(door.get(A_PARTNERSHIP, late).status()).isEqualTo(200);
        assertThat(door.get(A_PARTNERSHIP, early).status()).isEqualTo(200);
    }

    @Test
    void a_token_that_has_held_is_refused_from_when_it_ends() {
        // Clocks may differ by thirty seconds, so it holds for two more.
        var ending = issuer.token(token -> old(token).expirationTime(secondsFromNow(-28)));
        assertThat(door.get(A_PARTNERSHIP, ending).status()).isEqualTo(200);

        await().untilAsserted(() ->
                assertThat(door.get(A_PARTNERSHIP, ending).status()).isEqualTo(401));
    }

    @Test
    void a_new_key_of_the_issuer_is_found_and_an_old_one_is_forgotten() {
        try (var town = TokenIssuer.start();
                var open = Door.open("--maillage.issuer=" + town.issuer())) {
            var old = town.token("claire", "responsable");
            IntStream.range(0, 20)
                    .forEach(_ ->
                            assertThat(open.get(A_PARTNERSHIP, old).status()).isEqualTo(200));
            assertThat(town.keyRequests()).isEqualTo(1);

            town.rotate();

            assertThat(open.get(A_PARTNERSHIP, town.token("claire", "responsable"))
                            .status())
                    .isEqualTo(200);
            assertThat(open.get(A_PARTNERSHIP, old).status()).isEqualTo(401);
        }
    }

    @Test
    void keys_that_nobody_has_do_not_make_us_ask_the_issuer_again_and_again(CapturedOutput output) {
        try (var town = TokenIssuer.start();
                var open = Door.open("--maillage.issuer=" + town.issuer());
                var impostor = TokenIssuer.start()) {
            var known = town.token("claire", "responsable");
            assertThat(open.get(A_PARTNERSHIP, known).status()).isEqualTo(200);

            for (int i = 0; i < 10; i++) {
                impostor.rotate();
                var forged = impostor.token(token -> responsable(token).issuer(town.issuer()));
                assertThat(open.get(A_PARTNERSHIP, forged).status()).isEqualTo(401);
            }

            assertThat(town.keyRequests()).isLessThanOrEqualTo(3);
            assertThat(open.get(A_PARTNERSHIP, known).status()).isEqualTo(200);
            assertThat(output).doesNotContain("keys cannot be read");
        }
    }

    @Test
    void an_issuer_that_is_silent_at_first_is_asked_again() {
        var port = Ports.free();
        try (var open = Door.open("--maillage.issuer=http://127.0.0.1:" + port)) {
            var answer = open.get(A_PARTNERSHIP, claire());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("unavailable");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(open.get(A_PARTNERSHIP, null).status()).isEqualTo(401);

            String token;
            try (var late = TokenIssuer.startAt(port)) {
                token = late.token("claire", "responsable");
                assertThat(open.get(A_PARTNERSHIP, token).status()).isEqualTo(200);
            }
            // Keys that are known outlive it.
            assertThat(open.get(A_PARTNERSHIP, token).status()).isEqualTo(200);
        }
    }

    @Test
    void what_is_measured_is_read_on_a_port_of_its_own_and_at_no_other() {
        try (var open = Door.open("--maillage.issuer=" + issuer.issuer(), "--maillage.metrics-port=0")) {
            assertThat(open.get(A_PARTNERSHIP, claire()).status()).isEqualTo(200);

            var measured = open.measured("/actuator/prometheus");
            assertThat(measured.status()).isEqualTo(200);
            assertThat(measured.text()).contains("jvm_memory_used_bytes", "http_server_requests_seconds_count");
            assertThat(measured.text()).as("no ids").doesNotContain(A_PARTNERSHIP);

            for (var other : List.of("/actuator", "/actuator/env", "/actuator/health", "/actuator/shutdown")) {
                assertThat(open.measured(other).status()).as(other).isIn(401, 404);
            }
            assertThat(open.get("/actuator/prometheus", null).status()).isEqualTo(401);
            assertThat(open.get("/actuator/prometheus", claire()).status()).isEqualTo(404);
        }
    }

    @Test
    void nothing_is_shown_of_what_is_measured_unless_a_port_is_named() {
        try (var open = Door.open("--maillage.issuer=" + issuer.issuer())) {
            assertThat(open.measuresAnywhere()).isFalse();
            assertThat(open.get("/actuator/prometheus", null).status()).isEqualTo(401);
            assertThat(open.get("/actuator/prometheus", claire()).status()).isEqualTo(404);
        }
    }

    @Test
    void keys_and_roles_may_lie_elsewhere() {
        try (var open = Door.open(
                "--maillage.issuer=https://connexion.ville.example",
                "--maillage.jwks-uri=" + issuer.issuer() + "/keys",
                "--maillage.audience=partenariats",
                "--maillage.roles-claim=realm_access.roles")) {
            var token = issuer.token(claims -> claims.issuer("https://connexion.ville.example")
                    .audience(List.of("compte", "partenariats"))
                    .subject("claire")
                    .claim("roles", List.of("administrateur"))
                    .claim("realm_access", Map.of("roles", List.of("auditeur", "uma_authorization"))));

            assertThat(open.get(A_PARTNERSHIP, token).text()).isEqualTo("claire by claire as auditeur");
            assertThat(open.get(A_PARTNERSHIP, claire()).status()).isEqualTo(401);
        }
    }

    @Test
    void a_side_without_an_issuer_does_not_start(CapturedOutput output) {
        assertThatThrownBy(() -> Door.open().close()).isNotNull();
        assertThat(output).contains("maillage.issuer");
    }

    @Test
    void a_role_opens_what_the_table_says_and_nothing_else() {
        assertThat(door.send("POST", "/api/v1/epns", issuer.token("town", "administrateur"))
                        .status())
                .isEqualTo(200);
        forbidden(door.send("POST", "/api/v1/epns", claire()));
        forbidden(door.get(A_PARTNERSHIP, issuer.token("claire")));
        forbidden(door.get(A_PARTNERSHIP, with(Map.of("roles", 7))));
        // What the table does not name is open to nobody.
        forbidden(door.get("/api/v1/forgotten", issuer.token("town", "administrateur")));
        assertThat(door.send("HEAD", A_PARTNERSHIP, claire()).status()).isEqualTo(200);
        assertThat(door.get("/api/v1/nothing", claire()).code()).isEqualTo("not-found");
    }

    private static void forbidden(Answer answer) {
        assertThat(answer.status() + " " + answer.code()).isEqualTo("403 forbidden");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void a_client_that_asks_too_often_is_slowed_down_and_nobody_else() {
        try (var open = Door.open("--maillage.issuer=" + issuer.issuer(), "--maillage.requests-per-second=5")) {
            var hasty = with(Map.of("client_id", "hasty", "roles", "auditeur"));
            var answers = IntStream.range(0, 200)
                    .mapToObj(_ -> open.get(A_PARTNERSHIP, hasty))
                    .toList();

            assertThat(answers.subList(0, 5))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            var slowed =
                    answers.stream().filter(answer -> answer.status() != 200).toList();
            assertThat(slowed).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.status() + " " + answer.code()).isEqualTo("429 too-many-requests");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            });
            // The same client under another name of a person is the same client.
            var colleague = issuer.token(
                    token -> token.subject("ines").claim("client_id", "hasty").claim("roles", "auditeur"));
            var all = IntStream.range(0, 20)
                    .mapToObj(_ -> open.get(A_PARTNERSHIP, colleague).status())
                    .toList();
            assertThat(all).contains(429);
            assertThat(open.get(A_PARTNERSHIP, claire()).status()).isEqualTo(200);
            // Who one is comes first: nobody fills the bucket of somebody else with tokens that do not hold.
            var forged = hasty.substring(0, hasty.length() - 6) + "AAAAAA";
            IntStream.range(0, 20).forEach(_ -> {
                assertThat(open.get(A_PARTNERSHIP, forged).status()).isEqualTo(401);
                assertThat(open.get(A_PARTNERSHIP, null).status()).isEqualTo(401);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {A_PARTNERSHIP, "/api/v1/nothing", "/api/v1/forgotten", "/health"})
    void every_answer_tells_browsers_to_be_careful(String path) {
        for (var answer : List.of(door.get(path, claire()), door.get(path, null))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void health_is_told_to_everybody_and_nothing_else_is() {
        var answer = door.get("/health", null);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isEqualTo("{\"status\":\"DOWN\"}");
        assertThat(door.send("POST", "/health", null).status()).isEqualTo(401);
        assertThat(door.get("/error", null).status()).isEqualTo(401);
    }
}
