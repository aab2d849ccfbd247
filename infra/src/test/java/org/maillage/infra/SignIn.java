package org.maillage.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.maillage.kernel.wire.Json;
import tools.jackson.databind.JsonNode;

/** Somebody at a browser, who signs in by authorization code and PKCE (RFC 7636). */
final class SignIn implements AutoCloseable {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI root;
    private final String redirect;
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();

    SignIn(String root) {
        this(root, root + "/signed-in");
    }

    SignIn(String root, String redirect) {
        this.root = URI.create(root);
        this.redirect = redirect;
    }

    /** The first answer, wherever it leads. */
    HttpResponse<String> ask() throws Exception {
        return get("/oauth2/authorize?"
                + form(Map.of(
                        "response_type", "code",
                        "client_id", "maillage-web",
                        "scope", "openid profile",
                        "state", "stays",
                        "redirect_uri", redirect,
                        "code_challenge", challenge(),
                        "code_challenge_method", "S256")));
    }

    HttpResponse<String> get(String path) throws Exception {
        return browser.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString());
    }

    /** The page as it is, with what it hides in its form. */
    HttpResponse<String> submit(String page, Map<String, String> fields) throws Exception {
        var csrf = CSRF.matcher(get(page).body());
        assertThat(csrf.find()).isTrue();
        var all = new LinkedHashMap<>(fields);
        all.put("_csrf", csrf.group(1));
        return post(page, all);
    }

    HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                        .build(),
                BodyHandlers.ofString());
    }

    /** All of it: what the token endpoint says in the end. */
    JsonNode as(String login, String password) throws Exception {
        assertThat(location(ask())).hasPath("/login");
        var signedIn = submit("/login", Map.of("login", login, "password", password));
        assertThat(location(signedIn)).hasPath("/oauth2/authorize");
        var answer = exchange(code(get(signedIn.headers().firstValue("location").orElseThrow())));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().build().readTree(answer.body());
    }

    String code(HttpResponse<String> sentBack) {
        var location = sentBack.headers().firstValue("location").orElseThrow();
        assertThat(location).startsWith(redirect + "?").contains("state=stays");
        return location.replaceAll(".*[?&]code=([^&]+).*", "$1");
    }

    HttpResponse<String> exchange(String code) throws Exception {
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "maillage-web",
                        "redirect_uri", redirect,
                        "code", code,
                        "code_verifier", verifier));
    }

    static URI location(HttpResponse<?> answer) {
        assertThat(answer.statusCode()).as("%s", answer.body()).isBetween(302, 303);
        return answer.uri().resolve(answer.headers().firstValue("location").orElseThrow());
    }

    private String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        browser.close();
    }
}
